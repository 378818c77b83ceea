"""The texts advisers begin with: written and changed by the manager."""

import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from candidates.models import StageText
from clients.queries import asking
from privacy.ports import Actor
from privacy.validators import holds_national_id


class NotTheManager(Exception):
    """Only the manager says what the agency says."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class NeedsReason(Exception):
    """It seems to ask what may seldom be asked (likestillingsloven § 30): take it out, or say why."""


class Words(TypedDict):
    stage: str
    name: str
    subject_line_nb: str
    text_nb: str
    subject_line_en: str
    text_en: str
    is_in_use: bool
    asks_ground: NotRequired[str]
    asks_because: NotRequired[str]


@transaction.atomic
def write(*, by: Actor, at: datetime.datetime, **words: Unpack[Words]) -> StageText:
    """Raises `NotTheManager`, `HoldsNumber`, and `NeedsReason` for a text in use."""
    _refuse(by, words)
    return StageText.objects.create(changed_by_id=by.pk, changed_at=at, asks=_asks(words), **words)


@transaction.atomic
def change(*, text: StageText, by: Actor, at: datetime.datetime, **words: Unpack[Words]) -> None:
    """Raises as `write`."""
    _refuse(by, words)
    StageText.objects.filter(pk=text.pk).update(changed_by=by.pk, changed_at=at, asks=_asks(words), **words)


def _asks(words: Words) -> list[str]:
    """What it seems to ask, in either language; a text that is in use and asks has a reason."""
    said = (words["subject_line_nb"], words["text_nb"], words["subject_line_en"], words["text_en"])
    found = asking.of(said, order_id=None)
    says_why = words.get("asks_ground") and words.get("asks_because", "").strip()
    if found and words["is_in_use"] and not says_why:
        raise NeedsReason
    return sorted(found)


def _refuse(by: Actor, words: Words) -> None:
    if not by.has_role("manager"):
        raise NotTheManager
    if any(holds_national_id(str(each)) for each in words.values()):
        raise HoldsNumber
