"""The rule for what is kept while something runs, and a while after it ended."""

import datetime
from dataclasses import dataclass

from privacy.decide import Ground
from privacy.grounds.known import Found, Known, Row, civil_day


@dataclass(frozen=True)
class WhileRunning:
    """Kept through the day of `anchor`, whatever is asked (`while_running`), and `period` after it as long as nobody asks.

    While the anchor is empty it has no end. A last day agreed in advance is a day like any other.
    """

    anchor: str
    period: str
    while_running: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.anchor,)

    @property
    def periods(self) -> tuple[str, ...]:
        return (self.period,)

    def read(self, row: Row, known: Known) -> Found:
        moment = row[self.anchor]
        if moment is None:
            return Found((Ground(self.while_running, None, mandatory=True),))
        last = civil_day(moment)
        running = Ground(self.while_running, last + datetime.timedelta(days=1), mandatory=True)
        if self.period not in known.periods:
            return Found((running,), missing=(f"period:{self.period}",))
        return Found((running, Ground(self.period, known.periods[self.period].after(last))))
