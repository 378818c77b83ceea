"""The outside systems the jobs and views use; filled at start-up, in `apps.py`, which alone knows the adapters."""

from dataclasses import dataclass

from candidates.ports import Inspector, Paper, VirusScanner


@dataclass(frozen=True)
class Outside:
    inspector: Inspector
    virus_scanner: VirusScanner
    paper: Paper


_in_use: list[Outside] = []


def use(outside: Outside) -> None:
    _in_use[:] = [outside]


def outside() -> Outside:
    """The systems in use; an IndexError says that the app was never made ready."""
    return _in_use[0]
