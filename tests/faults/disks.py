"""Disks with little room: a folder in which no file may grow (for anybody), or a real one of ten megabytes (for root)."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 10_000_000
BLOCK = 4_096


class Disk:
    """`fill` leaves so much room, `free` all there is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, left: int) -> None:
        raise NotImplementedError

    def free(self) -> None:
        raise NotImplementedError


class Limited(Disk):
    """Writing beyond `left` bytes of a file fails in this process as it does on a disk that is full: in the middle of it."""

    def fill(self, left: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (left, resource.RLIM_INFINITY))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Mounted(Disk):
    def fill(self, left: int) -> None:
        self.free()
        room = shutil.disk_usage(self.folder).free - left
        with (self.folder / "ballast").open("wb") as ballast:
            ballast.write(bytes(max(0, room)))

    def free(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)


@contextmanager
def limited(folder: Path) -> Iterator[Disk]:
    disk = Limited(folder)
    try:
        yield disk
    finally:
        disk.free()


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        yield Mounted(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder]
        if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True
