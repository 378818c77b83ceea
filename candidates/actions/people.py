"""Candidates themselves: entered, kept right, looked at."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from candidates import emails
from candidates.choices import Source
from candidates.models import Candidate
from candidates.queries.people import confirmed_address_of, owners_of
from privacy.actions import informing, mails, notifying, retention, subjects, trail
from privacy.choices import Category, Verb
from privacy.choices.disclosures import CollectionSource, RecipientReason
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "candidate_base"
ENTERED = "entered_by_hand"  # under which somebody is kept who has not applied


class AlreadyKnown(Exception):
    """Somebody with this address is a candidate already; `candidate` is who."""

    def __init__(self, candidate: Candidate) -> None:
        super().__init__()
        self.candidate = candidate


class Profile(TypedDict):
    """What a person says of themselves."""

    first_name: str
    last_name: str
    phone: str
    language: str


@transaction.atomic
def update_profile(*, candidate: Candidate, by: Actor, at: datetime.datetime, **profile: Unpack[Profile]) -> None:
    """Correct or complete the profile. Nothing changed, nothing recorded."""
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    changed = [field for field, value in profile.items() if getattr(fresh, field) != value]
    if not changed:
        return
    own = {"last_active_at": at} if by.subject_id == fresh.subject_id else {}
    Candidate.objects.filter(pk=fresh.pk).update(**profile, **own)
    subject_id = fresh.subject_id
    trail.record(Verb.CHANGED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=changed, obj=fresh)
    notifying.owe(
        RecipientReason.CORRECTED, subject_ids=numbers_of(subject_id),
        categories=(Category.IDENTITY, Category.CONTACT), at=at,
    )  # fmt: skip
    retention.refresh(subject_id)


@transaction.atomic
def add_by_hand(
    *,
    email: str,
    received_on: datetime.date | None,
    by: Actor,
    at: datetime.datetime,
    collected_from: CollectionSource = CollectionSource.PERSON,
    source_name: str = "",
    **profile: Unpack[Profile],
) -> Candidate:
    """Enter somebody who sent a CV by mail or came to the desk. The storage time counts from `received_on`.

    None where nobody wrote that down: then somebody here has to decide how long. The person is told at once that we
    have the data, and `collected_from` whom; where no address is known, within a month, or the data go (GDPR art. 14).

    Raises `AlreadyKnown` when the address is a confirmed candidate's.
    """
    email = email.strip().lower()
    _refuse_known(email)
    subject = subjects.create(at=at)
    subjects.lock(subject.pk)
    candidate = Candidate.objects.create(
        subject=subject, unconfirmed_email=email, source=Source.BY_HAND, received_on=received_on, adviser_id=by.pk,
        last_active_at=at, created_at=at, **profile,
    )  # fmt: skip
    typed = {**profile, "email": email, "received_on": received_on}
    fields = [field for field, value in typed.items() if value]
    trail.record(Verb.COLLECTED, subject_id=subject.pk, by=by, at=at, activity=ENTERED, fields=fields, obj=candidate)
    informing.collected(
        subject_id=subject.pk, object_label=candidate._meta.label_lower, activity=ENTERED, source=collected_from,
        source_name=source_name, at=at,
    )  # fmt: skip
    if email:
        informing.tell_first(subject_id=subject.pk, to=email, language=candidate.language, at=at)
    retention.refresh(subject.pk)
    return candidate


def record_view(*, candidate: Candidate, by: Actor, at: datetime.datetime) -> None:
    """Opening somebody's page is processing: no entry, no page. It moves no storage time."""
    trail.record(Verb.VIEWED, subject_id=candidate.subject_id, by=by, at=at, activity=ACTIVITY, obj=candidate)


@transaction.atomic
def assign(*, candidate: Candidate, adviser: Actor, by: Actor, at: datetime.datetime) -> None:
    """Give the candidate a contact person, and say who it is."""
    subjects.lock(candidate.subject_id, adviser.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    Candidate.objects.filter(pk=fresh.pk).update(adviser=adviser.pk)
    trail.record(
        Verb.CHANGED,
        subject_id=candidate.subject_id,
        by=by,
        at=at,
        activity=ACTIVITY,
        fields=["adviser"],
        obj=candidate,
    )
    to = confirmed_address_of(fresh)
    if to and fresh.adviser_id != adviser.pk:
        message = emails.contact_person(fresh, adviser)
        mails.queue(message, to=to, subject_id=fresh.subject_id, language=fresh.language, at=at)
    retention.refresh(candidate.subject_id)


def _refuse_known(email: str) -> None:
    if not email:
        return
    known = Candidate.objects.filter(subject__in=owners_of(email, verified=True)).first()
    if known:
        raise AlreadyKnown(known)
