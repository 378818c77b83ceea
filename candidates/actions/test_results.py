"""Test results: written down with an explanation, told to the candidate, and good for nothing before they saw it."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates import emails
from candidates.emails.references import test_result
from candidates.models import Application, TestResult
from candidates.queries import people
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.validators import holds_national_id

ACTIVITY = "tests_interviews"
OLDEST = datetime.timedelta(days=2 * 366)


class NotTaken(Exception):
    """The day has not come."""


class TooOld(Exception):
    """It was taken so long ago that it says nothing about the candidate now."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class AlreadySeen(Exception):
    """What the candidate has seen is not changed."""


@transaction.atomic
def note(
    *, application: Application, kind: str, taken_on: datetime.date, result: str, explanation: str, by: Actor,
    at: datetime.datetime,
) -> TestResult:  # fmt: skip
    """Write it down; the candidate is told that it is there to be read. Raises `NotTaken`, `TooOld`, `HoldsNumber`."""
    if taken_on > timezone.localdate(at):
        raise NotTaken
    if taken_on < timezone.localdate(at) - OLDEST:
        raise TooOld
    if holds_national_id(f"{kind}\n{result}\n{explanation}"):
        raise HoldsNumber
    subjects.lock(application.candidate.subject_id)
    fresh = subjects.fresh(application, by=by)
    noted = TestResult.objects.create(
        application=fresh, kind=kind, taken_on=taken_on, result=result, explanation=explanation, noted_by_id=by.pk,
        noted_at=at,
    )  # fmt: skip
    if to := people.confirmed_address_of(fresh.candidate):
        language = emails.language_for(fresh)
        mails.queue(test_result(fresh), to=to, subject_id=fresh.candidate.subject_id, language=language, at=at)
    _record(noted, by, at, "result")
    return noted


@transaction.atomic
def remove(*, result: TestResult, by: Actor, at: datetime.datetime) -> None:
    """Written down wrongly: gone, before the candidate has read it. Raises `AlreadySeen`, `PersonIsGone`."""
    subjects.lock(result.application.candidate.subject_id)
    fresh = subjects.fresh(result, by=by)
    if fresh.shown_at:
        raise AlreadySeen
    TestResult.objects.filter(pk=fresh.pk).delete()
    _record(fresh, by, at, "result")


@transaction.atomic
def shown(*, application: Application, by: Actor, at: datetime.datetime) -> None:
    """The candidate has the results of an application before them."""
    subjects.lock(application.candidate.subject_id)
    for each in TestResult.objects.filter(application=application, shown_at=None).select_related(
        "application__candidate"
    ):
        TestResult.objects.filter(pk=each.pk).update(shown_at=at)
        _record(each, by, at, "shown_at")


def _record(result: TestResult, by: Actor, at: datetime.datetime, field: str) -> None:
    person = result.application.candidate.subject_id
    trail.record(Verb.CHANGED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=[field], obj=result)
    retention.refresh(person)
