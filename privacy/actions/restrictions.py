"""Setting a person's data aside, and using them again: only after the person was told (GDPR art. 18)."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from privacy import emails, registries
from privacy.actions import journal, mails, notifying, retention, subjects, trail
from privacy.choices import JournalKind, RestrictionGround, ToldBy, Verb
from privacy.choices.disclosures import RecipientReason
from privacy.emails import Message
from privacy.models import Restriction
from privacy.ports import Actor
from privacy.queries import addresses, restrictions
from privacy.queries.numbers import numbers_of

AHEAD = datetime.timedelta(days=7)


class AlreadyRestricted(Exception):
    """The same is restricted already."""


class AlreadyLifted(Exception):
    """The restriction was lifted before."""


class NoAddress(Exception):
    """No confirmed e-mail address is known: tell the person by letter or telephone, and say so."""


class NotTold(Exception):
    """The person was not told yet that the restriction will be lifted."""


class TooEarly(Exception):
    """The person was told of a later day."""


@transaction.atomic
def place(
    *,
    subject_id: uuid.UUID,
    ground: RestrictionGround,
    category: str = "",
    explanation: str = "",
    by: Actor,
    at: datetime.datetime,
) -> Restriction:
    """Set everything about this person aside, or one `category`; the person gets a receipt.

    `by` the person or whoever registers it. Raises `PersonIsGone`, `AlreadyRestricted`.
    """
    root = subjects.lock(subject_id)[subject_id]
    if restrictions.in_force(root).filter(category=category).exists():
        raise AlreadyRestricted
    is_own = by.subject_id in (subject_id, root)
    restriction = Restriction.objects.create(
        subject_id=root, category=category, ground=ground, explanation=explanation, opened_at=at,
        opened_by_id=None if is_own else by.pk,
    )  # fmt: skip
    facts = {"category": category, "ground": ground, "opened_at": at.isoformat()}
    _written(restriction, Verb.RESTRICTED, by, at, fields=["category", "ground"])
    name = "" if is_own else str(by.subject_id)
    _note(JournalKind.RESTRICTED, restriction, at, by=name, **facts)
    _mail(emails.restricted(restriction), restriction, at)
    for call_off in registries.on_restricted:
        call_off(subject_id=root, at=at)
    notifying.owe(
        RecipientReason.RESTRICTED, subject_ids=numbers_of(root), categories=[category] if category else (), at=at
    )
    retention.refresh(root)
    return restriction


@transaction.atomic
def announce_lifting(
    *,
    restriction: Restriction,
    lifts_on: datetime.date | None = None,
    told_by: str = ToldBy.EMAIL,
    by: Actor,
    at: datetime.datetime,
) -> Restriction:
    """Tell the person that it will be lifted on `lifts_on`, a week ahead unless said otherwise (GDPR art. 18(3)).

    By e-mail; whoever has no confirmed address is told by letter or telephone, which `told_by` says and the trail
    keeps. Told again, the last day counts. Raises `NoAddress`, `TooEarly` for a day that is not ahead, `AlreadyLifted`.
    """
    restriction = _standing(restriction)
    today = timezone.localdate(at)
    restriction.told_at, restriction.lifts_on = at, lifts_on or today + AHEAD
    if restriction.lifts_on <= today:
        raise TooEarly
    restriction.save(update_fields=["told_at", "lifts_on"])
    if told_by == ToldBy.EMAIL and not _mail(emails.restriction_ends(restriction), restriction, at):
        raise NoAddress
    _written(restriction, Verb.LIFTING_TOLD, by, at, fields=["lifts_on", told_by])
    _note(JournalKind.LIFTING_TOLD, restriction, at, lifts_on=restriction.lifts_on.isoformat())
    return restriction


@transaction.atomic
def lift(*, restriction: Restriction, by: Actor, at: datetime.datetime) -> None:
    """Use the data again; what only the restriction kept goes at the next purge.

    Raises `NotTold`, `TooEarly`, `AlreadyLifted`.
    """
    restriction = _standing(restriction)
    if restriction.lifts_on is None:
        raise NotTold
    if timezone.localdate(at) < restriction.lifts_on:
        raise TooEarly
    restriction.lifted_at, restriction.lifted_by_id = at, by.pk
    restriction.save(update_fields=["lifted_at", "lifted_by"])
    _written(restriction, Verb.LIFTED, by, at)
    _note(JournalKind.LIFTED, restriction, at, by=str(by.subject_id))
    retention.refresh(restriction.subject_id)


def _standing(restriction: Restriction) -> Restriction:
    subjects.lock(restriction.subject_id)
    fresh = subjects.fresh(restriction)
    if not fresh.is_in_force:
        raise AlreadyLifted
    return fresh


def _mail(message: Message, restriction: Restriction, at: datetime.datetime) -> bool:
    """To the person's confirmed address; False where there is none."""
    root = restriction.subject.root_id
    if address := addresses.of_person(root):
        mails.queue(message, to=address.email, subject_id=root, language=address.language, at=at)
    return address is not None


def _written(
    restriction: Restriction, verb: Verb, by: Actor, at: datetime.datetime, fields: list[str] | None = None
) -> None:
    person = restriction.subject_id
    trail.record(verb, subject_id=person, by=by, at=at, activity="rights", fields=fields or (), obj=restriction)


def _note(kind: JournalKind, restriction: Restriction, at: datetime.datetime, **details: str) -> None:
    journal.note(kind, subject_id=restriction.subject_id, at=at, key=str(restriction.pk), **details)
