"""What is vacant, found by facts: how many of each there are, and who answers for one."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from clients.models import JobAd
from clients.models.order import FACTS
from clients.queries import ad_facts, checks
from privacy.ports import Actor
from privacy.queries import stand_ins


@dataclass(frozen=True)
class Vacant:
    """The facts of all vacant positions, and whether each has the words that are searched for. One query."""

    rows: list[dict[str, str]]

    @classmethod
    def at(cls, at: datetime.datetime, q: str) -> "Vacant":
        return cls(list(JobAd.objects.published(at).with_fits(q).values("fits", *FACTS)))

    def in_use(self, fact: str) -> list[str]:
        """The values there are, whatever else is asked for: a choice never disappears under somebody's hand."""
        return sorted({row[fact] for row in self.rows if row[fact]})

    def counts(self, fact: str, chosen: dict[str, str]) -> Counter[str]:
        """How many would be found by each value, with everything else as it is chosen."""
        others = {name: value for name, value in chosen.items() if name in FACTS and name != fact}
        return Counter(row[fact] for row in self.rows if _fits(row, others))

    def found(self, chosen: dict[str, str]) -> int:
        return sum(_fits(row, {name: value for name, value in chosen.items() if name in FACTS}) for row in self.rows)


def _fits(row: dict[str, str], facts: dict[str, str]) -> bool:
    return bool(row["fits"]) and all(row[name] == value for name, value in facts.items())


def told(ad: JobAd, on: datetime.date) -> dict[str, Any]:
    """What the page of an ad says that day, on the site or before it gets there."""
    return {
        "ad": ad, "facts": ad_facts.lines(ad), "is_staffing": ad_facts.is_staffing(ad),
        "required": list(ad.requirements.order_by("order")), "checks": checks.printed(ad.order_id),
        "contact": contact_for(ad, on),
    }  # fmt: skip


def contact_for(ad: JobAd, on: datetime.date) -> Actor | None:
    """The colleague who answers for the position that day: the responsible adviser, or who stands in; never a client's."""
    if away := stand_ins.stand_in_of(ad.order.adviser_id, on):
        return away.stand_in
    adviser = ad.order.adviser
    return adviser if adviser.is_active and adviser.is_staff else None
