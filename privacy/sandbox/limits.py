"""The walls round a program of a sandbox, put up by itself: the web process has threads, where preexec_fn is unsafe."""

import ctypes
import os
import resource

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
NOBODY = 65534
SIGKILL = 9


def set_sizes(*, memory: int, cpu_seconds: int) -> None:
    """Before a file is looked into: memory, processor time, and not one byte written to a file."""
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def end_with(parent: int) -> None:
    """With the process of this number, which may be gone already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def hide() -> None:
    """From other processes of the same user: nobody reads or writes this one's memory."""
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def shut_doors() -> None:
    """After the libraries are loaded and all that is needed is read: no new file, socket, process or privilege.

    A limit of no further descriptors is what makes connect() and open() fail everywhere, also where the machine permits
    neither a namespace of one's own nor another user; those two come on top.
    """
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getppid()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    end_with(parent)  # another user has not said so yet
    hide()
