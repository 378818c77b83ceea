"""What the data about presentations prove."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from candidates.models import PresentationItem
from privacy.queries.promises import promise


@promise("P32", _("everybody in a presentation that was sent has a line in the ledger of what was given to whom"))
def shown_without_a_line(at: datetime.datetime) -> Iterable[object]:
    sent = PresentationItem.objects.filter(presentation__sent_at__lte=at, disclosure=None)
    return sent.values_list("candidate__subject", flat=True)
