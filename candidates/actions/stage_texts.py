"""The texts advisers begin with: written and changed by the manager."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from candidates.models import StageText
from privacy.ports import Actor
from privacy.validators import holds_national_id


class NotTheManager(Exception):
    """Only the manager says what the agency says."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class Words(TypedDict):
    stage: str
    name: str
    subject_line_nb: str
    text_nb: str
    subject_line_en: str
    text_en: str
    is_in_use: bool


@transaction.atomic
def write(*, by: Actor, at: datetime.datetime, **words: Unpack[Words]) -> StageText:
    _refuse(by, words)
    return StageText.objects.create(changed_by_id=by.pk, changed_at=at, **words)


@transaction.atomic
def change(*, text: StageText, by: Actor, at: datetime.datetime, **words: Unpack[Words]) -> None:
    _refuse(by, words)
    StageText.objects.filter(pk=text.pk).update(changed_by=by.pk, changed_at=at, **words)


def _refuse(by: Actor, words: Words) -> None:
    if not by.has_role("manager"):
        raise NotTheManager
    if any(holds_national_id(str(each)) for each in words.values()):
        raise HoldsNumber
