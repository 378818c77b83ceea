"""News for clients: written, read as a test, sent once to whom it may be sent."""

import datetime
import uuid
from collections.abc import Iterator
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet

from clients import emails
from clients.models import Newsletter
from clients.queries import newsletters as asked
from privacy.actions import mailings, mails, subjects
from privacy.choices.marketing import MarketingGround
from privacy.emails import Letter
from privacy.models import Mailing, Subject
from privacy.ports import Actor
from privacy.queries import addresses

AUDIENCE = "client_contacts"


class Words(TypedDict):
    """What it says."""

    subject_nb: str
    text_nb: str
    subject_en: str
    text_en: str


class AlreadySent(Exception):
    """It is sent, and what was sent does not change."""


class NotTested(Exception):
    """Nobody has read it as a test since it was last changed."""


class NoAddress(Exception):
    """The account has no confirmed address."""


def write(*, by: Actor, at: datetime.datetime, **words: Unpack[Words]) -> Newsletter:
    """A draft."""
    return Newsletter.objects.create(written_by_id=by.pk, written_at=at, **words)


@transaction.atomic
def change(*, newsletter: Newsletter, by: Actor, at: datetime.datetime, **words: Unpack[Words]) -> None:
    """Changed, it has to be read as a test again. Raises `AlreadySent`."""
    fresh = _locked(newsletter)
    if all(getattr(fresh, field) == value for field, value in words.items()):
        return
    written = {"written_by": by.pk, "written_at": at, "tested_by": None, "tested_at": None}
    Newsletter.objects.filter(pk=fresh.pk).update(**words, **written)


@transaction.atomic
def test(*, newsletter: Newsletter, by: Actor, at: datetime.datetime) -> None:
    """Send it to oneself, in each language it has. Raises `AlreadySent`, `NoAddress`."""
    fresh = _locked(newsletter)
    subjects.lock(by.subject_id)
    reached = addresses.of_person(by.subject_id)
    if reached is None:
        raise NoAddress
    for language in ("nb", "en") if fresh.text_en else ("nb",):
        message = emails.newsletter(fresh, name=str(by), language=language, ground=MarketingGround.CONSENT)
        mails.queue(message, to=reached.email, subject_id=by.subject_id, language=language, at=at, by=by)
    Newsletter.objects.filter(pk=fresh.pk).update(tested_by=by.pk, tested_at=at)


@transaction.atomic
def send(*, newsletter: Newsletter, by: Actor, at: datetime.datetime) -> Mailing:
    """To everybody it may be sent to, by the worker. Raises `AlreadySent`, `NotTested`."""
    fresh = _locked(newsletter)
    if not fresh.tested_at:
        raise NotTested
    Newsletter.objects.filter(pk=fresh.pk).update(sent_by=by.pk, sent_at=at)
    return mailings.order(audience=AUDIENCE, about=str(fresh.pk), by=by, at=at)


def persons(mailing: Mailing) -> QuerySet[Subject]:
    return asked.readers(mailing)


def letters(mailing: Mailing, numbers: list[uuid.UUID], *, at: datetime.datetime) -> Iterator[Letter]:
    """What each of these persons gets, asked again under their locks: the relation may have ended meanwhile."""
    newsletter = Newsletter.objects.get(pk=mailing.about)
    for number, reader in asked.of(mailing, numbers).items():
        message = emails.newsletter(newsletter, name=reader.name, language=reader.language, ground=reader.ground)
        yield Letter(number, reader.to, reader.language, message)


def _locked(newsletter: Newsletter) -> Newsletter:
    fresh = Newsletter.objects.select_for_update(no_key=True).get(pk=newsletter.pk)
    if fresh.sent_at:
        raise AlreadySent
    return fresh
