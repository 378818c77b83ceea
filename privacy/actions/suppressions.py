"""No to advertising: absolute, at once, and for good (GDPR art. 21(2) and (3); markedsføringsloven § 15)."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from privacy import registries
from privacy.actions import journal, subjects, trail
from privacy.choices import JournalKind, Verb
from privacy.choices.marketing import SuppressionCause
from privacy.models import Suppression
from privacy.ports import Actor
from privacy.queries import suppressions
from privacy.queries.suppressions import ALL, StopLink


class NotYours(Exception):
    """Only whoever reads an address asks for advertising to it."""


NOBODY = uuid.UUID(int=0)  # an address that is nobody's here


@transaction.atomic
def stop(*, link: StopLink, kind: str, at: datetime.datetime) -> None:
    """By the link in an advertisement, also when the person is erased meanwhile. Used again, nothing changes."""
    if link.stopped() & {kind, ALL}:
        return
    root = subjects.lock_who_is_left(link.subject_id).get(link.subject_id) if link.subject_id else None
    _suppress([link.digests[0]], kind, SuppressionCause.LINK, root, at)
    if root:
        _written(root, kind, None, at)


@transaction.atomic
def stop_for_person(
    *, subject_id: uuid.UUID, more: Iterable[str] = (), kind: str = ALL, cause: SuppressionCause, by: Actor | None,
    at: datetime.datetime,
) -> None:  # fmt: skip
    """Every address of this person, and those in `more`. Raises `PersonIsGone`."""
    root = subjects.lock(subject_id)[subject_id]
    emails = suppressions.addresses_of(root) | {email for email in more if email}
    _suppress([suppressions.digests_of(email)[0] for email in emails], kind, cause, root, at)
    _written(root, kind, by, at)


@transaction.atomic
def stop_for_address(*, email: str, kind: str = ALL, at: datetime.datetime) -> None:
    """Somebody called or wrote, whom we may not know; a colleague writes it down."""
    _suppress([suppressions.digests_of(email)[0]], kind, SuppressionCause.STAFF, None, at)


@transaction.atomic
def resume(*, email: str, kind: str, by: Actor, at: datetime.datetime) -> None:
    """The person asks for this kind again, logged in, for an own confirmed address; other kinds stay as they are.

    Whoever had said no to all has then said no to each of the others that there are.
    Raises `NotYours`, `PersonIsGone`.
    """
    root = subjects.lock(by.subject_id)[by.subject_id]
    if email.lower() not in suppressions.confirmed_addresses_of(root):
        raise NotYours
    digests = suppressions.digests_of(email)
    had_all = Suppression.objects.filter(digest__in=digests, kind=ALL).exists()
    Suppression.objects.filter(digest__in=digests, kind__in=[kind, ALL]).delete()
    for digest in digests:
        journal.note(JournalKind.OPTED_IN, subject_id=root, at=at, digest=digest, advertising=kind)
    if had_all:
        for other in registries.kinds_of_advertising:
            if other != kind:
                _suppress([digests[0]], other, SuppressionCause.LINK, root, at)
    trail.record(Verb.CONSENTED, subject_id=root, by=by, at=at, activity="rights", fields=[kind])


def _suppress(
    digests: Iterable[str], kind: str, cause: SuppressionCause, person: uuid.UUID | None, at: datetime.datetime
) -> None:
    """In the journal as well: a restore must not advertise to whom has said no."""
    for digest in sorted(set(digests)):
        what = {"cause": cause, "at": at}
        _row, is_new = Suppression.objects.get_or_create(digest=digest, kind=kind, defaults=what)
        if is_new:
            said = {"digest": digest, "cause": cause, "advertising": kind}
            journal.note(JournalKind.OPTED_OUT, subject_id=person or NOBODY, at=at, **said)


def _written(person: uuid.UUID, kind: str, by: Actor | None, at: datetime.datetime) -> None:
    for each in registries.on_stopped:
        each(person, kind, at)
    trail.record(Verb.OBJECTED, subject_id=person, by=by, at=at, activity="rights", fields=[kind or "marketing"])
