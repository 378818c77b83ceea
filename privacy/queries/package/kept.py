"""Until when each row is kept, and why: by its own storage time, else with the row it goes with."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext

from privacy.deadlines import Period
from privacy.decide import Key
from privacy.declarations import Declaration
from privacy.queries import facts, own_storage, reasons
from privacy.queries.explanations import Explanation


@dataclass(frozen=True)
class Kept:
    """`until` is the first day it is no longer there, None where no day is known; `why` says it in sentences."""

    until: datetime.date | None
    why: tuple[str, ...]

    @property
    def order(self) -> datetime.date:
        return self.until or datetime.date.max


class Keeping:
    """Asked row by row, each after the rows it goes with."""

    def __init__(self, explanation: Explanation) -> None:
        outcomes = {outcome.item.key: outcome for outcome in explanation.decision.outcomes}
        self._items = {
            item.key: Kept(item.due_on, own_storage.decisive(outcomes[item.key])) for item in explanation.items
        }
        self._lengths: dict[str, Period] = facts.approved_periods()
        self._person = Kept(explanation.due_on, (gettext("It goes with the last of what we hold about you."),))
        self._known: dict[Key, Kept] = {}

    def of(self, declaration: Declaration, row: Model, owners: Sequence[Key]) -> Kept:
        key = (declaration.label, str(row.pk))
        self._known[key] = found = min(self._reasons(declaration, row, key, owners), key=lambda kept: kept.order)
        return found

    def _reasons(self, declaration: Declaration, row: Model, key: Key, owners: Sequence[Key]) -> list[Kept]:
        if key in self._items:
            return [self._items[key]]
        if declaration.outlives:
            return [Kept(None, (gettext(declaration.outlives).capitalize(),))]
        theirs = [self._known[owner] for owner in owners if owner in self._known]
        timed = self._by_the_clock(declaration, row)
        return [*([timed] if timed else ()), *theirs] or [self._person]

    def _by_the_clock(self, declaration: Declaration, row: Any) -> Kept | None:
        expiry = declaration.expires
        moment = expiry.moment(row) if expiry and not expiry.blank else None
        if expiry is None or moment is None or expiry.period not in self._lengths:
            return None
        day = self._lengths[expiry.period].after(timezone.localdate(moment))
        return Kept(day, (gettext("Kept for a fixed time: until %(day)s.") % {"day": reasons.day(day)},))
