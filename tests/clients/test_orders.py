import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from clients import registries
from clients.actions import orders
from clients.models import JobAd, JobOrder
from tests.factories import (
    NOW,
    AgreementFactory,
    ClientCompanyFactory,
    JobAdFactory,
    JobOrderFactory,
    StaffFactory,
    SubUnitFactory,
)
from tests.workspace import sign_in

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "agreement",
    [
        None,
        {"valid_until": TODAY - DAY},
        {"valid_from": TODAY + DAY},
        {"kind": "staffing"},
        {"signed_at": None, "signed_by": None},
    ],
)
def test_an_order_cannot_open_without_an_agreement_in_force(db, agreement):
    order = JobOrderFactory(agreement=None, opened_at=None)
    AgreementFactory()  # another client's
    if agreement:
        AgreementFactory(company=order.company, **agreement)

    with pytest.raises(orders.NoAgreement):
        orders.open(order=order, by=order.adviser, at=NOW)

    assert JobOrder.objects.get(pk=order.pk).opened_at is None


@pytest.mark.parametrize("kind", ["recruitment", "frame"])
def test_an_order_opens_on_the_newest_agreement(db, kind):
    order = JobOrderFactory(agreement=None, opened_at=None)
    AgreementFactory(company=order.company, version=1)
    newest = AgreementFactory(company=order.company, kind=kind, version=2, valid_from=TODAY)

    orders.open(order=order, by=order.adviser, at=NOW)

    fresh = JobOrder.objects.get(pk=order.pk)
    assert (fresh.opened_at, fresh.agreement) == (NOW, newest)
    with pytest.raises(orders.AlreadyOpen):
        orders.open(order=order, by=order.adviser, at=NOW)


def test_closing_takes_the_ads_off_and_runs_what_hangs_on_it_in_the_same_transaction(db):
    heard = []
    registries.on_order_closed.append(lambda order_id, at: heard.append((order_id, at)))
    ad, draft = JobAdFactory(), JobAdFactory(published_at=None)
    JobAd.objects.filter(pk=draft.pk).update(order=ad.order)

    try:
        orders.close(order=ad.order, by=ad.order.adviser, at=NOW)
    finally:
        registries.on_order_closed.pop()

    assert heard == [(ad.order.pk, NOW)]
    assert dict(JobAd.objects.values_list("pk", "closed_at")) == {ad.pk: NOW, draft.pk: None}
    with pytest.raises(orders.NotOpen):
        orders.close(order=ad.order, by=ad.order.adviser, at=NOW)


def test_when_what_hangs_on_it_fails_the_order_stays_open(db):
    order = JobOrderFactory()

    def refuses(order_id, at):
        raise RuntimeError

    registries.on_order_closed.append(refuses)
    try:
        with pytest.raises(RuntimeError):
            orders.close(order=order, by=order.adviser, at=NOW)
    finally:
        registries.on_order_closed.pop()

    assert JobOrder.objects.get(pk=order.pk).is_open is True


@pytest.mark.django_db
def test_an_order_is_for_a_workplace_of_its_own_client(client, settings):
    settings.LANGUAGE_CODE = "en"
    user = sign_in(client, "adviser")
    own, others = SubUnitFactory(), SubUnitFactory()
    order = JobOrderFactory(company=own.company, agreement=None, opened_at=None, adviser=user)
    page = reverse("admin:clients_joborder_change", args=[order.pk])
    typed = {"title": "Kokk", "adviser": user.pk}

    refused = client.post(page, typed | {"sub_unit": others.pk})
    taken = client.post(page, typed | {"sub_unit": own.pk})

    assertContains(refused, "This sub-unit is not this client&#x27;s. Choose one of the client&#x27;s own, or none.")
    assert (taken.status_code, JobOrder.objects.get(pk=order.pk).sub_unit) == (302, own)
    with pytest.raises(orders.NotTheirSubUnit):
        orders.change(order=order, title="Kokk", adviser=user, by=user, sub_unit=others)
    with pytest.raises(IntegrityError, match="order_sub_unit_of_its_client"), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(sub_unit=others)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="order_sub_unit_of_its_client"), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(company=others.company)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_register_writes_what_the_client_wants(db):
    by = StaffFactory()

    order = orders.register(company=ClientCompanyFactory(), kind="recruitment", title="Kokk", adviser=by, at=NOW)

    assert (order.title, order.adviser, order.is_open) == ("Kokk", by, False)
