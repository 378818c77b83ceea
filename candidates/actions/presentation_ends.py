"""A presentation that is over: everybody in it is told so, once, with the client's statement for what the client noted."""

import datetime
import uuid

from django.db import transaction

from candidates.actions import presentation_locks as locks
from candidates.emails import presenting as emails
from candidates.models import Presentation
from candidates.queries import people
from candidates.queries import presentations as reading
from privacy.actions import mails
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


@transaction.atomic
def forget(*, at: datetime.datetime) -> int:
    """Envelopes whose time is over and that nothing stands in any more: else they would keep their orders for good."""
    length = approved_periods().get(PeriodCode.PRESENTATION)
    if length is None:
        return 0
    empty = Presentation.objects.filter(items=None, readers=None, answers=None)
    return empty.filter(ends_at__lt=latest_over(length, at)).delete()[0]
