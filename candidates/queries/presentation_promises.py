"""What the data about presentations prove."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import ItemKind
from candidates.models import PresentationItem
from privacy.queries.promises import promise


@promise("P32", _("everybody in a presentation that was sent has a line in the ledger of what was given to whom"))
def shown_without_a_line(at: datetime.datetime) -> Iterable[object]:
    sent = PresentationItem.objects.filter(presentation__sent_at__lte=at, disclosure=None)
    sent = sent.exclude(kind=ItemKind.REFERENCE)
    return sent.values_list("candidate__subject", flat=True)


@promise("P32", _("every referee whose words were sent to a client has a line in the ledger of their own"))
def said_without_a_line(at: datetime.datetime) -> Iterable[object]:
    sent = PresentationItem.objects.filter(kind=ItemKind.REFERENCE, presentation__sent_at__lte=at)
    there = sent.filter(disclosure=None, reference__referee__isnull=False)
    return there.values_list("reference__referee__subject", flat=True)


@promise("P32", _("no test result was put before a client that its candidate had not seen"))
def shown_unseen(at: datetime.datetime) -> Iterable[object]:
    return PresentationItem.objects.filter(kind=ItemKind.TEST, test_result__shown_at=None).values_list("pk", flat=True)
