"""Agreements: structured, versioned, never changed once signed; an order keeps what it was opened on (P6, P14, P16-P19)."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from clients.actions import companies, orders
from clients.models import Agreement, JobOrder, OrderTerms
from tests.factories import (
    NOW,
    AgreementFactory,
    ClientCompanyFactory,
    JobOrderFactory,
    OrderTermsFactory,
    StaffFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P6"), pytest.mark.promise("P18")]

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
TERMS = {
    "fee_model": "percent",
    "fee": Decimal("18.50"),
    "guarantee_months": 3,
    "is_exclusive": True,
    "prepayment_percent": 30,
}


def refused(**facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementFactory(**facts)


def test_an_order_keeps_the_terms_of_its_day_whatever_is_agreed_later():
    company, by = ClientCompanyFactory(), StaffFactory()
    companies.sign(company=company, kind="recruitment", valid_from=TODAY - DAY, by=by, at=NOW, **TERMS)
    first, second = (JobOrderFactory(company=company, agreement=None, opened_at=None) for _ in range(2))
    orders.open(order=first, by=by, at=NOW)
    companies.sign(
        company=company, kind="recruitment", valid_from=TODAY, by=by, at=NOW, **TERMS | {"fee": Decimal("25")}
    )

    orders.open(order=second, by=by, at=NOW)

    assert [OrderTerms.objects.get(order=order).fee for order in (first, second)] == [
        Decimal("18.50"),
        Decimal("25.00"),
    ]
    kept = OrderTerms.objects.get(order=first)
    assert (kept.guarantee_months, kept.is_exclusive, kept.prepayment_percent) == (3, True, 30)


def test_a_signed_agreement_is_never_changed_but_ended():
    agreement = AgreementFactory(**TERMS)

    for changed in ({"fee": 1}, {"terms": "nytt"}, {"valid_from": TODAY}, {"signed_at": None, "signed_by": None}):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**changed)
    companies.end_agreement(agreement=agreement, last_day=TODAY, at=NOW)

    assert Agreement.objects.get().valid_until == TODAY


@pytest.mark.parametrize("last_day", [TODAY - DAY, datetime.date(2018, 1, 1)])
def test_it_does_not_end_before_today(last_day):
    agreement = AgreementFactory()

    with pytest.raises(companies.EndsTooEarly):
        companies.end_agreement(agreement=agreement, last_day=last_day, at=NOW)


def test_the_terms_of_an_order_are_written_once():
    OrderTermsFactory(fee_model="fixed", fee=10)

    with pytest.raises(IntegrityError, match="keeps the terms"), transaction.atomic():
        OrderTerms.objects.update(fee=20)


@pytest.mark.parametrize(
    "facts",
    [
        {"fee_model": "percent"},
        {"fee": 10},
        {"fee_model": "percent", "fee": 101},
        {"fee_model": "fixed", "fee": -1},
        {"fee_model": "gift", "fee": 1},
        {"prepayment_percent": 101},
        {"data_roles": "nobody"},
    ],
)
def test_terms_make_sense(facts):
    refused(**facts)


@pytest.mark.parametrize(
    "agreement",
    [
        {"valid_until": TODAY - DAY},
        {"valid_from": TODAY + DAY},
        {"kind": "staffing"},
        {"signed_at": None, "signed_by": None},
        {"company": None},
    ],
)
def test_the_database_opens_no_order_without_an_agreement_in_force(agreement):
    order = JobOrderFactory(agreement=None, opened_at=None)
    given = (
        AgreementFactory(**{"company": order.company} | agreement)
        if agreement.get("company", 1)
        else AgreementFactory()
    )

    with pytest.raises(IntegrityError, match="in force that day"), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(agreement=given, opened_at=NOW)


def test_the_manager_signs_ends_and_reads_the_terms_of_an_order(client, settings):
    settings.LANGUAGE_CODE = "en"
    user = sign_in(client, "manager")
    company = ClientCompanyFactory()
    typed = {
        "company": str(company.pk), "kind": "recruitment", "fee_model": "percent", "fee": "", "guarantee_months": "3",
        "notice_days": "14", "prepayment_percent": "0", "data_roles": "separate", "terms": "", "valid_from": str(TODAY),
        "valid_until": "",
    }  # fmt: skip
    add = reverse("admin:clients_agreement_add")

    without = client.post(add, typed)
    client.post(add, typed | {"fee": "18.5"})
    agreement = Agreement.objects.get()
    client.post(reverse("admin:clients_agreement_step", args=[agreement.pk, "sign"]), {"signed_on": str(TODAY)})
    order = JobOrderFactory(company=company, agreement=None, opened_at=None, adviser=user)
    orders.open(order=order, by=user, at=NOW)
    page = client.get(reverse("admin:clients_joborder_change", args=[order.pk]))
    client.post(reverse("admin:clients_agreement_step", args=[agreement.pk, "end"]), {"last_day": "2099-01-01"})

    assertContains(without, "Say both how the fee is worked out and how much it is.")
    assertContains(page, "18.50 percent of the first year&#x27;s salary")
    assert Agreement.objects.get().valid_until == datetime.date(2099, 1, 1)
