"""The outside systems the jobs and views use; filled at start-up, in `apps.py`, which alone knows the adapters."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from candidates.ports import FileJudge, Inspector, Paper, VirusScanner


@dataclass(frozen=True)
class Outside:
    inspector: Inspector
    virus_scanner: VirusScanner
    many_judge: Callable[[], AbstractContextManager[FileJudge]]
    paper: Paper


_in_use: list[Outside] = []


def use(outside: Outside) -> None:
    _in_use[:] = [outside]


def outside() -> Outside:
    """The systems in use; an IndexError says that the app was never made ready."""
    return _in_use[0]
