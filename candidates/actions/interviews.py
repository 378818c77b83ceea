"""Interviews: times proposed and chosen, or one set; moved, cancelled, held. What ends by other means: `interview_ends`."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from candidates.actions import interview_mails as telling
from candidates.actions.interview_booking import ContactIsBusy, LeaderIsBusy, Overlaps, TimeIsTaken, book, refuse_taken
from candidates.actions.interview_terms import (
    BlockedEmployer,
    InThePast,
    Meeting,
    NotConfirmed,
    NoTimes,
    NotInProcess,
    NotOfTheClient,
    hold_order,
    locked_application,
    made,
    refuse_times,
)
from candidates.choices.interviews import InterviewState
from candidates.models import Application, Interview, InterviewTime
from candidates.queries import interviews as reading
from clients.models import ClientContact
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

__all__ = [
    "BlockedEmployer", "ContactIsBusy", "InThePast", "LeaderIsBusy", "Meeting", "NoTimes", "NotConfirmed",
    "NotInProcess", "NotOfTheClient", "Overlaps", "TimeIsTaken",
]  # fmt: skip

ACTIVITY = "applications"


class AlreadyProposed(Exception):
    """Times for this application wait for an answer already."""


class NotAhead(Exception):
    """It was held or cancelled, or nothing was proposed or set that this could be done to."""


class NotAmongThem(Exception):
    """This time was not proposed, or is over."""


class TooEarly(Exception):
    """Nothing is held before it begins."""


@transaction.atomic
def propose(
    *, application: Application, meeting: Meeting, times: Sequence[datetime.datetime], answer_by: datetime.date,
    by: Actor, at: datetime.datetime,
) -> Interview:  # fmt: skip
    """Let the candidate choose among these times, by a link or on My page.

    Raises `NotInProcess`, `NotConfirmed`, `NotOfTheClient`, `BlockedEmployer`, `NoTimes`, `InThePast`, `TimeIsTaken`,
    `AlreadyProposed`.
    """
    fresh = locked_application(application=application, meeting=meeting, by=by, at=at)
    refuse_times(times=times, answer_by=answer_by, at=at)
    if fresh.interviews.filter(state=InterviewState.PROPOSED).exists():
        raise AlreadyProposed
    interview = Interview.objects.create(
        state=InterviewState.PROPOSED, answer_by=answer_by, **made(application=fresh, meeting=meeting, by=by, at=at)
    )
    _offer(interview, times, at)
    _record(interview, by, at, ["times"])
    return interview


@transaction.atomic
def propose_again(
    *,
    interview: Interview,
    times: Sequence[datetime.datetime],
    answer_by: datetime.date,
    by: Actor,
    at: datetime.datetime,
) -> None:
    """Other times, in the place of those proposed. Raises `NotAhead`, `NoTimes`, `InThePast`."""
    fresh = _locked(interview, by=by)
    if fresh.state != InterviewState.PROPOSED:
        raise NotAhead
    refuse_times(times=times, answer_by=answer_by, at=at)
    fresh.answer_by, fresh.none_suits_at = answer_by, None
    fresh.save(update_fields=["answer_by", "none_suits_at"])
    _offer(fresh, times, at)
    _record(fresh, by, at, ["times"])


@transaction.atomic
def set_up(
    *, application: Application, meeting: Meeting, starts_at: datetime.datetime, by: Actor, at: datetime.datetime
) -> Interview:
    """Set a time that was agreed on otherwise; everybody in it gets it for the calendar.

    Raises `NotInProcess`, `NotConfirmed`, `NotOfTheClient`, `BlockedEmployer`, `InThePast`, what `book` raises, and
    `disclosures.NotAllowed`, `NotInformed` where the client takes part.
    """
    fresh = locked_application(application=application, meeting=meeting, by=by, at=at)
    if starts_at <= at:
        raise InThePast
    interview = Interview(state=InterviewState.SET, **made(application=fresh, meeting=meeting, by=by, at=at))
    book(interview, starts_at)
    telling.tell_set(interview=interview, is_moved=False, by=by, at=at)
    _record(interview, by, at, ["starts_at"])
    return interview


@transaction.atomic
def choose(*, interview: Interview, time: int, by: Actor | None, at: datetime.datetime) -> None:
    """The candidate takes one of the times. `by=None`: through the link, which only who reads the address has.

    Raises `NotAhead`, `NotAmongThem`, what `book` raises, `PersonIsGone`, and `IsRestricted`: nothing goes to the client then.
    """
    fresh = _locked_by_candidate(interview, at)
    chosen = reading.times_to_choose(fresh, at=at).filter(pk=time).first()
    if chosen is None:
        raise NotAmongThem
    fresh.state = InterviewState.SET
    book(fresh, chosen.starts_at)
    telling.tell_set(interview=fresh, is_moved=False, by=fresh.made_by, at=at)
    telling.tell_adviser(interview=fresh, at=at)
    _record(fresh, by, at, ["starts_at"])


@transaction.atomic
def none_suits(*, interview: Interview, by: Actor | None, at: datetime.datetime) -> None:
    """None of the times suits the candidate. Raises `NotAhead`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked_by_candidate(interview, at)
    Interview.objects.filter(pk=fresh.pk).update(none_suits_at=at)
    telling.tell_adviser(interview=fresh, at=at)
    _record(fresh, by, at, ["none_suits_at"])


