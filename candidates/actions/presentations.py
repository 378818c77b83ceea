"""Presentations to clients: put together, let out by the database or refused with a reason, taken back.

What may be shown is decided by `candidates_why_not_presented` (the guards of presentations): here it is only asked and said.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from candidates.actions import presentation_locks as locks
from candidates.actions import showing_ended, statements_given
from candidates.actions.presentation_refusals import REFUSED, refusing
from candidates.actions.presentation_refusals import Refused as Refused
from candidates.choices.presentations import ItemKind, Refusal
from candidates.emails import presenting as emails
from candidates.models import Candidate, ClientCopy, Document, Presentation, PresentationItem, PresentationReader
from candidates.queries import people
from candidates.queries import presentation_words as words
from candidates.queries import presentations as reading
from clients.actions import orders
from clients.models import ClientContact, JobOrder
from privacy import registries
from privacy.actions import disclosures, mails, retention, subjects, trail
from privacy.choices import Category, Verb
from privacy.models import Recipient
from privacy.ports import Actor
from privacy.validators import holds_national_id

ACTIVITY = "presentations"
USUAL_DAYS, MOST_DAYS = 14, 90


class NotADraft(Exception):
    """What was sent is not changed, only taken back."""


class AlreadyThere(Exception):
    """It is in the presentation already."""


class NotInIt(Exception):
    """The candidate or document is not in the presentation."""


class NamesSomebody(Exception):
    """The words of an anonymous presentation name the candidate."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class NotOut(Exception):
    """It was not sent, or is taken back already."""


@transaction.atomic
def draft(
    *, order: JobOrder, contact: ClientContact, last_day: datetime.date, is_anonymous: bool, by: Actor,
    at: datetime.datetime, may_download: bool = False,
) -> Presentation:  # fmt: skip
    """Begin one for a contact person whose company has ordered. Raises `Refused`, `PersonIsGone`, `IsRestricted`."""
    orders.keep_open(order_id=order.pk)
    subjects.lock(contact.subject_id)
    contact = subjects.fresh(contact, by=by)
    ends_at = _end_of(last_day)
    if not at < ends_at <= _end_of(timezone.localdate(at) + datetime.timedelta(days=MOST_DAYS)):
        raise REFUSED[Refusal.TOO_LONG]
    with refusing():
        whole = Presentation.objects.create(
            job_order=order, is_anonymous=is_anonymous, ends_at=ends_at, created_by_id=by.pk,
            created_at=at, shows_unscanned=settings.DEMO, may_download=may_download,
        )  # fmt: skip
        PresentationReader.objects.create(presentation=whole, contact=contact, granted_at=at)
    retention.refresh(contact.subject_id)
    return whole


@transaction.atomic
def include(*, presentation: Presentation, candidate: Candidate, text: str, by: Actor, at: datetime.datetime) -> None:
    """Add somebody, with our words. Raises `NotADraft`, `AlreadyThere`, `NamesSomebody`, `HoldsNumber`, `Refused`."""
    candidate, whole = locked(candidate, by=by), still_a_draft(presentation)
    refuse_words(whole, candidate, text)
    if PresentationItem.objects.filter(presentation=whole, candidate=candidate).exists():
        raise AlreadyThere
    with refusing():
        item = PresentationItem.objects.create(
            presentation=whole, candidate=candidate, kind=ItemKind.INTRODUCTION, text=text, added_at=at
        )
    record(Verb.CHANGED, item, by=by, at=at, fields=["text"])
    retention.refresh(candidate.subject_id)


