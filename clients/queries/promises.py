"""What the data about clients prove."""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

from clients.choices import CompanyForm
from clients.models import (
    ClientCompany,
    CreditAssessment,
    Enquiry,
    JobOrder,
    OrderReader,
    Prepayment,
    RegisterEntry,
    Signatory,
    SubUnit,
    TimelineEntry,
)
from clients.queries import enquiries, needed
from clients.validators import ADDRESS, ELEVEN_DIGITS
from privacy.choices import PeriodCode
from privacy.deadlines import add_months
from privacy.models import Hold, every_number
from privacy.queries.facts import approved_periods
from privacy.queries.promises import promise

NIGHTS = datetime.timedelta(days=2)  # one that failed, and the one after


@promise("P6", _("every open order stands on a signed agreement"))
def orders_without_agreement(at: datetime.datetime) -> Iterable[object]:
    unsigned = Q(agreement=None) | Q(agreement__signed_at=None) | ~Q(agreement__company=F("company"))
    return JobOrder.objects.is_open().filter(unsigned).values_list("pk", flat=True)


@promise("P18", _("an agreement is over no sooner than its last order"))
def over_too_soon(at: datetime.datetime) -> Iterable[object]:
    return needed.not_as_the_orders_say().values_list("pk", flat=True)


@promise("P53", _("what the law made us keep of clients is gone when its time is over"))
def kept_too_long(at: datetime.datetime) -> Iterator[object]:
    """The nights before the day it is asked have had their chance; what a hold keeps has its own end."""
    if length := approved_periods().get(PeriodCode.AGREEMENT):
        before = needed.first_day_kept(length, timezone.localdate(at - NIGHTS))
        held = every_number(Hold.objects.in_force(timezone.localdate(at)))
        yield from needed.orders(before).values_list("pk", flat=True)
        yield from needed.agreements(before).values_list("pk", flat=True)
        yield from (
            Signatory.objects.filter(agreement__ended_on__lt=before)
            .exclude(subject__in=held)
            .values_list("pk", flat=True)
        )


@promise("P70", _("every enquiry from a company has an owner who works here, and none waits past its day"))
def enquiries_nobody_deals_with(at: datetime.datetime) -> Iterable[object]:
    unowned = Enquiry.objects.filter(~Q(owner__is_staff=True, owner__is_active=True), closed_at=None)
    late = enquiries.overdue(timezone.localdate(at))
    return (unowned | late).order_by("pk").values_list("pk", flat=True)


@promise("P70", _("an order is followed only by people of the company that ordered"))
def orders_followed_by_strangers(at: datetime.datetime) -> Iterable[object]:
    strangers = OrderReader.objects.filter(~Q(contact__company=F("order__company")), revoked_at=None)
    return strangers.values_list("pk", flat=True)


@promise("P16", _("every client has a right organisation number, and no sub-unit has the same"))
def numbers_that_are_wrong(at: datetime.datetime) -> Iterable[object]:
    numbers = ClientCompany.objects.exclude(org_number__startswith="x").values_list("pk", "org_number")
    yield from (pk for pk, number in numbers.iterator() if not orgnr.is_valid(number))
    twice = ClientCompany.objects.filter(org_number__in=SubUnit.objects.values("org_number"))
    yield from twice.values_list("pk", flat=True)


@promise("P19", _("no line of a client's history has a national identity number or an e-mail address"))
def lines_about_persons(at: datetime.datetime) -> Iterable[object]:
    about = Q(text__regex=ELEVEN_DIGITS) | Q(text__regex=ADDRESS)
    return TimelineEntry.objects.filter(about).values_list("pk", flat=True)


@promise("P30", _("no credit assessment is older than a year"))
def old_assessments(at: datetime.datetime) -> Iterable[object]:
    day = add_months(timezone.localdate(at), -12) - datetime.timedelta(days=2)  # the night it goes
    return CreditAssessment.objects.filter(assessed_on__lt=day).values_list("pk", flat=True)


@promise("P31", _("no order is open that waits for prepayment"))
def opened_unpaid(at: datetime.datetime) -> Iterable[object]:
    return Prepayment.objects.waiting().exclude(order__opened_at=None).values_list("order", flat=True)


@promise("P31", _("everything about a sole proprietorship names its person"))
def proprietors_without_a_person(at: datetime.datetime) -> Iterable[object]:
    yield from RegisterEntry.objects.filter(form=CompanyForm.ENK, subject=None).values_list("pk", flat=True)
    for model in (RegisterEntry, SubUnit, TimelineEntry, CreditAssessment):
        nobodys = model._default_manager.filter(subject=None, company__proprietor__isnull=False)
        yield from nobodys.values_list("pk", flat=True)
