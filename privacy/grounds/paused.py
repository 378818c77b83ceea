"""The rule whose clock stands still while something else is a reason to know the person."""

import datetime
from dataclasses import dataclass, replace

from privacy.decide import Ground
from privacy.grounds.known import Found, Known, Pause, Row, civil_day
from privacy.grounds.single import Until

CLOCK_STOPPED = "clock_stopped"  # the code of the ground that stands meanwhile


@dataclass(frozen=True)
class Paused(Until):
    """As `Until`, but that its clock stands still through the person's pauses, and then goes on with what was left.

    A pause that begins when the time is over already gives nothing back. It ends later than `Until` says, never sooner:
    what the database works out for `Until` may be too early, never too late.
    """

    def read(self, row: Row, known: Known) -> Found:
        found = super().read(row, known)
        if not known.pauses or row[self.anchor] is None:
            return found
        began = civil_day(row[self.anchor])
        return replace(found, grounds=tuple(_moved(ground, began, known.pauses) for ground in found.grounds))


def _moved(ground: Ground, began: datetime.date, pauses: tuple[Pause, ...]) -> Ground:
    until = ground.until
    for pause in sorted(pauses, key=lambda each: each.first):
        stops = max(pause.first, began)
        if until is None or stops >= until:
            break
        if pause.last is None:
            return Ground(CLOCK_STOPPED, None)
        began = max(began, pause.last + datetime.timedelta(days=1))
        until += max(began - stops, datetime.timedelta())
    return replace(ground, until=until)
