"""Agreements: drafted, sent for signature, signed by both, filed once, ended; never changed once signed.

Whoever signed for the client is locked first, then the client, then the agreement.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from clients.actions import proprietors, timeline
from clients.emails import agreement_to_sign
from clients.models import Agreement, ClientCompany, ClientContact, Signatory
from clients.models.agreement import agreement_storage
from privacy.actions import mails, retention, subjects, trail
from privacy.actions.uploads import fingerprint, undo_files
from privacy.choices import Verb
from privacy.deadlines import midnight
from privacy.ports import Actor
from privacy.registries import language_of

ACTIVITY = "agreements"


class Agreed(TypedDict):
    """What an agreement says."""

    kind: str
    terms: NotRequired[str]
    fee_model: NotRequired[str]
    fee: NotRequired[Decimal | None]
    guarantee_months: NotRequired[int]
    notice_days: NotRequired[int]
    is_exclusive: NotRequired[bool]
    prepayment_percent: NotRequired[int]
    data_roles: NotRequired[str]
    valid_from: datetime.date
    valid_until: NotRequired[datetime.date | None]


class AlreadySigned(Exception):
    """It is signed, and is followed by the next version, never changed."""


class NotSigned(Exception):
    """Only a signed agreement has a signed file."""


class AlreadyFiled(Exception):
    """The signed file was received before."""


class SignedAhead(Exception):
    """Nobody has signed on a day that is not there yet."""


class NotTheirs(Exception):
    """The person speaks for another client, or no longer for this one."""


class EndsTooEarly(Exception):
    """An agreement does not end before it begins, nor before today: what was done on it stays done."""


@transaction.atomic
def draft(*, company: ClientCompany, **agreed: Unpack[Agreed]) -> Agreement:
    """The next version of an agreement, which binds nobody yet."""
    proprietors.hold(company.pk)
    ClientCompany.objects.select_for_update(no_key=True).get(pk=company.pk)  # one version number at a time
    latest = Agreement.objects.filter(company=company, kind=agreed["kind"]).order_by("version").last()
    return Agreement.objects.create(company=company, version=latest.version + 1 if latest else 1, **agreed)


@transaction.atomic
def redraft(*, agreement: Agreement, at: datetime.datetime, **agreed: Any) -> None:
    """Other terms, before anybody has signed; it is kept as a draft from now. Raises `AlreadySigned`."""
    Agreement.objects.filter(pk=_drafted(agreement).pk).update(drafted_at=at, **agreed)


@transaction.atomic
def discard(*, agreement: Agreement) -> None:
    """A draft nobody signs. Raises `AlreadySigned`."""
    _drafted(agreement).delete()


@transaction.atomic
def send(*, agreement: Agreement, contact: ClientContact, by: Actor, at: datetime.datetime) -> None:
    """Write the terms to who is to sign, in words. Raises `AlreadySigned`, `NotTheirs`, `PersonIsGone`, `IsRestricted`."""
    subjects.lock(contact.subject_id)
    fresh = _drafted(agreement)
    reader = _theirs(fresh, contact, by=by)
    language = language_of(reader.subject_id)
    message = agreement_to_sign(fresh, name=reader.name)
    mails.queue(message, to=reader.email, subject_id=reader.subject_id, language=language, at=at)
    Agreement.objects.filter(pk=fresh.pk).update(sent_at=at, sent_by_id=by.pk)
    retention.refresh(reader.subject_id)


def sign(
    *,
    company: ClientCompany,
    by: Actor,
    at: datetime.datetime,
    signatories: Sequence[ClientContact] = (),
    upload: UploadedFile | None = None,
    is_scanned: bool = False,
    **agreed: Unpack[Agreed],
) -> Agreement:
    """The next version, signed at once, for us by `by`; earlier orders keep the version they began with."""
    with undo_files() as written, transaction.atomic():
        _lock(signatories)
        agreement = draft(company=company, **agreed)
        file = _stored(upload, is_scanned, by, at, written)
        Agreement.objects.filter(pk=agreement.pk).update(signed_at=at, signed_by_id=by.pk, **file)
        _signed_by(agreement, signatories, by=by, at=at)
        timeline.signed(agreement, by=by, at=at)
    agreement.refresh_from_db()
    return agreement


def register(
    *,
    agreement: Agreement,
    signed_on: datetime.date,
    signatories: Sequence[ClientContact] = (),
    upload: UploadedFile | None = None,
    is_scanned: bool = False,
    by: Actor,
    at: datetime.datetime,
) -> None:
    """A draft was signed on that day, by these for the client. Raises `AlreadySigned`, `SignedAhead`, `NotTheirs`."""
    today = timezone.localdate(at)
    if signed_on > today:
        raise SignedAhead
    with undo_files() as written, transaction.atomic():
        _lock(signatories)
        fresh = _drafted(agreement)
        file = _stored(upload, is_scanned, by, at, written)
        moment = at if signed_on == today else midnight(signed_on)
        Agreement.objects.filter(pk=fresh.pk).update(signed_at=moment, signed_by_id=by.pk, **file)
        _signed_by(fresh, signatories, by=by, at=at)
        timeline.signed(fresh, by=by, at=at)


def receive_file(
    *,
    agreement: Agreement,
    upload: UploadedFile,
    is_scanned: bool,
    signatories: Sequence[ClientContact] = (),
    by: Actor,
    at: datetime.datetime,
) -> None:
    """The paper both signed, once. Raises `NotSigned`, `AlreadyFiled`, `NotTheirs`."""
    with undo_files() as written, transaction.atomic():
        _lock(signatories)
        fresh = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
        if fresh.is_draft:
            raise NotSigned
        if fresh.file:
            raise AlreadyFiled
        Agreement.objects.filter(pk=fresh.pk).update(**_stored(upload, is_scanned, by, at, written))
        _signed_by(fresh, signatories, by=by, at=at)


@transaction.atomic
def end_agreement(*, agreement: Agreement, last_day: datetime.date, at: datetime.datetime) -> None:
    """No order is opened on it after `last_day`; those that are open keep the terms they began with.

    Raises `EndsTooEarly`.
    """
    people = lock_signatories(agreement.pk)
    fresh = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if last_day < max(fresh.valid_from, timezone.localdate(at)):
        raise EndsTooEarly
    Agreement.objects.filter(pk=fresh.pk).update(valid_until=last_day)
    retention.refresh(*people)


def lock_signatories(agreement_id: int | None) -> subjects.Roots:
    """Whose storage time hangs on when this agreement is all over; locked before it is."""
    people = Signatory.objects.filter(agreement=agreement_id).values_list("subject", flat=True)
    return subjects.lock_who_is_left(*people)


def record_opening(*, agreement: Agreement, by: Actor, at: datetime.datetime) -> None:
    """Opening the file is processing: each person in it can read that. Call it before a byte is sent."""
    for person in agreement.signatories.values_list("subject", flat=True):
        trail.record(
            Verb.OPENED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=["file"], obj=agreement
        )  # fmt: skip


def _drafted(agreement: Agreement) -> Agreement:
    proprietors.hold(agreement.company_id)
    fresh = Agreement.objects.select_for_update(no_key=True).filter(pk=agreement.pk).first()
    if fresh is None or not fresh.is_draft:
        raise AlreadySigned
    return fresh


def _lock(signatories: Sequence[ClientContact]) -> None:
    subjects.lock(*(contact.subject_id for contact in signatories))


def _theirs(agreement: Agreement, contact: ClientContact, *, by: Actor) -> ClientContact:
    fresh = subjects.fresh(contact, by=by)
    if fresh.company_id != agreement.company_id or fresh.ended_at:
        raise NotTheirs
    return fresh


def _stored(
    upload: UploadedFile | None, is_scanned: bool, by: Actor, at: datetime.datetime, written: list[str]
) -> dict[str, Any]:
    if upload is None:
        return {}
    name = agreement_storage().save("agreement", upload)
    written.append(name)
    digest = fingerprint(upload)
    return {"file": name, "sha256": digest, "is_scanned": is_scanned, "filed_by_id": by.pk, "filed_at": at}


def _signed_by(agreement: Agreement, contacts: Sequence[ClientContact], *, by: Actor, at: datetime.datetime) -> None:
    """As the paper says it: what becomes of the contact person's own row changes nothing here."""
    for contact in contacts:
        known = _theirs(agreement, contact, by=by)
        said = {"name": known.name, "position": known.position}
        row = Signatory.objects.create(agreement=agreement, subject_id=known.subject_id, **said)
        trail.record(
            Verb.COLLECTED, subject_id=known.subject_id, by=by, at=at, activity=ACTIVITY, fields=said, obj=row
        )  # fmt: skip
    retention.refresh(*(contact.subject_id for contact in contacts))
