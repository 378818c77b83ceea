"""Screening questions: what an ad asks an applicant, and why. A machine shows the answers and does nothing with them."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from clients.choices import AnswerKind
from clients.models import JobAd, JobOrder, ScreeningQuestion
from clients.queries import asking
from privacy.ports import Actor

MOST = 8
MOST_CHOICES = 12


class More(TypedDict, total=False):
    """What only some questions have: answers to choose among, and what makes it lawful to ask."""

    choices: tuple[str, ...]
    is_required: bool
    asks_ground: str


class TooManyQuestions(Exception):
    """An application is a few minutes' work, no examination."""


class AskedAlready(Exception):
    """The ad asks this."""


class AdIsClosed(Exception):
    """Nobody answers a closed ad."""


class NotAsked(Exception):
    """The question is no longer asked."""


class NeedsGround(Exception):
    """It asks what the law seldom allows (likestillingsloven § 30): say what makes it lawful here, or ask otherwise."""


@transaction.atomic
def ask(
    *, ad: JobAd, text: str, reason: str, kind: str, by: Actor, at: datetime.datetime, **more: Unpack[More]
) -> ScreeningQuestion:
    """One more question, from now on. Raises `AdIsClosed`, `AskedAlready`, `TooManyQuestions`, `NeedsGround`."""
    fresh = _locked(ad)
    if fresh.closed_at:
        raise AdIsClosed
    asked = list(fresh.questions.in_use().values_list("text", flat=True))
    if text in asked:
        raise AskedAlready
    if len(asked) >= MOST:
        raise TooManyQuestions
    choices, ground = more.get("choices", ()), more.get("asks_ground", "")
    asks = sorted(asking.of((text, *choices), order_id=fresh.order_id))
    if asks and not ground:
        raise NeedsGround
    return ScreeningQuestion.objects.create(
        asks=asks, asks_ground=ground if asks else "", asks_because=reason if asks else "",
        ad=fresh, text=text, reason=reason, kind=kind, is_required=more.get("is_required", False), written_by_id=by.pk, written_at=at,
        choices="\n".join(choices) if kind == AnswerKind.CHOICE else "",
    )  # fmt: skip


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