@transaction.atomic
def add_document(*, presentation: Presentation, document: Document, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotADraft`, `NotInIt`, `AlreadyThere`, `Refused`."""
    candidate, whole = locked(document.candidate, by=by), still_a_draft(presentation)
    document = subjects.fresh(document, by=by)
    if whole.is_anonymous:
        raise REFUSED[Refusal.NAMES_SOMEBODY]
    paper = {"document": document, "sha256": document.sha256}
    put_in(whole, candidate, "document", by=by, at=at, kind=ItemKind.DOCUMENT, **paper)


@transaction.atomic
def add_copy(*, presentation: Presentation, copy: ClientCopy, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotADraft`, `NotInIt`, `AlreadyThere`, `NamesSomebody`, `Refused`."""
    candidate, whole = locked(copy.document.candidate, by=by), still_a_draft(presentation)
    copy = subjects.fresh(copy, by=by)
    refuse_words(whole, candidate, copy.text)
    paper = {"document": copy.document, "client_copy": copy, "sha256": copy.sha256}
    put_in(whole, candidate, "document", by=by, at=at, kind=ItemKind.CLIENT_COPY, **paper)


def put_in(
    whole: Presentation, candidate: Candidate, field: str, *, by: Actor, at: datetime.datetime, **item: Any
) -> None:  # fmt: skip
    """Something of somebody who is in it, once: what `field` points at. Raises `NotInIt`, `AlreadyThere`, `Refused`."""
    theirs = PresentationItem.objects.filter(presentation=whole, candidate=candidate)
    if not theirs.exists():
        raise NotInIt
    if theirs.filter(**{field: item[field]}).exists():
        raise AlreadyThere
    with refusing():
        row = PresentationItem.objects.create(presentation=whole, candidate=candidate, added_at=at, **item)
    record(Verb.CHANGED, row, by=by, at=at, fields=[field])
    retention.refresh(candidate.subject_id)


@transaction.atomic
def take_out(*, presentation: Presentation, candidate: Candidate, by: Actor, at: datetime.datetime) -> None:
    """Everything of somebody out of a draft. Raises `NotADraft`, `NotInIt`."""
    subjects.lock(candidate.subject_id)
    whole = still_a_draft(presentation)
    if not PresentationItem.objects.filter(presentation=whole, candidate=candidate).delete()[0]:
        raise NotInIt
    retention.refresh(candidate.subject_id)


@transaction.atomic
def send(*, presentation: Presentation, by: Actor, at: datetime.datetime) -> None:
    """Let it out, write down what is given of whom, tell the reader and everybody presented.

    Raises `NotADraft`, `Refused` (one kind for each reason), `PersonIsGone`, `IsRestricted`.
    """
    orders.keep_open(order_id=presentation.job_order_id)
    reader = reading.readers().filter(presentation=presentation, revoked_at=None).order_by("granted_at").first()
    locks.everybody(presentation.pk, *([reader.contact.subject_id] if reader else []), must_be_there=True)
    whole = still_a_draft(presentation)
    if reader is None:
        raise REFUSED[Refusal.NO_READER]
    candidates = list(reading.in_it(whole))
    with refusing():
        Presentation.objects.filter(pk=whole.pk).update(sent_at=at)
    whole.sent_at = at
    for candidate in candidates:
        _give(whole, candidate, reader, by, at)
        _tell_presented(whole, candidate, at)
    let_read(reader, at=at)
    retention.refresh(reader.contact.subject_id, *(each.subject_id for each in candidates))


def _give(
    whole: Presentation, candidate: Candidate, reader: PresentationReader, by: Actor, at: datetime.datetime
) -> None:
    items = PresentationItem.objects.filter(presentation=whole, candidate=candidate)
    given = disclose(items, reader=reader, by=by, at=at)
    items.exclude(kind=ItemKind.REFERENCE).update(disclosure=given)


def disclose(items: Any, *, reader: PresentationReader, by: Actor, at: datetime.datetime) -> int:
    """The line in the ledger for one candidate and one reader, and its referees'; its number is what the client calls the person by."""
    first = items.select_related("candidate", "presentation__job_order").first()
    whole = first.presentation
    papers = items.exclude(document=None)
    kinds = {Category.APPLICATION} | ({Category.DOCUMENT} if papers.exists() else set())
    kinds |= set() if whole.is_anonymous else {Category.IDENTITY}
    given = disclosures.disclose(
        subject_id=first.candidate.subject_id, categories=sorted(kinds), activity=ACTIVITY, obj=whole, by=by, at=at,
        recipient=Recipient.objects.get(company_uuid=whole.job_order.company_id), contact_uuid=reader.contact_id,
    )  # fmt: skip
    said = [each for each in words.statements(whole) if each.candidate_id == first.candidate_id]
    statements_given.give(items=said, reader=reader, by=by, at=at)
    return given.pk


def let_read(reader: PresentationReader, *, at: datetime.datetime) -> None:
    """A link of the reader's own, by e-mail; what is kept of it is a fingerprint. Under the reader's lock."""
    token = reading.new_token()
    PresentationReader.objects.filter(pk=reader.pk).update(token_digest=reading.digest(token))
    contact = reader.contact
    language = registries.language_of(contact.subject_id)
    message = emails.presentation_sent(reader, link=reading.link(token))
    mails.queue(message, to=contact.email, subject_id=contact.subject_id, language=language, at=at)


@transaction.atomic
def revoke(*, presentation: Presentation, by: Actor, at: datetime.datetime) -> None:
    """At the next request nobody at the client sees anything. Raises `NotOut`."""
    locks.everybody(presentation.pk)
    whole = Presentation.objects.get(pk=presentation.pk)
    if whole.is_draft or whole.revoked_at:
        raise NotOut
    Presentation.objects.filter(pk=whole.pk).update(revoked_at=at, revoked_by=by.pk)
    for candidate in reading.in_it(whole):
        showing_ended.note(subject_id=candidate.subject_id, at=at, presentation=whole.pk)


def _end_of(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight)


def still_a_draft(presentation: Presentation) -> Presentation:
    """Under the lock of the envelope; whoever is touched is locked before it (`presentation_locks`)."""
    locks.hold(presentation.pk)
    whole = Presentation.objects.get(pk=presentation.pk)
    if not whole.is_draft:
        raise NotADraft
    return whole


def locked(candidate: Candidate, *, by: Actor) -> Candidate:
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(PresentationItem, subject_id=fresh.subject_id, by=by)
    return fresh


def refuse_words(whole: Presentation, candidate: Candidate, text: str) -> None:
    if holds_national_id(text):
        raise HoldsNumber
    if whole.is_anonymous and words.names(candidate, text):
        raise NamesSomebody


def _tell_presented(whole: Presentation, candidate: Candidate, at: datetime.datetime) -> None:
    to = people.confirmed_address_of(candidate)
    if to:
        message = emails.presented(whole, candidate)
        mails.queue(message, to=to, subject_id=candidate.subject_id, language=candidate.language, at=at)


def record(verb: Verb, item: PresentationItem, *, by: Actor, at: datetime.datetime, fields: list[str]) -> None:
    subject_id = item.candidate.subject_id
    trail.record(verb, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=item)
