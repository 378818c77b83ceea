"""Calendar arithmetic, in whole civil days of the agency's time zone."""

import calendar
import datetime
from dataclasses import dataclass
from functools import lru_cache

import holidays
from django.utils import timezone

from privacy.choices import PeriodUnit


@dataclass(frozen=True)
class Period:
    """A length of time as the law writes it: `2 years`, `3 months`, `30 days`."""

    length: int
    unit: str

    def after(self, day: datetime.date, *, at_least: bool = False) -> datetime.date:
        """The day this long after `day`.

        A day that does not exist (29 February, 31 April) is rounded down for a maximum storage time, so that nothing
        stays a day too long, and up for a statutory minimum (`at_least`), so that nothing goes a day too soon.
        """
        if self.unit == PeriodUnit.DAYS:
            return day + datetime.timedelta(days=self.length)
        return add_months(day, self.length * (12 if self.unit == PeriodUnit.YEARS else 1), round_up=at_least)


@lru_cache(maxsize=4096)
def add_months(day: datetime.date, months: int, *, round_up: bool = False) -> datetime.date:
    """The same day number `months` later; where the month is too short its last day, or the next day if `round_up`."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    last = calendar.monthrange(year, month)[1]
    if day.day <= last:
        return day.replace(year=year, month=month)
    end = datetime.date(year, month, last)
    return end + datetime.timedelta(days=1) if round_up else end


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment this civil day begins."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def latest_over(length: Period, at: datetime.datetime) -> datetime.datetime:
    """The first moment whose day plus `length` is after today: what is from before it is over."""
    today = timezone.localdate(at)
    day = today
    while length.after(day) > today:
        day -= datetime.timedelta(days=1)
    return midnight(day + datetime.timedelta(days=1))


@lru_cache(maxsize=16)
def _norwegian_holidays(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("NO", years=year, include_sundays=False))


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in _norwegian_holidays(day.year)


def next_working_day(day: datetime.date) -> datetime.date:
    """`day` itself, or the first day after it that is no Saturday, Sunday or Norwegian holiday."""
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return day


def working_days_after(day: datetime.date, number: int) -> datetime.date:
    """The last of the `number` working days that follow `day`."""
    for _each in range(number):
        day = next_working_day(day + datetime.timedelta(days=1))
    return day


def answer_by(received: datetime.date) -> datetime.date:
    """When a person must have an answer: one calendar month from receipt, then the next working day.

    GDPR art. 12(3); counting as in Regulation 1182/71.
    """
    return next_working_day(add_months(received, 1))


def extended_answer_by(received: datetime.date) -> datetime.date:
    """The latest day when the time was extended: two further months, three in all (GDPR art. 12(3))."""
    return next_working_day(add_months(received, 3))


BREACH_WITHIN = datetime.timedelta(hours=72)


def report_breach_by(aware_at: datetime.datetime) -> datetime.datetime:
    """72 clock hours, weekends and the change of the clock included (GDPR art. 33(1)).

    Reckoned in UTC: Python adds to a local time what the wall clock shows, which is an hour more or less twice a year.
    """
    return aware_at.astimezone(datetime.UTC) + BREACH_WITHIN
