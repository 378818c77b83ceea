"""The rule for what a law makes us keep, whatever its person asks (GDPR art. 17(3)(b))."""

import datetime
from dataclasses import dataclass

from privacy.decide import Ground
from privacy.grounds.known import Found, Known, Row, civil_day


@dataclass(frozen=True)
class Statutory:
    """Kept until `period` after the end of the financial year of `anchor` (bokføringsloven § 13), also against the
    person's wish; a minimum, so that a day that does not exist is rounded up.

    While the anchor is empty, `while_empty` names the open ground ("the agreement is in force"); so it does while
    nobody has approved how long: what the law keeps does not go because a number is missing. It keeps its own row and
    nothing that only follows the person.
    """

    anchor: str
    period: str
    while_empty: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.anchor,)

    @property
    def periods(self) -> tuple[str, ...]:
        return (self.period,)

    def read(self, row: Row, known: Known) -> Found:
        moment, length = row[self.anchor], known.periods.get(self.period)
        if moment is None or length is None:
            return Found((Ground(self.while_empty, None, mandatory=True),), stands_alone=True)
        next_year = datetime.date(civil_day(moment).year + 1, 1, 1)
        until = length.after(next_year, at_least=True)
        return Found((Ground(self.period, until, mandatory=True),), stands_alone=True)
