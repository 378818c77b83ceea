"""Interviews that end because something else does: the application, the order, the person. The client is told neutrally."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet

from candidates.actions import interview_mails as telling
from candidates.choices.interviews import InterviewState
from candidates.models import Application, Candidate, Interview
from candidates.queries import interviews as reading
from privacy.actions import retention, subjects


def application_ended(*, application: Application, at: datetime.datetime) -> None:
    """It was withdrawn or rejected, under the candidate's lock: what is ahead does not take place."""
    _cancel(_ahead(Q(application=application), at), at)


def order_closed(*, order_id: int, at: datetime.datetime) -> None:
    """The order was closed: so are its conversations. Hung on `clients.registries`, in the closing transaction."""
    ahead = _ahead(Q(application__job_order=order_id), at)
    persons = set(ahead.values_list("application__candidate__subject", flat=True))
    roots = subjects.lock_who_is_left(*persons)
    _cancel(ahead, at)
    retention.refresh(*roots.values())


def before_erasure(*, numbers: Iterable[UUID], keys: Iterable[tuple[str, str]], at: datetime.datetime) -> None:
    """Persons, or applications by themselves, are about to go: the client hears that nobody comes, by number.

    Hung on `privacy.registries`, in the transaction that erases.
    """
    applications = [key for label, key in keys if label == Application._meta.label]
    going = Q(application__candidate__subject__in=list(numbers)) | Q(application__in=applications)
    for interview in reading.shown().select_related("contact").filter(going).exclude(contact=None).order_by("pk"):
        telling.wipe(interview=interview)
    for interview in _ahead(going, at).filter(state=InterviewState.SET):
        telling.say_farewell(interview=interview, at=at)


def set_aside(*, subject_id: UUID, at: datetime.datetime) -> None:
    """The person's data were set aside, all or those of the application: nobody is met on them any more.

    Hung on `privacy.registries`, under the person's lock. A restriction of something else leaves the interviews.
    """
    hidden = Q(application__candidate__subject=subject_id) & ~Q(pk__in=Interview.objects.unrestricted().values("pk"))
    _cancel(_ahead(hidden, at), at, is_set_aside=True)


def go_over(*, lost: Candidate, into: Candidate) -> None:
    """Two numbers are one person: the applications went over already, their interviews follow. Nothing is lost.

    Where the one person was to be in two places both stand, marked: somebody here moves one of them.
    """
    for interview in Interview.objects.filter(candidate=lost).order_by("pk"):
        clash = interview.state == InterviewState.SET and reading.at_the_same_time(interview, candidate=into).exists()
        Interview.objects.filter(pk=interview.pk).update(candidate=into, overlaps=interview.overlaps or clash)


def _ahead(rows: Q, at: datetime.datetime) -> QuerySet[Interview]:
    not_over = Q(starts_at=None) | Q(starts_at__gt=at)
    return reading.shown().select_related("contact").ahead().filter(rows, not_over).order_by("pk")


def _cancel(ahead: QuerySet[Interview], at: datetime.datetime, *, is_set_aside: bool = False) -> None:
    for interview in list(ahead):
        Interview.objects.filter(pk=interview.pk).update(state=InterviewState.CANCELLED, sequence=F("sequence") + 1)
        interview.state, interview.sequence = InterviewState.CANCELLED, interview.sequence + 1
        telling.tell_candidate_cancelled(interview=interview, at=at, is_set_aside=is_set_aside)
        telling.say_farewell(interview=interview, at=at)
