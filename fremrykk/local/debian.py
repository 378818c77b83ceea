"""Debian's own packages, where the machine is Debian and we may install: the browser of the tests, their proxy, gettext.

    python3 fremrykk/local/debian.py chromium nginx gettext

Standard library only. What cannot be had is said aloud and is no failure here: the tests and checks that need it
say so themselves, and .ci/run takes that as failure.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
PROGRAM = {"chromium": "chromium", "gettext": "xgettext", "nginx": "nginx"}  # what a package gives us
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def install(package: str) -> bool:
    """With the lists the machine has; when these are too old, with new ones. Nothing is started of what is installed."""
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    with nothing_started():
        return apt(command) or (apt(["apt-get", "update", "-qq"]) and apt(command))


@contextmanager
def nothing_started() -> Iterator[None]:
    """Debian asks this file whether a service may start that comes with a package; 101 is no."""
    if POLICY.exists():  # somebody else's answer
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def apt(command: list[str]) -> bool:
    done = subprocess.run(command, check=False, env=os.environ | QUIET, capture_output=True)
    return done.returncode == 0


def main(packages: list[str]) -> None:
    for package in packages:
        if shutil.which(PROGRAM[package], path=f"{os.environ['PATH']}:/usr/sbin"):
            continue
        print(f"  installing: {package} …", flush=True)
        possible = os.geteuid() == 0 and shutil.which("apt-get")
        if not (possible and install(package)):
            print(
                f"  {package} is missing and cannot be installed from here: sudo apt-get install {package}", flush=True
            )


if __name__ == "__main__":
    main(sys.argv[1:])
