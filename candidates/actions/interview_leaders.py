"""Interviews a colleague who leaves was to lead: another leads them, and the candidate is told whom they will meet (P64)."""

import datetime
import uuid

from django.db import IntegrityError, transaction

from candidates.actions import interview_mails as telling
from candidates.choices.interviews import InterviewState
from candidates.models import Interview
from candidates.queries import interviews as reading
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "applications"


def hand_over(*, account: Actor, to: Actor, by: Actor, at: datetime.datetime) -> int:
    """Each by itself; those of persons set aside are handed over too, and they are told nothing."""
    ahead = Interview.objects.ahead().filter(led_by=account.pk).order_by("pk")
    return sum([_one(pk, account=account, to=to, by=by, at=at) for pk in ahead.values_list("pk", flat=True)])


@transaction.atomic
def _one(pk: uuid.UUID, *, account: Actor, to: Actor, by: Actor, at: datetime.datetime) -> bool:
    whose = Interview.objects.filter(pk=pk).values_list("candidate__subject", flat=True).first()
    if whose is None or not subjects.lock_who_is_left(whose, to.subject_id):
        return False
    interview = reading.shown().ahead().filter(pk=pk, led_by=account.pk).first()
    if interview is None:
        return False
    is_to_come = interview.state == InterviewState.SET and interview.starts_at is not None and interview.starts_at > at
    _take_over(interview, to, is_told=is_to_come)
    person = interview.candidate.subject_id
    trail.record(Verb.CHANGED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=["led_by"], obj=interview)
    if is_to_come and Interview.objects.unrestricted().filter(pk=pk).exists():
        telling.tell_new_leader(interview=reading.shown().get(pk=pk), at=at)
    retention.refresh(person)
    return True


def _take_over(interview: Interview, to: Actor, *, is_told: bool) -> None:
    """Whoever takes over may have somebody else to meet then: both stand, and are marked until one is moved."""
    mine = Interview.objects.filter(pk=interview.pk)
    mine.update(sequence=interview.sequence + is_told)
    try:
        with transaction.atomic():
            mine.update(led_by=to.pk)
    except IntegrityError:
        mine.update(led_by=to.pk, overlaps=True)
