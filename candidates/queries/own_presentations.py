"""Presentations as a contact person finds them on the own page: opened without the e-mail, by who reads its address.

An account whose confirmed address is the contact person's has proved the mailbox, as the code by e-mail does. The link
made here says which reader is meant and opens nothing for anybody else; the link in the e-mail goes on working.
"""

import datetime
import uuid
from typing import Any

from django.core import signing
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Value

from candidates.choices.presentations import ItemKind
from candidates.models import PresentationItem, PresentationReader
from candidates.queries import presentations
from clients.queries import readers
from privacy.ports import Actor

SALT = "candidates.own-presentation"


def of_user(user: Actor) -> QuerySet[PresentationReader]:
    """What was sent to this account's own contact persons and not taken back from them, ended or not."""
    rows = PresentationReader.objects.standing().unrestricted().filter(contact__in=readers.contacts_of(user))
    return rows.exclude(presentation__sent_at=None)


def listed(user: Actor, *, at: datetime.datetime) -> QuerySet[PresentationReader]:
    """With `is_open`: whether anybody is shown now, as the database answers it at each request. The newest first."""
    shown = Func(
        F("presentation"), F("candidate"), OuterRef("pk"), Value(at), function="candidates_is_shown",
        output_field=BooleanField(),
    )  # fmt: skip
    people = PresentationItem.objects.filter(presentation=OuterRef("presentation"), kind=ItemKind.INTRODUCTION)
    rows = of_user(user).select_related("contact", "presentation__job_order__company")
    return rows.annotate(is_open=Exists(people.alias(shown=shown).filter(shown=True))).order_by(
        "-presentation__sent_at", "pk"
    )


def token(reader: PresentationReader) -> str:
    return signing.Signer(salt=SALT).sign(str(reader.pk))


def is_ours(text: str) -> bool:
    """Whether it is a link of an own page, and of which only its own account is told more."""
    return _read(text) is not None


def by_token(text: str, user: Any) -> PresentationReader | None:
    """The reader this account is; None for everybody else, and for the links of the e-mails."""
    number = _read(text)
    if number is None or not user.is_authenticated or not of_user(user).filter(pk=number).exists():
        return None
    return presentations.readers().filter(pk=number).first()


def _read(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(signing.Signer(salt=SALT).unsign(text))
    except (signing.BadSignature, ValueError):
        return None
