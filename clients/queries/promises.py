"""What the data about clients prove."""

import datetime
from collections.abc import Iterable

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Enquiry, JobOrder, OrderReader
from clients.queries import enquiries
from privacy.queries.promises import promise


@promise("P6", _("every open order stands on a signed agreement"))
def orders_without_agreement(at: datetime.datetime) -> Iterable[object]:
    unsigned = Q(agreement=None) | Q(agreement__signed_at=None) | ~Q(agreement__company=F("company"))
    return JobOrder.objects.is_open().filter(unsigned).values_list("pk", flat=True)


@promise("P70", _("every enquiry from a company has an owner who works here, and none waits past its day"))
def enquiries_nobody_deals_with(at: datetime.datetime) -> Iterable[object]:
    unowned = Enquiry.objects.filter(~Q(owner__is_staff=True, owner__is_active=True), closed_at=None)
    late = enquiries.overdue(timezone.localdate(at))
    return (unowned | late).order_by("pk").values_list("pk", flat=True)


@promise("P70", _("an order is followed only by people of the company that ordered"))
def orders_followed_by_strangers(at: datetime.datetime) -> Iterable[object]:
    strangers = OrderReader.objects.filter(~Q(contact__company=F("order__company")), revoked_at=None)
    return strangers.values_list("pk", flat=True)
