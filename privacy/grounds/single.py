"""Rules that read one date, or none."""

from dataclasses import dataclass

from privacy.decide import Ground
from privacy.grounds.known import Found, Known, Row, civil_day


@dataclass(frozen=True)
class Until:
    """Kept until `period` after the day of `anchor`.

    While the anchor is empty: `while_empty` names the open ground ("as long as the case is open"); without it the
    anchor is a missing fact. `optional` says that an empty anchor simply gives nothing.
    """

    anchor: str
    period: str
    while_empty: str = ""
    optional: bool = False

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.anchor,)

    @property
    def periods(self) -> tuple[str, ...]:
        return (self.period,)

    def read(self, row: Row, known: Known) -> Found:
        moment = row[self.anchor]
        if moment is None:
            return self._empty()
        if self.period not in known.periods:
            return Found(missing=(f"period:{self.period}",))
        return Found((Ground(self.period, known.periods[self.period].after(civil_day(moment))),))

    def _empty(self) -> Found:
        if self.while_empty:
            return Found((Ground(self.while_empty, None),))
        return Found() if self.optional else Found(missing=(self.anchor,))


@dataclass(frozen=True)
class WhileUntold:
    """For what came from others: no longer than `period` after it came, as long as the person is not told (GDPR art. 14).

    `source` is the foreign key to the `Collection` it came with; told, or without one, it gives no end.
    """

    source: str
    period: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return (f"{self.source}__collected_at", f"{self.source}__informed_at")

    @property
    def periods(self) -> tuple[str, ...]:
        return (self.period,)

    def read(self, row: Row, known: Known) -> Found:
        came_at, told_at = (row[lookup] for lookup in self.lookups)
        if came_at is None or told_at or self.period not in known.periods:
            return Found()
        return Found((Ground(self.period, known.periods[self.period].after(civil_day(came_at))),))


@dataclass(frozen=True)
class FollowsPerson:
    """Gives no reason to keep anything: goes with the person, and no later than `at_most`."""

    at_most: Until | None = None

    @property
    def lookups(self) -> tuple[str, ...]:
        return self.at_most.lookups if self.at_most else ()

    @property
    def periods(self) -> tuple[str, ...]:
        return self.at_most.periods if self.at_most else ()

    def read(self, row: Row, known: Known) -> Found:
        ends = self.at_most.read(row, known).grounds if self.at_most else ()
        return Found(follows_person=True, at_most=ends[0] if ends else None)


@dataclass(frozen=True)
class Standing:
    """Kept as long as the row says so, for a reason that no request ends (somebody works here)."""

    code: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return ()

    @property
    def periods(self) -> tuple[str, ...]:
        return ()

    def read(self, row: Row, known: Known) -> Found:
        return Found((Ground(self.code, None, mandatory=True),))
