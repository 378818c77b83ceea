"""Debian's own packages, where the machine is Debian and we may install: the browser of the tests, gettext.

    python3 fremrykk/local/debian.py chromium gettext

Standard library only. What cannot be had is said aloud and is no failure here: the tests and checks that need it
say so themselves, and .ci/run takes that as failure.
"""

import os
import shutil
import subprocess
import sys

PROGRAM = {"chromium": "chromium", "gettext": "xgettext"}  # what a package gives us
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def install(package: str) -> bool:
    """With the lists the machine has; when these are too old, with new ones."""
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return apt(command) or (apt(["apt-get", "update", "-qq"]) and apt(command))


def apt(command: list[str]) -> bool:
    done = subprocess.run(command, check=False, env=os.environ | QUIET, capture_output=True)
    return done.returncode == 0


def main(packages: list[str]) -> None:
    for package in packages:
        if shutil.which(PROGRAM[package]):
            continue
        print(f"  installing: {package} …", flush=True)
        possible = os.geteuid() == 0 and shutil.which("apt-get")
        if not (possible and install(package)):
            print(
                f"  {package} is missing and cannot be installed from here: sudo apt-get install {package}", flush=True
            )


if __name__ == "__main__":
    main(sys.argv[1:])
