"""The stretches of time figures are counted over: whole calendar quarters, and what a row ending in one belongs to."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

# As long as an applicant's data are kept at the least; before that most people are gone and the figures would be too low.
QUARTERS = 9


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def begins(self) -> datetime.datetime:
        """Its first moment here in Norway."""
        return datetime.datetime(self.year, 3 * self.number - 2, 1, tzinfo=timezone.get_default_timezone())

    @property
    def ends(self) -> datetime.datetime:
        return self.later(1).begins

    def later(self, by: int) -> "Quarter":
        year, number = divmod(self.year * 4 + self.number - 1 + by, 4)
        return Quarter(year, number + 1)


def quarter_of(day: datetime.date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def latest(today: datetime.date) -> list[Quarter]:
    """This quarter and those before it, the newest first."""
    return [quarter_of(today).later(-back) for back in range(QUARTERS)]


@dataclass(frozen=True)
class Span:
    """From the first moment of one quarter to the last of another."""

    first: Quarter
    last: Quarter

    @property
    def between(self) -> tuple[datetime.datetime, datetime.datetime]:
        """The first moment in it, and the first behind it."""
        return self.first.begins, self.last.ends


def spans(today: datetime.date) -> dict[str, Span]:
    """What may be asked for, by the word of the address: the last four quarters, all of them, or one."""
    quarters = latest(today)
    whole = {"year": Span(quarters[3], quarters[0]), "all": Span(quarters[-1], quarters[0])}
    return whole | {str(each): Span(each, each) for each in quarters}
