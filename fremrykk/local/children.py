"""Programs that end when the one who started them ends, also when that one is killed without a word."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
Command = Sequence[str | Path]
SERVANT = "nobody"  # PostgreSQL refuses to run as root: then this user runs it


class Trouble(Exception):
    """What is wrong and what to do about it, in one sentence for the person at the keyboard."""


def follow_parent(dies_with: int) -> None:
    """Ask the kernel for this signal when the parent is gone (Linux; elsewhere nothing is promised)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, dies_with)


def start(
    command: Command,
    *,
    dies_with: int = signal.SIGTERM,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    output: int | IO[bytes] | None = None,
    as_servant: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches only the one who stops it in order."""
    servant = pwd.getpwnam(SERVANT) if as_servant and os.geteuid() == 0 else None
    return subprocess.Popen(
        [str(part) for part in command],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        preexec_fn=bound_to(os.getpid(), dies_with),
        user=servant.pw_uid if servant else None,
        group=servant.pw_gid if servant else None,
        extra_groups=[] if servant else None,
    )


def bound_to(parent: int, dies_with: int) -> Callable[[], None]:
    """What the new process does before it becomes the program; it may already have lost its parent."""

    def before_exec() -> None:
        follow_parent(dies_with)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def children(pid: int) -> list[int]:
    """None of a process that is over."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def give_to_servant(folder: Path) -> None:
    if os.geteuid() == 0:
        servant = pwd.getpwnam(SERVANT)
        os.chown(folder, servant.pw_uid, servant.pw_gid)


def stop(process: subprocess.Popen[bytes], how: int = signal.SIGTERM, patience: float = 10) -> None:
    """Ask first; what does not listen is killed."""
    if process.poll() is None:
        process.send_signal(how)
    outwait(process, patience)


def outwait(process: subprocess.Popen[bytes], patience: float = 10) -> None:
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
