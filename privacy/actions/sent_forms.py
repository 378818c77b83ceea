"""A form that is sent twice (a double click, the way back, a second try) does once what it says."""

import datetime
import uuid

from django.db import transaction

from privacy.models import SentForm

KEPT = datetime.timedelta(days=7)  # nobody goes back to an older page and sends it


class SentBefore(Exception):
    """What this form says was done by the first of the two."""


@transaction.atomic
def take(*, key: uuid.UUID, at: datetime.datetime) -> None:
    """In the transaction of what is done. Whoever sends the same form meanwhile waits for its end. Raises `SentBefore`."""
    _form, is_first = SentForm.objects.get_or_create(key=key, defaults={"at": at})
    if not is_first:
        raise SentBefore


def is_known(*, key: uuid.UUID) -> bool:
    return SentForm.objects.filter(key=key).exists()


def give_back(*, key: uuid.UUID) -> None:
    """It was refused: put right, the same form may be sent again."""
    SentForm.objects.filter(key=key).delete()


def forget(*, at: datetime.datetime) -> int:
    return SentForm.objects.filter(at__lt=at - KEPT).delete()[0]
