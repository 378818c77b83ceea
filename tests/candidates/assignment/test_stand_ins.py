"""Who stands in for an adviser answers for the colleague's hiring out and checks, those days and no longer (P26, P40, P64)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.actions import assignment_rules as rules
from candidates.actions import assignments, checks
from candidates.models import Assignment, SpecialCheck
from tests.factories import (
    ApplicationFactory,
    AssignmentFactory,
    CheckNoticeFactory,
    CheckRequirementFactory,
    JobOrderFactory,
    SpecialCheckFactory,
    StaffFactory,
    StandInFactory,
    employed,
)
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def away(settings):
    """A colleague who is away today and tomorrow, and who stands in."""
    settings.LANGUAGE_CODE = "en"
    today = timezone.localdate()
    return StandInFactory(account=StaffFactory(), stand_in=colleague("adviser"), since=today, until=today + DAY)


@pytest.mark.promise("P64")
def test_a_stand_in_sees_and_ends_what_the_colleague_hired_out_and_nobody_else_does(client, away):
    today = timezone.localdate()
    work = employed(starts_on=today - 10 * DAY)
    row = AssignmentFactory(
        employment=work, order=JobOrderFactory(kind="staffing", adviser=away.account), starts_on=today - DAY,
        ends_on=today + 9 * DAY,
    )  # fmt: skip
    other = StaffFactory()

    log_in(client, away.stand_in)
    page = client.get(reverse("admin:clients_joborder_change", args=[row.order_id]))
    with pytest.raises(rules.NotYourOrder):
        assignments.end(assignment=row, ends_on=today, by=other, at=timezone.now())
    assignments.end(assignment=row, ends_on=today, by=away.stand_in, at=timezone.now())

    assert str(work) in page.text
    assert (
        list(Assignment.objects.visible_to(away.stand_in)),
        list(Assignment.objects.visible_to(away.account)),
        list(Assignment.objects.visible_to(other)),
    ) == ([row], [row], [])
    assert Assignment.objects.get().ended_by == away.stand_in


@pytest.mark.promise("P64")
def test_a_stand_in_tells_of_and_sees_the_checks_of_a_colleagues_order(away):
    order = JobOrderFactory(adviser=away.account)
    application = ApplicationFactory(job_order=order, job_ad=None, stage="offer")
    requirement = CheckRequirementFactory(order=order)
    noted = SpecialCheckFactory(
        notice=CheckNoticeFactory(
            application=ApplicationFactory(job_order=order, job_ad=None, stage="offer"), requirement=requirement
        )
    )
    other = StaffFactory()

    with pytest.raises(checks.NotYourOrder):
        checks.tell(application=application, requirement=requirement, by=other, at=timezone.now(), through="letter")
    checks.tell(application=application, requirement=requirement, by=away.stand_in, at=timezone.now(), through="letter")

    assert (
        list(SpecialCheck.objects.visible_to(away.stand_in)),
        list(SpecialCheck.objects.visible_to(other)),
    ) == ([noted], [])


@pytest.mark.promise("P64")
def test_the_day_after_the_work_is_the_colleagues_alone(away):
    row = AssignmentFactory(order=JobOrderFactory(kind="staffing", adviser=away.account))
    after = timezone.now() + 2 * DAY

    with pytest.raises(rules.NotYourOrder):
        rules.refuse_others(row.order, by=away.stand_in, on=timezone.localdate(after))
    type(away).objects.filter(pk=away.pk).update(until=away.since - DAY, since=away.since - 2 * DAY)

    assert list(Assignment.objects.visible_to(away.stand_in)) == []
