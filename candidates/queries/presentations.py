"""Presentations as they are at this moment: who may still be shown, to whom, by which link. Asked anew at each request."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from candidates.choices.presentations import ClientAnswer, ItemKind
from candidates.models import Candidate, ClientCopy, Document, Presentation, PresentationItem, PresentationReader
from clients.models import ClientContact, JobOrder
from privacy.models import Disclosure
from privacy.models.recipient import reference

SALT = "candidates.presentation"


class LinkUnknown(Exception):
    """Nobody of ours made this link."""


class LinkOver(Exception):
    """Taken back, ended, or everybody in it may be shown no more; or its reader is not there."""


@dataclass(frozen=True)
class ClientReader:
    """The actor behind a presentation link: a contact person without an account (`privacy.ports.Actor`)."""

    subject_id: uuid.UUID
    pk: int = 0
    role: str = "client"

    def has_role(self, *roles: str) -> bool:
        return self.role in roles


def actor(reader: PresentationReader) -> ClientReader:
    return ClientReader(reader.contact.subject.root_id)


# --- why not ---
def why_not(order: JobOrder, candidate: Candidate | None, *, at: datetime.datetime) -> str:
    """The code of `Refusal` why this candidate may not be shown now (without one: nobody); empty: may be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT candidates_why_not_presented(%s, %s, %s)", [order.pk, candidate.pk if candidate else None, at]
        )
        return str(cursor.fetchone()[0] or "")


def in_it(presentation: Presentation) -> QuerySet[Candidate]:
    """Everybody in it, in the order in which they were added."""
    introduced = Candidate.objects.filter(presented__presentation=presentation, presented__kind=ItemKind.INTRODUCTION)
    return introduced.select_related("subject").order_by("presented__added_at", "pk")  # the same row: there is but one


def documents_to_add(presentation: Presentation) -> QuerySet[Document]:
    """Documents of the candidates in it that are not in it yet."""
    there = PresentationItem.objects.filter(presentation=presentation)
    theirs = Document.objects.openable().filter(candidate__in=there.values("candidate"))
    return theirs.exclude(pk__in=there.exclude(document=None).values("document")).select_related("candidate")


def copies_to_add(presentation: Presentation) -> QuerySet[ClientCopy]:
    """Client copies of their documents that are not in it yet, as they are or as another copy."""
    there = PresentationItem.objects.filter(presentation=presentation)
    theirs = ClientCopy.objects.filter(document__candidate__in=there.values("candidate"))
    return theirs.exclude(document__in=there.exclude(document=None).values("document")).select_related(
        "document__candidate"
    )


def over_untold(*, at: datetime.datetime) -> list[uuid.UUID]:
    """Sent presentations that ended, by their day, by being taken back or with their order, and nobody in them was told."""
    over = Q(ends_at__lte=at) | Q(revoked_at__isnull=False) | Q(job_order__closed_at__isnull=False)
    rows = Presentation.objects.filter(over, sent_at__isnull=False, ending_told_at=None)
    return list(rows.order_by("ends_at", "pk").values_list("pk", flat=True))


def begun_for_nothing() -> QuerySet[Presentation]:
    """Drafts of orders that were closed since."""
    return Presentation.objects.filter(sent_at=None, job_order__closed_at__isnull=False)


def still_shown(whole: Presentation, *, at: datetime.datetime) -> QuerySet[Candidate]:
    """Those in it whom another presentation for the same order still shows to the client."""
    running = Presentation.objects.filter(
        job_order=whole.job_order_id, job_order__closed_at=None, sent_at__isnull=False, revoked_at=None, ends_at__gt=at
    )
    return Candidate.objects.filter(presented__presentation__in=running.exclude(pk=whole.pk))


# --- the link ---
def new_token() -> str:
    """Random; the signature only says that it is ours, so that an old one is answered as one that is over."""
    return signing.Signer(salt=SALT).sign(uuid.uuid4().hex + uuid.uuid4().hex)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link(token: str) -> str:
    return str(settings.SITE_URL) + reverse("presentation", args=[token])


