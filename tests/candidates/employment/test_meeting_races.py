"""Two who write about the same employee at the same moment: one waits, and both are told what is so (P40, P41, P51)."""

import datetime

import pytest

from candidates.actions import assignment_rules, assignments, employments, next_of_kin, report_deliveries
from candidates.actions.authority_reports import AlreadySent
from candidates.models import Assignment, AuthorityReport, EmploymentFile, NextOfKin
from clients.models import JobOrder
from privacy.actions import purge, retention
from privacy.models import Disclosure, PurgeFailure
from tests import tables
from tests.candidates.employment import reporting
from tests.factories import (
    ClientContactFactory,
    JobOrderFactory,
    NextOfKinFactory,
    StaffFactory,
    employed,
    papers_in_order,
)
from tests.turns import Point, Turns

D, DAY = datetime.date, datetime.timedelta(days=1)
TODAY = D(2026, 11, 23)
NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
KIN = {"name": "Ola Lønnestad", "phone": "+4790000001", "relation": "bror", "told_on": TODAY}
GIVEN = {
    "place": "Storgata 1, Trondheim", "county": "trondelag", "is_construction": False, "ground": "substitute",
    "evidence": "Vikar for en ansatt i permisjon", "worked_at_client": False, "left_client_on": None,
}  # fmt: skip


@pytest.fixture
def turns(transactional_db, approved_periods, monkeypatch):
    monkeypatch.setattr(purge, "LOCK_TIME_OUT", "100s")  # whoever is slow here is the machine
    with tables.as_now() as forget, Turns(2) as two:
        yield two
        two.finish()
        forget()


@pytest.fixture
def payroll(turns):
    return StaffFactory(roles=["payroll"])


def night():
    return purge.run(as_of=TODAY, at=NIGHT)


def meet(turns, first, then):
    """`first` stands before its commit, or before its first DELETE, while `then` comes; returns whether that waited."""
    (point, act), (one, other) = first, turns.players
    one.begin(act, to=point)
    other.begin(then, to=Point.END)
    waited = other.is_waiting
    turns.finish()
    return waited, one.error, other.error


# --- two colleagues note the same report as sent ---
def of_two(by):
    """The report of two employees, its file made."""
    reporting.agency()
    for number in (1, 2):
        reporting.at_work(number)
    report = reporting.begun(by)
    reporting.made(report, by)
    return report


def sending(report, by, receipt=reporting.RECEIPT):
    return lambda: report_deliveries.send(report=report, receipt=receipt, by=by, at=reporting.AT)


@pytest.mark.promise("P40")
@pytest.mark.parametrize(("reference", "told"), [("AR-4711", type(None)), ("AR-4712", AlreadySent)])
def test_two_who_note_the_same_report_give_each_employee_one_line(turns, payroll, reference, told):
    report, colleague = of_two(payroll), StaffFactory(roles=["payroll"])
    receipt = reporting.RECEIPT._replace(reference=reference)

    waited, first, second = meet(
        turns, (Point.COMMITTING, sending(report, payroll)), sending(report, colleague, receipt)
    )

    noted = AuthorityReport.objects.get()
    assert (waited, first, type(second)) == (True, None, told)
    assert (noted.sent_by, noted.receipt_reference) == (payroll, "AR-4711")
    persons = {line.employment.subject_id for line in noted.lines.select_related("employment")}
    assert sorted(Disclosure.objects.values_list("subject_uuid", flat=True)) == sorted(persons)


# --- next of kin and the purge ---
def back_again():
    """The file of the first time goes today; the second time began a month ago."""
    earlier = employed(starts_on=D(2026, 1, 1), ends_on=D(2026, 5, 23), end_cause="resigned")
    now = employed(subject=earlier.subject, starts_on=D(2026, 10, 23))
    retention.refresh(now.subject_id)
    return earlier, now


@pytest.mark.promise("P51")
@pytest.mark.parametrize("purge_is_first", [True, False])
def test_whoever_is_named_while_something_else_goes_stays_named(turns, payroll, purge_is_first):
    _earlier, now = back_again()

    def name():
        return next_of_kin.name(employment=now, by=payroll, at=NIGHT, **KIN)

    first, then = ((Point.DECIDED, night), name) if purge_is_first else ((Point.COMMITTING, name), night)
    waited, *errors = meet(turns, first, then)
    night()

    assert (waited, errors) == (True, [None, None])
    assert list(NextOfKin.objects.values_list("employment", flat=True)) == [now.pk]
    assert list(EmploymentFile.objects.values_list("employment", flat=True)) == [now.pk]
    assert not PurgeFailure.objects.exists()


def asked_back(payroll):
    """The next of kin go today, and the employee is asked to stay on; returns what moves the last day."""
    row = employed(starts_on=D(2026, 1, 1), ends_on=TODAY - DAY, end_cause="resigned")
    kin = NextOfKinFactory(employment=row, named_at=NIGHT - 100 * DAY, told_on=D(2026, 8, 1))
    retention.refresh(row.subject_id, kin.subject_id)
    later = {"ends_on": D(2026, 12, 31), "end_cause": "expired"}
    return lambda: employments.end(employment=row, by=payroll, at=NIGHT, **later)


@pytest.mark.promise("P51")
@pytest.mark.parametrize(("purge_is_first", "are_left"), [(True, False), (False, True)])
def test_next_of_kin_go_or_stay_with_the_day_that_was_written_first(turns, payroll, purge_is_first, are_left):
    move = asked_back(payroll)

    first, then = ((Point.DECIDED, night), move) if purge_is_first else ((Point.COMMITTING, move), night)
    waited, *errors = meet(turns, first, then)
    night()

    assert (waited, errors) == (True, [None, None])
    assert (NextOfKin.objects.exists(), PurgeFailure.objects.exists()) == (are_left, False)


# --- an assignment and the end of the employment ---
def hiring_out(payroll):
    """Returns what plans a period from today into December, and what sets the last day within it."""
    papers_in_order()
    row = employed(starts_on=D(2026, 11, 1))
    order = JobOrderFactory(kind="staffing")
    leader = ClientContactFactory(company=order.company)
    days = {"starts_on": TODAY + 5 * DAY, "ends_on": TODAY + 30 * DAY}
    about = {"employment": row, "by": payroll, "at": NIGHT}

    def plan():
        return assignments.plan(order=JobOrder.objects.get(pk=order.pk), leader=leader, **about, **days, **GIVEN)

    return plan, lambda last: lambda: employments.end(ends_on=last, end_cause="resigned", **about)


@pytest.mark.promise("P40")
@pytest.mark.parametrize(("last", "left"), [(TODAY + 10 * DAY, [TODAY + 10 * DAY]), (TODAY + DAY, [])])
def test_the_end_shortens_or_drops_what_was_planned_a_moment_before(turns, payroll, last, left):
    plan, end = hiring_out(payroll)

    waited, *errors = meet(turns, (Point.COMMITTING, plan), end(last))

    assert (waited, errors) == (True, [None, None])
    assert list(Assignment.objects.values_list("ends_on", flat=True)) == left


@pytest.mark.promise("P40")
def test_nobody_is_hired_out_for_longer_than_the_end_that_was_set_a_moment_before(turns, payroll):
    plan, end = hiring_out(payroll)

    waited, first, second = meet(turns, (Point.COMMITTING, end(TODAY + 10 * DAY)), plan)

    assert (waited, first, type(second)) == (True, None, assignment_rules.NotEmployed)
    assert not Assignment.objects.exists()
