"""The register of recipients, and what persons agree to beyond it (P36)."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.actions import journal, mails, subjects, trail
from privacy.choices import JournalKind, Verb
from privacy.choices.disclosures import RecipientKind
from privacy.emails.informing import agreement_recorded
from privacy.models import Recipient, SharingAgreement
from privacy.ports import Actor
from privacy.queries import addresses


class NotForAgreements(Exception):
    """A client, a processor or an authority is given data for reasons of its own, not because a person agreed."""


class AlreadyEnded(Exception):
    """It ended before."""


class IsAClient(Exception):
    """What a client is called is changed where it is a client."""


@transaction.atomic
def register(*, kind: str, **facts: Any) -> Recipient:
    """A processor, an authority, or somebody a person may agree to. Clients come from their orders (`for_client`)."""
    if kind == RecipientKind.CLIENT:
        raise IsAClient
    return Recipient.objects.create(kind=kind, **facts)


@transaction.atomic
def change(*, recipient: Recipient, **facts: Any) -> None:
    now = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if now.kind == RecipientKind.CLIENT:
        raise IsAClient
    Recipient.objects.filter(pk=now.pk).update(**facts)


@transaction.atomic
def end(*, recipient: Recipient, at: datetime.datetime) -> None:
    """From today on it is given nothing; what it was given stays in the ledger."""
    now = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if now.ended_on:
        raise AlreadyEnded
    Recipient.objects.filter(pk=now.pk).update(ended_on=timezone.localdate(at))


@transaction.atomic
def for_client(*, company_uuid: uuid.UUID, name: str, org_number: str, purpose: str) -> Recipient:
    """The client as a recipient, under its present name; the database asks for its open order at each disclosure."""
    facts = {"name": name, "org_number": org_number, "purpose": purpose}
    client, _is_new = Recipient.objects.update_or_create(
        company_uuid=company_uuid, defaults=facts, create_defaults={"kind": RecipientKind.CLIENT, **facts}
    )
    return client


@transaction.atomic
def authority(*, pk: uuid.UUID, facts: dict[str, Any]) -> Recipient:
    """An authority the law has us report to; in the register from the first report, and as the manager has changed it since."""
    known, _is_new = Recipient.objects.get_or_create(pk=pk, defaults=facts)
    return known


@transaction.atomic
def forget_client(*, company_uuid: uuid.UUID) -> None:
    """With the client goes its place in the register; refused as long as anything says that it was given something."""
    Recipient.objects.filter(company_uuid=company_uuid).delete()


@transaction.atomic
def agree(
    *, subject_id: uuid.UUID, recipient: Recipient, by: Actor, at: datetime.datetime, **terms: Any
) -> SharingAgreement:
    """Write down what a person agreed to: recipient, data, purpose, period, and how we know. The person gets a receipt.

    Raises `PersonIsGone`, `NotForAgreements`.
    """
    root = subjects.lock(subject_id)[subject_id]
    subjects.refuse_adding(SharingAgreement, subject_id=root, by=by)
    if recipient.kind != RecipientKind.AGREED:
        raise NotForAgreements
    agreement = SharingAgreement.objects.create(
        subject_id=root, recipient=recipient, recorded_by_id=by.pk, recorded_at=at, **terms
    )
    _written(Verb.CONSENTED, agreement, by, at)
    if address := addresses.of_person(root):
        mails.queue(agreement_recorded(agreement), to=address.email, subject_id=root, language=address.language, at=at)
    return agreement


@transaction.atomic
def withdraw(*, agreement: SharingAgreement, by: Actor, at: datetime.datetime) -> None:
    """As easy as agreeing (GDPR art. 7(3)); from now on nothing is given on it. Raises `AlreadyEnded`."""
    subjects.lock(agreement.subject_id)
    fresh = subjects.fresh(agreement)  # also while restricted: taking back is a right
    if fresh.withdrawn_at:
        raise AlreadyEnded
    SharingAgreement.objects.filter(pk=fresh.pk).update(withdrawn_at=at)
    journal.note(JournalKind.AGREEMENT_WITHDRAWN, subject_id=fresh.subject_id, at=at, key=str(fresh.pk))
    _written(Verb.CONSENT_WITHDRAWN, fresh, by, at)


def _written(verb: Verb, agreement: SharingAgreement, by: Actor, at: datetime.datetime) -> None:
    trail.record(
        verb, subject_id=agreement.subject_id, by=by, at=at, activity="rights", obj=agreement,
        recipient=trail.Recipient(agreement.recipient_id),
    )  # fmt: skip
