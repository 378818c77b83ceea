"""Screening questions: what an ad asks an applicant, and why. A machine shows the answers and does nothing with them."""

import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from clients.choices import AnswerKind
from clients.models import JobAd, JobOrder, ScreeningQuestion
from clients.queries import asking
from privacy.ports import Actor

MOST = 8
MOST_CHOICES = 12


class Words(TypedDict):
    text: str
    reason: str
    kind: str
    is_required: NotRequired[bool]
    asks_ground: NotRequired[str]
    asks_because: NotRequired[str]


class TooManyQuestions(Exception):
    """An application is a few minutes' work, no examination."""


class AskedAlready(Exception):
    """The ad asks this."""


class AdIsClosed(Exception):
    """Nobody answers a closed ad."""


class NeedsReason(Exception):
    """It seems to ask what may seldom be asked (likestillingsloven § 30): take it out, or say why it may be here."""


class NotAsked(Exception):
    """The question is no longer asked."""


@transaction.atomic
def ask(
    *, ad: JobAd, by: Actor, at: datetime.datetime, choices: tuple[str, ...] = (), **said: Unpack[Words]
) -> ScreeningQuestion:
    """One more question, from now on. Raises `AdIsClosed`, `AskedAlready`, `TooManyQuestions`, `NeedsReason`."""
    fresh = _locked(ad)
    if fresh.closed_at:
        raise AdIsClosed
    asked = list(fresh.questions.in_use().values_list("text", flat=True))
    if said["text"] in asked:
        raise AskedAlready
    if len(asked) >= MOST:
        raise TooManyQuestions
    lines = "\n".join(choices) if said["kind"] == AnswerKind.CHOICE else ""
    found = asking.of((said["text"], lines), order_id=fresh.order_id)
    if found and not (said.get("asks_ground") and said.get("asks_because", "").strip()):
        raise NeedsReason
    return ScreeningQuestion.objects.create(
        ad=fresh, choices=lines, asks=sorted(found), written_by_id=by.pk, written_at=at, **said
    )


@transaction.atomic
def end(*, question: ScreeningQuestion, by: Actor, at: datetime.datetime) -> None:
    """Ask it no more. What was answered stays with each application. Raises `NotAsked`."""
    _locked(question.ad)
    if not ScreeningQuestion.objects.in_use().filter(pk=question.pk).update(ended_at=at, ended_by_id=by.pk):
        raise NotAsked


def _locked(ad: JobAd) -> JobAd:
    """The order first, as closing an order does."""
    JobOrder.objects.select_for_update(no_key=True).get(pk=ad.order_id)
    return JobAd.objects.select_for_update(no_key=True).get(pk=ad.pk)