@transaction.atomic
def move(
    *, interview: Interview, starts_at: datetime.datetime, kind: str, minutes: int, place: str, video_link: str,
    by: Actor, at: datetime.datetime,
) -> None:  # fmt: skip
    """Another time, place or length, or a time where some were proposed. Everybody's calendar follows.

    Raises `NotAhead`, `InThePast`, what `book` raises, and `disclosures.NotAllowed`, `NotInformed` where the client takes part.
    """
    fresh = _locked(interview, by=by)
    if not fresh.is_ahead:
        raise NotAhead
    if starts_at <= at:
        raise InThePast
    is_moved = fresh.state == InterviewState.SET
    fresh.kind, fresh.minutes, fresh.place, fresh.video_link = kind, minutes, place, video_link
    fresh.state, fresh.none_suits_at, fresh.overlaps = InterviewState.SET, None, False
    fresh.sequence += is_moved
    book(fresh, starts_at)
    telling.tell_set(interview=fresh, is_moved=is_moved, by=by, at=at)
    _record(fresh, by, at, ["starts_at"])


@transaction.atomic
def cancel(*, interview: Interview, by: Actor, at: datetime.datetime) -> None:
    """It does not take place: everybody who knew of it is told. Raises `NotAhead`."""
    fresh = _locked(interview, by=by)
    if not fresh.is_ahead:
        raise NotAhead
    fresh.state, fresh.sequence = InterviewState.CANCELLED, fresh.sequence + 1
    fresh.save(update_fields=["state", "sequence"])
    telling.tell_cancelled(interview=fresh, at=at)
    _record(fresh, by, at, ["state"])


@transaction.atomic
def note_held(*, interview: Interview, by: Actor, at: datetime.datetime) -> None:
    """It took place. Raises `NotAhead`, `TooEarly`."""
    fresh = _locked(interview, by=by)
    if fresh.state != InterviewState.SET or fresh.starts_at is None:
        raise NotAhead
    if at < fresh.starts_at:
        raise TooEarly
    Interview.objects.filter(pk=fresh.pk).update(state=InterviewState.HELD)
    _record(fresh, by, at, ["state"])


def _offer(interview: Interview, times: Sequence[datetime.datetime], at: datetime.datetime) -> None:
    InterviewTime.objects.filter(interview=interview).delete()
    InterviewTime.objects.bulk_create(
        InterviewTime(interview=interview, starts_at=time) for time in sorted(set(times))
    )  # fmt: skip
    refuse_taken(interview=interview, at=at)
    telling.tell_times(interview=interview, at=at)


def _locked(interview: Interview, *, by: Actor | None) -> Interview:
    """As it is once nobody else can change it, nor what is known of who takes part for the client."""
    hold_order(interview.application)
    person = interview.application.candidate.subject_id
    contacts = ClientContact.objects.filter(interviews=interview).values_list("subject", flat=True)
    if person not in subjects.lock_who_is_left(person, *contacts):
        raise subjects.PersonIsGone
    subjects.fresh(interview, by=by)
    return reading.shown().select_related("made_by", "contact").get(pk=interview.pk)


def _locked_by_candidate(interview: Interview, at: datetime.datetime) -> Interview:
    fresh = _locked(interview, by=None)
    if not Interview.objects.unrestricted().filter(pk=fresh.pk).exists():
        raise subjects.IsRestricted
    if not reading.may_choose(fresh, at=at):
        raise NotAhead
    return fresh


def _record(interview: Interview, by: Actor | None, at: datetime.datetime, fields: list[str]) -> None:
    person = interview.application.candidate.subject_id
    trail.record(Verb.CHANGED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=fields, obj=interview)
    retention.refresh(person)