def by_token(token: str) -> PresentationReader:
    """Whose link this is, as long as there is something to see by it. Raises `LinkUnknown`, `LinkOver`."""
    try:
        signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature as error:
        raise LinkUnknown from error
    reader = readers().filter(token_digest=digest(token)).first()
    if reader is None:
        raise LinkOver
    return reader


def readers() -> QuerySet[PresentationReader]:
    return PresentationReader.objects.select_related(
        "contact__subject", "contact__company", "presentation__job_order__company", "presentation__job_order__adviser"
    )


def address_digest(contact: ClientContact) -> str:
    """A confirmed mailbox is confirmed for this address; another address asks for another code."""
    return salted_hmac(SALT, contact.email.lower()).hexdigest()[:16]


def shown_to(reader: PresentationReader, *, at: datetime.datetime) -> list[uuid.UUID]:
    """The candidates this reader may be shown at this moment, in the order in which they were added."""
    rows = PresentationItem.objects.filter(presentation=reader.presentation_id, kind=ItemKind.INTRODUCTION)
    numbers = list(rows.order_by("added_at", "pk").values_list("candidate", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person FROM unnest(%s::uuid[]) AS person WHERE candidates_is_shown(%s, person, %s, %s)",
            [numbers, reader.presentation_id, reader.pk, at],
        )
        allowed = {person for (person,) in cursor.fetchall()}
    return [number for number in numbers if number in allowed]


# --- what is shown ---
@dataclass(frozen=True)
class ShownDocument:
    item: uuid.UUID
    name: str
    kind: str
    text: str
    content_type: str
    may_take: bool = False
    is_file: bool = True
    reference: str = ""
    told: tuple[tuple[str, str], ...] = ()  # question and answer, where it is not one text


@dataclass(frozen=True)
class ShownCandidate:
    """One candidate as this reader sees them: a copy, so that what is rendered is what was allowed."""

    pk: uuid.UUID
    subject_id: uuid.UUID
    title: str
    introduction: str
    reference: str
    documents: tuple[ShownDocument, ...]
    answer: str = ""
    comment: str = ""

    @property
    def answer_in_words(self) -> str:
        return str(capfirst(ClientAnswer(self.answer).label)) if self.answer else _("Not answered yet")


def names_of(keys: list[str]) -> dict[str, str]:
    """By the position, as the person knows it."""
    found = PresentationItem.objects.filter(pk__in=keys).select_related("presentation__job_order")
    return {str(each.pk): each.presentation.job_order.title for each in found}


def of_candidate(candidate: Candidate) -> QuerySet[PresentationItem]:
    """The presentations this candidate was sent in, newest first."""
    found = PresentationItem.objects.filter(candidate=candidate, kind=ItemKind.INTRODUCTION)
    return (
        found.exclude(presentation__sent_at=None)
        .select_related("presentation__job_order__company")
        .order_by("-presentation__sent_at", "pk")
    )


def reference_of(item: PresentationItem) -> str:
    return reference(item.disclosure) if item.disclosure else ""


def given(numbers: list[int]) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(pk__in=numbers)


def sent_of(candidate: Candidate, *, at: datetime.datetime) -> list[tuple[PresentationItem, bool]]:
    """The presentations this candidate was sent in, and whether the client can see the candidate now; one question."""
    why = Func(
        F("presentation__job_order"), F("candidate"), Value(at), function="candidates_why_not_presented",
        output_field=CharField(),
    )  # fmt: skip
    rows: Any = of_candidate(candidate).annotate(why=why)
    return [(each, _is_out(each.presentation, at) and not each.why) for each in rows]


def _is_out(whole: Presentation, at: datetime.datetime) -> bool:
    return whole.revoked_at is None and whole.ends_at > at
