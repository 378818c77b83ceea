"""The sandbox program, but who looks into a file tells of its walls."""

import os
import resource
import socket
from pathlib import Path

from candidates.sandbox import inspect

BOUNDS = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NOFILE", "RLIMIT_NPROC")


def comes_of(what):
    try:
        what()
    except BaseException as error:
        return type(error).__name__
    return "done"


def is_open(number):
    return comes_of(lambda: os.fstat(number)) == "done"


def answer(data, order):
    return {
        "open": [number for number in range(1000) if is_open(number)],
        "bounds": {name: resource.getrlimit(getattr(resource, name))[1] for name in BOUNDS},
        "tried": [comes_of(each) for each in (socket.socket, Path("/etc/passwd").open, os.fork)],
        "root": os.geteuid() == 0,
    }


inspect.answer = answer
inspect.main()
