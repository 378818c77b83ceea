"""The guide referees are asked by: short, about work, kept by the manager."""

import datetime
from typing import Any

from django.db import transaction

from candidates.models import ReferenceQuestion
from privacy.ports import Actor
from privacy.validators import asked_for, sensitive_words


class NotTheManager(Exception):
    """Only the manager decides what referees are asked."""


class AsksWhatIsNobodysBusiness(Exception):
    """The question names what may not be asked (likestillings- og diskrimineringsloven § 30)."""


@transaction.atomic
def write(*, by: Actor, at: datetime.datetime, **words: Any) -> ReferenceQuestion:
    """Raises `NotTheManager`, `AsksWhatIsNobodysBusiness`."""
    _refuse(by, words)
    return ReferenceQuestion.objects.create(changed_by_id=by.pk, changed_at=at, **words)


@transaction.atomic
def change(*, question: ReferenceQuestion, by: Actor, at: datetime.datetime, **words: Any) -> None:
    """What was answered before keeps the question it was asked by. Raises as `write`."""
    _refuse(by, words)
    ReferenceQuestion.objects.filter(pk=question.pk).update(changed_by=by.pk, changed_at=at, **words)


def _refuse(by: Actor, words: dict[str, Any]) -> None:
    if not by.has_role("manager"):
        raise NotTheManager
    text = f"{words.get('text_nb', '')}\n{words.get('text_en', '')}"
    if sensitive_words(text) or asked_for(text):
        raise AsksWhatIsNobodysBusiness
