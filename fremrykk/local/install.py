"""From a bare machine to everything the program needs. Standard library only: it runs before anything is there.

    python3 fremrykk/local/install.py local|dev

Each step leaves a stamp with the hash of what it was made from, written last: an unchanged step is skipped, and
one that was broken off is done again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
OBSERVATORY = ROOT / "tests" / "observatory"
THEME = ROOT / "var" / "theme"
LOCALES = ROOT / "fremrykk" / "locale"
OLDEST_NODE = 20
NETWORK = "Is the network up? What was fetched already is kept; run the same command again."


class BrokenError(Exception):
    """What went wrong and what to do, in a sentence."""


def main(requirements: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by whatever Python the machine has
        raise BrokenError("Python 3.11 or newer is needed. Say which: make demo PYTHON=python3.12")
    with alone():
        step("Python environment", VENV / ".made", [], make_environment)
        step("installer (uv)", VENV / ".uv", [lock("uv")], install_uv)
        step("Python packages", VENV / f".{requirements}", [lock(requirements)], lambda: install(requirements))
        step("style sheets", NODE_MODULES / ".made", [ROOT / "package.json", ROOT / "package-lock.json"], npm_ci)
        step(
            "theme of colours", THEME / ".made", [ROOT / "fremrykk" / "theme.json", ROOT / "package.json"], build_theme
        )
        if requirements == "dev":
            locked = [OBSERVATORY / "package.json", OBSERVATORY / "package-lock.json"]
            step("scanner of headers", OBSERVATORY / "node_modules" / ".made", locked, lambda: npm_ci(OBSERVATORY))
        step("translations", ROOT / "var" / ".translations", catalogues(), compile_translations)


# --- Steps --------------------------------------------------------------------------------------
def make_environment() -> None:
    """A half-made one is completed; one that does not run any more is made anew."""
    anew = [] if runs() else ["--clear"]
    run([sys.executable, "-m", "venv", *anew, VENV], hint="On Debian: apt-get install python3-venv")


def install_uv() -> None:
    run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock("uv")], hint=NETWORK)


def install(requirements: str) -> None:
    run([PYTHON, "-m", "uv", "pip", "install", "-q", "--require-hashes", "-r", lock(requirements)], hint=NETWORK)


def npm_ci(folder: Path = ROOT) -> None:
    """With the machine's Node if it is new enough, else with the one PyPI has."""
    if not node_is_new_enough():
        install("node")
    run(["npm", "ci", "--prefix", folder, "--loglevel", "error"], hint=NETWORK)


def build_theme() -> None:
    """Designsystemet's own program turns our few colours into the style sheet of every shade."""
    work = ROOT / "var" / "theme.half"
    shutil.rmtree(work, ignore_errors=True)
    tool: list[str | Path] = [NODE_MODULES / ".bin" / "designsystemet", "tokens"]
    colours: list[str | Path] = ["--config", ROOT / "fremrykk" / "theme.json"]
    run([*tool, "create", *colours, "-o", work / "tokens"])
    run([*tool, "build", *colours, "-t", work / "tokens", "-o", work / "css"])
    THEME.mkdir(parents=True, exist_ok=True)
    (work / "css" / "fremrykk.css").replace(THEME / "theme.css")
    shutil.rmtree(work)


def compile_translations() -> None:
    run([PYTHON, "-m", "fremrykk.local.translations", "compile"])


# --- What the steps are made of -----------------------------------------------------------------
def step(name: str, stamp: Path, inputs: list[Path], do: Callable[[], None]) -> None:
    made_from = fingerprint(inputs)
    if stamp.exists() and stamp.read_text() == made_from and still_works(stamp):
        return
    print(f"  installing: {name} …", end=" ", flush=True)
    began = time.monotonic()
    stamp.unlink(missing_ok=True)
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_from)
    print(f"done in {time.monotonic() - began:.0f} s", flush=True)


def fingerprint(inputs: list[Path]) -> str:
    text = b"".join(path.read_bytes() for path in inputs)
    return hashlib.sha256(text + sys.version.encode()).hexdigest()


def still_works(stamp: Path) -> bool:
    """An environment copied from elsewhere, or whose Python is gone, has its stamp but does not run."""
    return stamp.parent != VENV or runs()


def runs() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def run(command: Sequence[str | Path], hint: str = "") -> None:
    """Quiet when it goes well; everything it said when not."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except FileNotFoundError as missing:
        raise BrokenError(f"{missing.filename} is not there. {hint}") from missing
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        raise BrokenError(f"failed.\n{done.stdout.strip()}\n\nThis command did not work: {shown}\n{hint}")


def environment() -> dict[str, str]:
    """Programs of the environment first, so that Node from PyPI is found when it had to be installed."""
    return os.environ | {"PATH": f"{path_with_node()}", "VIRTUAL_ENV": str(VENV)}


def path_with_node() -> str:
    own, machine = str(VENV / "bin"), os.environ.get("PATH", "")
    return f"{machine}:{own}" if node_is_new_enough() else f"{own}:{machine}"


def node_is_new_enough() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    said = subprocess.run(["node", "--version"], check=False, capture_output=True, text=True).stdout
    return said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE


def lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def catalogues() -> list[Path]:
    return sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))


@contextmanager
def alone() -> Iterator[None]:
    """One installation at a time; the lock goes with the process, so it is never stale."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as lock_file:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  another installation is running here; waiting for it …", flush=True)
            fcntl.flock(lock_file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except BrokenError as broken:
        raise SystemExit(f"{broken}") from None
    except KeyboardInterrupt:
        raise SystemExit("\nStopped. Run the same command again; it goes on where it was.") from None
