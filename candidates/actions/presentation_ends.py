"""A presentation that is over: everybody in it is told so, once, with the client's statement for what the client noted.

A draft of a closed order tells nobody: nobody was shown. It goes.
"""

import datetime
import uuid

from django.db import transaction

from candidates.actions import presentation_locks as locks
from candidates.emails import presenting as emails
from candidates.models import Presentation, PresentationItem, PresentationReader
from candidates.queries import people
from candidates.queries import presentations as reading
from privacy.actions import mails, retention
from privacy.choices import PeriodCode
from privacy.deadlines import latest_over
from privacy.queries.facts import approved_periods


def tell_all(*, at: datetime.datetime) -> int:
    """The sweep: each that has ended since, by its day, by being taken back, or with its order. Says how many."""
    return sum(tell(pk=pk, at=at) for pk in reading.over_untold(at=at))


@transaction.atomic
def tell(*, pk: uuid.UUID, at: datetime.datetime) -> bool:
    """Two sweeps at once tell nobody twice; whom the client still sees hears it later."""
    locks.everybody(pk)
    whole = Presentation.objects.filter(pk=pk, ending_told_at=None).first()
    if whole is None:
        return False
    Presentation.objects.filter(pk=pk).update(ending_told_at=at)
    for candidate in reading.in_it(whole).exclude(pk__in=reading.still_shown(whole, at=at).values("pk")):
        if to := people.confirmed_address_of(candidate):
            message = emails.presentation_over(whole, candidate)
            mails.queue(message, to=to, subject_id=candidate.subject_id, language=candidate.language, at=at)
    return True


def drop_all() -> int:
    """The sweep: what was begun and not sent when its order closed. Says how many."""
    return sum(drop(pk=whole.pk) for whole in reading.begun_for_nothing().order_by("created_at", "pk"))


@transaction.atomic
def drop(*, pk: uuid.UUID) -> bool:
    """What we wrote about somebody for a client that is shown nothing any more goes. What is set aside stays as long as that."""
    items, readers = (
        PresentationItem.objects.filter(presentation=pk),
        PresentationReader.objects.filter(presentation=pk),
    )
    roots = locks.everybody(pk, *readers.values_list("contact__subject", flat=True))
    kept = [rows for rows in (items, readers) if rows.count() != rows.unrestricted().count()]
    if kept or not reading.begun_for_nothing().filter(pk=pk).exists():
        return False
    items.delete()
    readers.delete()
    Presentation.objects.filter(pk=pk).delete()
    retention.refresh(*roots.values())
    return True


@transaction.atomic
def forget(*, at: datetime.datetime) -> int:
    """Envelopes whose time is over and that nothing stands in any more: else they would keep their orders for good."""
    length = approved_periods().get(PeriodCode.PRESENTATION)
    if length is None:
        return 0
    empty = Presentation.objects.filter(items=None, readers=None, answers=None)
    return empty.filter(ends_at__lt=latest_over(length, at)).delete()[0]
