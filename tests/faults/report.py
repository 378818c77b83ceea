"""What `make faults` prints at its end: for each fault how often it was survived, and what came of it. A life that lost something fails."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.trial import Life

LIVES: list[Life] = []
NOTES: list[str] = []  # what a test has measured in another way


def lines() -> list[str]:
    if not LIVES and not NOTES:
        return []
    by_fault = defaultdict(list)
    for life in LIVES:
        by_fault[life.fault].append(life)
    head = f"{'fault':<24}{'runs':>5}{'acknowledged':>14}{'in doubt':>10}{'slowest page':>14}{'healed within':>15}"
    return [head, *(_line(fault, lives) for fault, lives in by_fault.items()), *NOTES]


def _line(fault: str, lives: list[Life]) -> str:
    acknowledged, doubt = sum(each.ledger.acknowledged for each in lives), sum(each.in_doubt for each in lives)
    slowest = max(each.ledger.slowest for each in lives)
    healed = max(each.healed_within for each in lives)
    return f"{fault:<24}{len(lives):>5}{acknowledged:>14}{doubt:>10}{slowest:>12.1f} s{healed:>13.1f} s"
