"""What `make faults` prints at its end: for each fault how often it was survived, and what came of it. A life that lost something fails."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.trial import Life

# Of each life: the fault, what was acknowledged, mails in doubt, the slowest page and until all was well, in seconds.
LIVES: list[tuple[str, int, int, float, float]] = []
NOTES: list[str] = []  # what a test has measured in another way


def lived(life: Life) -> None:
    LIVES.append((life.fault, life.ledger.acknowledged, life.in_doubt, life.ledger.slowest, life.healed_within))


def lines() -> list[str]:
    if not LIVES and not NOTES:
        return []
    by_fault = defaultdict(list)
    for fault, *figures in LIVES:
        by_fault[fault].append(figures)
    head = f"{'fault':<24}{'runs':>5}{'acknowledged':>14}{'in doubt':>10}{'slowest page':>14}{'healed within':>15}"
    return [head, *(_line(fault, lives) for fault, lives in sorted(by_fault.items())), *sorted(NOTES)]


def _line(fault: str, lives: list[list[float]]) -> str:
    acknowledged, doubt, slowest, healed = zip(*lives, strict=True)
    return f"{fault:<24}{len(lives):>5}{sum(acknowledged):>14}{sum(doubt):>10}{max(slowest):>12.1f} s{max(healed):>13.1f} s"
