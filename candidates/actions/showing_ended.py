"""What no restore may undo about showing candidates: a no, a yes taken back, an employer barred, an access closed.

It is noted in the journal where it is done, and done again here from there. What a backup does not know needs no ending.
"""

import datetime
import uuid
from typing import Any

from django.db.models import Q
from django.utils import timezone

from candidates.choices import Interest, KeepScope, SharingScope
from candidates.models import (
    Application,
    BlockedEmployer,
    Candidate,
    Presentation,
    PresentationReader,
    SharingChoice,
    SharingPermission,
)
from clients.models import JobOrder
from privacy.actions import journal
from privacy.choices import Channel, JournalKind


def note(*, subject_id: uuid.UUID, at: datetime.datetime, **what: object) -> None:
    """One of `order`, `presentation`, `reader` (numbers of rows), `org_number` with the `row` that says so, or `application`
    with what was chosen for it, and how far the person is shared with `others` from then on."""
    details = {name: str(value) for name, value in what.items()}
    journal.note(JournalKind.SHOWING_ENDED, subject_id=subject_id, at=at, **details)


def again(*, subject_id: uuid.UUID, at: datetime.datetime, details: dict[str, Any]) -> None:
    """After a restore, under the person's lock. Doing it twice changes nothing."""
    if "presentation" in details:
        Presentation.objects.filter(pk=details["presentation"], revoked_at=None, ends_at__gt=at).update(ends_at=at)
    if "reader" in details:
        readers = PresentationReader.objects.filter(pk=details["reader"], revoked_at=None)
        readers.update(revoked_at=at, code_digest="", tries_left=0)
    candidate = Candidate.objects.filter(subject=subject_id).first()
    if candidate and "org_number" in details:
        row = {"pk": details["row"], "added_at": at}  # the number by which the journal says that it was let go of again
        BlockedEmployer.objects.get_or_create(candidate=candidate, org_number=details["org_number"], defaults=row)
    if candidate and "order" in details:
        _said_no(candidate, int(details["order"]), at)
    if "application" in details:
        _narrowed(details, at)


def _narrowed(details: dict[str, Any], at: datetime.datetime) -> None:
    """Shared as narrowly as was chosen, where nothing was said later; the database ends what that forbids.

    The backup may know of a wider choice for another application, older than this word: it yields to it, too.
    """
    scopes, kept = [*SharingScope], [*KeepScope]
    known = Application.objects.filter(pk=details["application"]).first()
    for each in Application.objects.filter(candidate__applications=known, submitted_at__lt=at) if known else ():
        if SharingChoice.objects.filter(application=each, chosen_at__gte=at).exists():
            continue
        own = each == known
        Application.objects.filter(pk=each.pk).update(
            sharing_scope=min(each.sharing_scope, details["sharing_scope" if own else "others"], key=scopes.index),
            keep_scope=min(each.keep_scope, details["keep_scope"], key=kept.index) if own else each.keep_scope,
        )


def _said_no(candidate: Candidate, order: int, at: datetime.datetime) -> None:
    """The no as it was said; a yes that was given later stays."""
    theirs = SharingPermission.objects.filter(candidate=candidate, job_order=order)
    if theirs.filter(Q(answered_at__gte=at) | Q(ended_at__gte=at)).exists():
        return
    if theirs.standing().update(ended_at=at):
        return
    said = {"answer": Interest.NOT_INTERESTED, "answered_at": at, "channel": Channel.OWN_PAGES}
    if not theirs.waiting().update(**said) and JobOrder.objects.filter(pk=order).exists():
        SharingPermission.objects.create(
            candidate=candidate, job_order_id=order, asked_at=at, answer_by=timezone.localdate(at), **said
        )
