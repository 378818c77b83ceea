"""An order is closed while the person its client is is erased: one after the other, never each waiting for the other."""

import datetime

import pytest

from clients.actions import agreements, orders
from clients.models import JobOrder, SubUnit
from privacy.actions import erasure, purge
from privacy.choices import ErasureCause
from tests.clients.test_proprietors import company, erase
from tests.factories import NOW, AgreementFactory, JobAdFactory, JobOrderFactory, SubUnitFactory
from tests.turns import Point, Turns

__all__ = ["company"]
TERMS = {"kind": "recruitment", "fee": 20, "fee_model": "percent", "valid_from": NOW.date()}
pytestmark = pytest.mark.usefixtures("transactional_db", "approved_periods")


@pytest.fixture
def order(company):
    unit = SubUnitFactory(company=company, subject=company.proprietor.subject)
    return JobAdFactory(
        order=JobOrderFactory(company=company, agreement=AgreementFactory(company=company), sub_unit=unit)
    ).order


def close(order):
    orders.close(order=order, by=order.adviser, at=NOW)


def asked(order):
    subject_id = order.company.proprietor.subject_id
    erasure.erase_person(subject_id=subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)


def purged(_order):
    return purge.run(as_of=datetime.date(2032, 1, 1), at=NOW)


@pytest.mark.parametrize("erase", [asked, purged])
@pytest.mark.parametrize("is_closer_first", [True, False])
def test_closing_an_order_and_erasing_its_owner_do_not_wait_for_each_other(order, erase, is_closer_first):
    with Turns(2) as turns:
        closer, eraser = turns.players
        if is_closer_first:
            closer.begin(lambda: close(order), to=Point.LOCKED)
            eraser.begin(lambda: erase(order), to=Point.END)
        else:
            eraser.begin(lambda: erase(order), to=Point.DECIDED)
            closer.begin(lambda: close(order), to=Point.END)
            assert closer.is_waiting
            eraser.finish()
        closer.finish()

    order = JobOrder.objects.get(pk=order.pk)
    assert (closer.error, eraser.error) == (None, None)
    assert (order.closed_at, order.sub_unit, SubUnit.objects.count()) == (NOW, None, 0)


def test_drafting_an_agreement_and_erasing_the_owner_do_not_wait_for_each_other(company):
    with Turns(2) as turns:
        writer, eraser = turns.players
        writer.begin(lambda: agreements.draft(company=company, **TERMS), to=Point.LOCKED)
        eraser.begin(lambda: erase(company), to=Point.END)
        writer.finish()

    assert (writer.error, eraser.error) == (None, None)
    company.refresh_from_db()
    assert company.org_number.startswith("x")
