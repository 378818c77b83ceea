"""No to advertising: absolute, at once, and for good (GDPR art. 21(2) and (3); markedsføringsloven § 15)."""

import datetime
import uuid
from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction

from privacy import registries
from privacy.actions import consents, journal, subjects, trail
from privacy.choices import Channel, ConsentPurpose, JournalKind, Verb
from privacy.choices.marketing import SuppressionCause
from privacy.models import Suppression
from privacy.ports import Actor
from privacy.queries import suppressions
from privacy.queries.suppressions import StopLink

NOBODY = uuid.UUID(int=0)  # an address that is nobody's here


@transaction.atomic
def stop(*, link: StopLink, at: datetime.datetime) -> None:
    """By the link in an advertisement, also when the person is erased meanwhile. Used again, nothing changes."""
    if link.is_stopped:
        return
    root = subjects.lock_who_is_left(link.subject_id).get(link.subject_id) if link.subject_id else None
    _suppress([link.digests[0]], SuppressionCause.LINK, root, at)
    if root:
        _written(root, None, at)


@transaction.atomic
def stop_for_person(
    *, subject_id: uuid.UUID, more: Iterable[str] = (), cause: SuppressionCause, by: Actor | None, at: datetime.datetime
) -> None:
    """Every address of this person, and those in `more`. Raises `PersonIsGone`."""
    root = subjects.lock(subject_id)[subject_id]
    emails = suppressions.addresses_of(root) | {email for email in more if email}
    _suppress([suppressions.digests_of(email)[0] for email in emails], cause, root, at)
    _written(root, by, at)


@transaction.atomic
def stop_for_address(*, email: str, at: datetime.datetime) -> None:
    """Somebody called or wrote, whom we may not know; a colleague writes it down."""
    _suppress([suppressions.digests_of(email)[0]], SuppressionCause.STAFF, None, at)


def _suppress(digests: Iterable[str], cause: SuppressionCause, person: uuid.UUID | None, at: datetime.datetime) -> None:
    """In the journal as well: a restore must not advertise to whom has said no."""
    for digest in sorted(set(digests)):
        _row, is_new = Suppression.objects.get_or_create(digest=digest, defaults={"cause": cause, "at": at})
        if is_new:
            journal.note(JournalKind.OPTED_OUT, subject_id=person or NOBODY, at=at, digest=digest, cause=cause)


def _written(person: uuid.UUID, by: Actor | None, at: datetime.datetime) -> None:
    """Of somebody known, the consents to advertising end as well: what was saved for it goes (GDPR art. 7(3))."""
    trail.record(Verb.OBJECTED, subject_id=person, by=by, at=at, activity="rights", fields=["marketing"])
    if by is None:
        channel = Channel.MAIL_LINK
    else:
        channel = Channel.OWN_PAGES if by.subject_id == person else Channel.STAFF
    how = {"language": registries.language_of(person), "channel": channel, "by": by, "at": at}
    for purpose in ConsentPurpose.to_advertising():
        with suppress(consents.NotGiven):
            consents.withdraw(subject_id=person, purpose=purpose, **how)
