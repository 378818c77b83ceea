"""Screening questions: what an ad asks an applicant, and why. A machine shows the answers and does nothing with them."""

import datetime

from django.db import transaction

from clients.choices import AnswerKind
from clients.models import JobAd, JobOrder, ScreeningQuestion
from privacy.ports import Actor

MOST = 8
MOST_CHOICES = 12


class TooManyQuestions(Exception):
    """An application is a few minutes' work, no examination."""


class AskedAlready(Exception):
    """The ad asks this."""


class AdIsClosed(Exception):
    """Nobody answers a closed ad."""


class NotAsked(Exception):
    """The question is no longer asked."""


@transaction.atomic
def ask(
    *, ad: JobAd, text: str, reason: str, kind: str, choices: tuple[str, ...] = (), is_required: bool = False,
    by: Actor, at: datetime.datetime,
) -> ScreeningQuestion:  # fmt: skip
    """One more question, from now on. Raises `AdIsClosed`, `AskedAlready`, `TooManyQuestions`."""
    fresh = _locked(ad)
    if fresh.closed_at:
        raise AdIsClosed
    asked = list(fresh.questions.in_use().values_list("text", flat=True))
    if text in asked:
        raise AskedAlready
    if len(asked) >= MOST:
        raise TooManyQuestions
    return ScreeningQuestion.objects.create(
        ad=fresh, text=text, reason=reason, kind=kind, is_required=is_required, written_by_id=by.pk, written_at=at,
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
