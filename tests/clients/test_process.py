"""The course of an order, worked out from what is known; nothing is typed and nobody is named."""

import pytest

from candidates.models import Application
from clients.actions import orders
from clients.models import JobOrder
from clients.queries import process
from tests.factories import (
    NOW,
    ApplicationFactory,
    JobAdFactory,
    JobOrderFactory,
    OrderTermsFactory,
    RestrictionFactory,
    StageChangeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P70")]


def course(order) -> dict[str, tuple[str, int | None]]:
    fresh = JobOrder.objects.get(pk=order.pk)
    return {each.fact.name: (each.state.value, each.fact.count) for each in process.steps(fresh, at=NOW)}


def test_it_begins_with_the_need_and_goes_on_as_things_happen():
    order = JobOrderFactory(agreement=None, opened_at=None)
    registered = course(order)
    ad = JobAdFactory()
    advertised = course(ad.order)
    application = ApplicationFactory(job_order=ad.order, job_ad=ad)
    ApplicationFactory(job_order=ad.order, job_ad=ad, stage="rejected")
    applied = course(ad.order)
    StageChangeFactory(application=application, from_stage="new", to_stage="interview")
    Application.objects.filter(pk=application.pk).update(stage="offer")
    offered = course(ad.order)

    assert [state for state, _ in registered.values()] == ["now", *["later"] * 7]
    assert [state for state, _ in advertised.values()] == ["done", "now", *["later"] * 6]
    assert (applied["applications"], applied["interviews"]) == (("now", 2), ("later", 0))
    assert (offered["interviews"], offered["checks"], offered["offer"]) == (("done", 1), ("left_out", None), ("now", 1))


def test_closed_it_is_followed_up_when_somebody_was_employed_and_left_out_else():
    hired, alone = ApplicationFactory(stage="placed").job_order, JobAdFactory().order
    OrderTermsFactory(order=hired, guarantee_months=6)
    for order in (hired, alone):
        orders.close(order=order, by=order.adviser, at=NOW)
        order.refresh_from_db()

    follow_up = process.steps(hired, at=NOW)[-1]

    assert (follow_up.state, str(follow_up.fact.note)) == ("now", "garanti til 23. mai 2027")
    assert [state for state, _ in course(alone).values()] == ["done", "done", *["left_out"] * 6]


def test_who_is_set_aside_is_not_counted():
    application = ApplicationFactory()
    RestrictionFactory(subject=application.candidate.subject)

    assert course(application.job_order)["applications"] == ("later", 0)


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_four_questions_whatever_came_in(count, django_assert_num_queries):
    order = JobAdFactory().order
    for _each in range(count):
        ApplicationFactory(job_order=order, job_ad=None)

    with django_assert_num_queries(4):
        process.steps(order, at=NOW)
