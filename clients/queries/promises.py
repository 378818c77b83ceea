"""What the data about clients prove."""

import datetime
from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models import JobOrder
from privacy.queries.promises import promise


@promise("P6", _("every open order stands on a signed agreement"))
def orders_without_agreement(at: datetime.datetime) -> Iterable[object]:
    unsigned = Q(agreement=None) | Q(agreement__signed_at=None) | ~Q(agreement__company=F("company"))
    return JobOrder.objects.is_open().filter(unsigned).values_list("pk", flat=True)
