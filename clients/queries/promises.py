"""What the data about clients prove."""

import datetime
from collections.abc import Iterable

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

from clients.choices import CompanyForm
from clients.models import (
    ClientCompany,
    CreditAssessment,
    JobOrder,
    Prepayment,
    RegisterEntry,
    SubUnit,
    TimelineEntry,
)
from clients.validators import ADDRESS, ELEVEN_DIGITS
from privacy.deadlines import add_months
from privacy.queries.promises import promise


@promise("P6", _("every open order stands on a signed agreement"))
def orders_without_agreement(at: datetime.datetime) -> Iterable[object]:
    unsigned = Q(agreement=None) | Q(agreement__signed_at=None) | ~Q(agreement__company=F("company"))
    return JobOrder.objects.is_open().filter(unsigned).values_list("pk", flat=True)


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
