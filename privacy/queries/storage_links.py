"""The link in an e-mail that lets its reader say "keep it" or "delete it", without logging in.

It stands for having read what was sent to that address, as a login code does: it ends with its day, and with the
address. What it opens changes nothing before a button is pressed.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.core import signing

from privacy.models import Subject
from privacy.ports import Actor
from privacy.queries import addressed

SALT = "privacy.storage_link"


class LinkUnknown(Exception):
    """Nobody of ours made this link."""


class LinkOver(Exception):
    """Its day has come, or the address it was sent to is the person's no more."""


class LinkGone(Exception):
    """Whom it was sent to has been erased."""


@dataclass(frozen=True)
class StorageLink:
    """Whose data it is about (`subject_id`, a root) and the account that answers by it."""

    subject_id: uuid.UUID
    account: Actor


def token(*, subject_id: uuid.UUID, email: str, until: datetime.date) -> str:
    """Signed, for this purpose only. Works for the person as long as `email` is theirs, before the day `until`."""
    words = {"person": str(subject_id), "address": addressed.mark(email, salt=SALT), "until": until.isoformat()}
    return signing.Signer(salt=SALT).sign_object(words)


def read(token: str, *, today: datetime.date) -> StorageLink:
    """Whose link this is. Raises `LinkUnknown`, `LinkOver`, `LinkGone`."""
    try:
        words = signing.Signer(salt=SALT).unsign_object(token)
        subject_id, address = uuid.UUID(words["person"]), str(words["address"])
        until = datetime.date.fromisoformat(words["until"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise LinkUnknown from error
    person = Subject.objects.filter(pk=subject_id).first()
    if person is None:
        raise LinkGone
    account = addressed.account_at(address, person.root_id, salt=SALT)
    if today >= until or account is None:
        raise LinkOver
    return StorageLink(person.root_id, account)
