"""Nobody is in two places: the candidate, who leads it from us, who takes part for the client. Part of the actions' steps."""

import datetime

from django.db import IntegrityError, transaction

from candidates.models import Interview
from candidates.queries import interviews as reading


class Overlaps(Exception):
    """The candidate has another interview at that time."""


class LeaderIsBusy(Exception):
    """Whoever leads it from us leads another interview at that time."""


class ContactIsBusy(Exception):
    """Whoever takes part for the client is in another interview at that time."""


class TimeIsTaken(Exception):
    """At one of the times to choose among, somebody who takes part is in another interview."""


WHO: dict[str, type[Exception]] = {"candidate": Overlaps, "led_by": LeaderIsBusy, "contact": ContactIsBusy}
RULES: dict[str, type[Exception]] = {
    "interview_one_at_a_time": Overlaps,
    "interview_one_at_a_time_led_by": LeaderIsBusy,
    "interview_one_at_a_time_contact": ContactIsBusy,
}


def book(interview: Interview, starts_at: datetime.datetime) -> None:
    """Write it down for then. Raises `Overlaps`, `LeaderIsBusy`, `ContactIsBusy`; of two at once the database lets one in."""
    interview.starts_at = starts_at
    interview.ends_at = starts_at + datetime.timedelta(minutes=interview.minutes)
    for part, refusal in WHO.items():
        one = getattr(interview, f"{part}_id")
        if one and reading.at_the_same_time(interview, **{part: one}).exists():
            raise refusal
    try:
        with transaction.atomic():
            interview.save()
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if broken not in RULES:
            raise
        raise RULES[broken] from error


def refuse_taken(*, interview: Interview, at: datetime.datetime) -> None:
    """Nobody is offered a time at which one of those who take part is elsewhere. Raises `TimeIsTaken`."""
    if reading.times_to_choose(interview, at=at).count() < interview.times.filter(starts_at__gt=at).count():
        raise TimeIsTaken
