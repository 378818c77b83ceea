"""Who an address belongs to, once somebody has proved that they read what is sent to it."""

import datetime
import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.functions import Lower

from candidates.actions import going_over
from candidates.models import Candidate
from privacy.actions import subjects
from privacy.models import Subject
from privacy.ports import Actor
from privacy.queries import addressed


def lock(candidate: Candidate) -> None:
    """Lock the candidate's unconfirmed address, the candidate, and the person who has that address already.

    The address first: two applications from one new address must not make two accounts.
    """
    email = candidate.unconfirmed_email
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"address:{email}"])
    owner = _owner_of(email)
    try:
        subjects.lock(candidate.subject_id, *([owner.subject_id] if owner else []))
    except subjects.PersonIsGone:  # if it was the owner, the address is free, and the candidate's now
        subjects.lock(candidate.subject_id)


def was_sent_to(candidate: Candidate, mark: str, *, salt: str) -> bool:
    """Whether the link with this mark went to the address the candidate gave, or to one proved since. Under `lock`."""
    if candidate.is_confirmed:
        return addressed.account_at(mark, candidate.subject_id, salt=salt) is not None
    return addressed.is_of(mark, candidate.unconfirmed_email, salt=salt)


def settle(*, candidate: Candidate, at: datetime.datetime) -> Candidate:
    """Tie the candidate to the person who owns its address: a new account, or the one that has it (then one candidate).

    Returns the candidate that goes on. Under `lock`.
    """
    owner = _owner_of(candidate.unconfirmed_email)
    if owner is None:
        _open_account(candidate, at)
    elif _root(owner.subject_id).pk != candidate.subject_id:
        person = _root(owner.subject_id)
        subjects.merge(lost=candidate.subject, into=person, by=None, at=at)
        candidate = Candidate.objects.select_related("subject").get(subject=person)
    candidate.unconfirmed_email = ""
    candidate.save(update_fields=["unconfirmed_email"])
    return candidate


def _owner_of(email: str) -> Actor | None:
    """Accounts are made by us alone (nobody can sign up with another's address), so an account's address is its own.

    Compared letter by letter: `iexact` asks PostgreSQL's UPPER, to which "karı" (dotless, a stranger's) is "kari".
    """
    address = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    accounts = get_user_model()._default_manager.alias(lowered=Lower("email"))
    account: Actor | None = address.user if address else accounts.filter(lowered=email).first()
    return account


def _root(subject_id: uuid.UUID) -> Subject:
    subject = Subject.objects.select_related("merged_into").get(pk=subject_id)
    return subject.merged_into or subject


def _open_account(candidate: Candidate, at: datetime.datetime) -> None:
    """An account without a password: its owner logs in by a code sent to the address."""
    account = get_user_model()(subject_id=candidate.subject_id, email=candidate.unconfirmed_email, joined_at=at)
    account.set_unusable_password()
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


def bring_together(lost: uuid.UUID, into: uuid.UUID) -> None:
    """Two numbers are one person: one candidate with all that both had. Hung on `privacy.registries.on_merge`."""
    own = Candidate.objects.filter(subject=into).first()
    for other in Candidate.objects.filter(subject=lost):
        if own is None:
            own = other
            _becomes_the_persons(other, into)
        else:
            going_over.go_over(lost=other, into=own)


def _becomes_the_persons(candidate: Candidate, person: uuid.UUID) -> None:
    has_address = EmailAddress.objects.filter(user__subject=person, verified=True).exists()
    address = "" if has_address else candidate.unconfirmed_email
    Candidate.objects.filter(pk=candidate.pk).update(subject=person, unconfirmed_email=address)
