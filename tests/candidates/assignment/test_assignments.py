"""Whoever we employ is hired out lawfully, and what was checked for it goes with the end (P28, P40)."""

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from candidates.actions import assignment_rules as rules
from candidates.actions import assignments, employments
from candidates.models import Assignment, Candidate, CheckTally, Employment, SpecialCheck
from candidates.queries import assignment_promises
from candidates.queries import assignments as reading
from clients.actions import orders, papers
from clients.models import AgencyPaper, JobOrder
from clients.queries import papers as papers_held
from privacy.actions import erasure, purge, subjects
from privacy.choices import ErasureCause
from privacy.models import Disclosure, JournalEntry, OutgoingMail, TrailEntry
from privacy.queries import explain
from tests.database_role import by_force
from tests.factories import (
    NOW,
    AgencyPaperFactory,
    ApplicationFactory,
    AssignmentFactory,
    CandidateFactory,
    CheckNoticeFactory,
    ClientContactFactory,
    EmploymentFactory,
    JobOrderFactory,
    RestrictionFactory,
    SpecialCheckFactory,
    StaffFactory,
    SubUnitFactory,
    WorkExperienceFactory,
    employed,
    papers_in_order,
)
from tests.privacy.package.world import copy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
D, DAY = datetime.date, datetime.timedelta(days=1)
TODAY = NOW.date()
GIVEN = {
    "place": "Storgata 1, Trondheim", "county": "trondelag", "is_construction": False, "starts_on": TODAY,
    "ends_on": TODAY + 30 * DAY, "ground": "substitute", "evidence": "Vikar for en ansatt i permisjon",
    "worked_at_client": False, "left_client_on": None,
}  # fmt: skip


@pytest.fixture
def payroll():
    return StaffFactory(roles=["payroll"])


def plan(by, *, work=None, order=None, leader=None, at=NOW, **more):
    papers_in_order()
    order = order or JobOrderFactory(kind="staffing")
    leader = leader or ClientContactFactory(company=order.company)
    return assignments.plan(
        employment=work or employed(), order=order, by=by, at=at, leader=leader, **GIVEN | more
    )  # fmt: skip


def refused(pattern, act):
    with pytest.raises(IntegrityError, match=pattern), transaction.atomic():
        act()


def checked_for(order, subject):
    """A check of this person, noted for the order."""
    candidate = Candidate.objects.filter(subject=subject).first() or CandidateFactory(subject=subject)
    application = ApplicationFactory(candidate=candidate, job_order=order, job_ad=None, stage="placed")
    return SpecialCheckFactory(notice=CheckNoticeFactory(application=application))


# --- planning ---
@pytest.mark.promise("P40")
def test_an_adviser_hires_out_on_the_own_order_and_the_client_is_told_with_a_line_in_the_ledger():
    adviser = StaffFactory()
    row = plan(adviser, order=JobOrderFactory(kind="staffing", adviser=adviser))

    line = Disclosure.objects.get()
    assert (row.state(TODAY), row.state(TODAY + 31 * DAY), row.state(TODAY - DAY)) == ("running", "ended", "planned")
    assert (line.subject_uuid, line.contact_uuid, line.categories) == (
        row.employment.subject_id, row.leader_id, ["employment", "identity"],
    )  # fmt: skip
    assert [each.verb for each in TrailEntry.objects.filter(object_id=str(row.pk)).order_by("pk")] == [
        "collected",
        "shared",
    ]


@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"county": "oslo", "is_construction": True}, rules.NoConstruction),
        ({"evidence": "  "}, rules.NoEvidence),
        ({"ends_on": TODAY - DAY}, rules.WrongDays),
        ({"starts_on": TODAY - DAY}, rules.NotEmployed),
        ({"worked_at_client": True}, rules.LeftUnsaid),
        ({"worked_at_client": True, "left_client_on": D(2026, 5, 24)}, rules.FormerEmployer),
    ],
)
def test_what_would_be_unlawful_is_refused(payroll, more, error):
    with pytest.raises(error):
        plan(payroll, **more)


@pytest.mark.promise("P40")
def test_six_months_are_counted_to_the_day(payroll):
    assert plan(payroll, worked_at_client=True, left_client_on=D(2026, 5, 23)).left_client_on == D(2026, 5, 23)


@pytest.mark.promise("P40")
def test_only_on_an_open_staffing_order_of_ones_own_and_under_the_clients_own(payroll):
    with pytest.raises(rules.NotStaffing):
        plan(payroll, order=JobOrderFactory())
    with pytest.raises(rules.NotOpen):
        plan(payroll, order=JobOrderFactory(kind="staffing", opened_at=None))
    with pytest.raises(rules.NotYourOrder):
        plan(StaffFactory())
    with pytest.raises(rules.NotTheirContact):
        plan(payroll, leader=ClientContactFactory())
    with pytest.raises(rules.NotTheirContact):
        order = JobOrderFactory(kind="staffing")
        plan(payroll, order=order, leader=ClientContactFactory(company=order.company, ended_at=NOW))
    with pytest.raises(rules.NotEmployed):
        plan(payroll, work=EmploymentFactory())
    with pytest.raises(rules.NotEmployed):
        plan(payroll, work=employed(ends_on=TODAY + 29 * DAY, end_cause="expired"))


@pytest.mark.promise("P40")
def test_nobody_is_at_two_clients_on_a_day(payroll):
    row = plan(payroll)

    with pytest.raises(rules.Overlaps):
        plan(payroll, work=row.employment, starts_on=row.ends_on, ends_on=row.ends_on)
    same = {"employment": row.employment, "starts_on": row.starts_on, "ends_on": row.ends_on}
    refused("one_at_a_time", lambda: AssignmentFactory(**same))


@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ground": ""}, "ground_known"),
        ({"ground": "nature"}, "ground_known"),
        ({"evidence": ""}, "says_where_and_why"),
        ({"county": "vestfold", "is_construction": True}, "no_construction"),
        ({"left_client_on": D(2020, 1, 1)}, "when_they_left"),
        ({"worked_at_client": True, "left_client_on": D(2026, 5, 31)}, "half_a_year"),
        ({"ends_on": D(2020, 1, 1)}, "ends_after|outside"),
        ({"starts_on": D(2020, 1, 1)}, "outside the employment"),
        ({"ended_by": 1}, "ended_by_somebody"),
    ],
)
def test_the_database_refuses_what_is_unlawful(values, said):
    row = AssignmentFactory()

    values = {name: row.planned_by_id if name == "ended_by" else value for name, value in values.items()}
    refused(said, lambda: Assignment.objects.filter(pk=row.pk).update(**values))


@pytest.mark.promise("P40")
def test_the_database_refuses_the_wrong_order_leader_and_employment():
    refused("open staffing order", lambda: AssignmentFactory(order=JobOrderFactory()))
    refused("open staffing order", lambda: AssignmentFactory(order=JobOrderFactory(kind="staffing", opened_at=None)))
    refused("speaks for the client", lambda: AssignmentFactory(leader=ClientContactFactory()))
    refused("leads the work", lambda: AssignmentFactory(leader=None))
    refused("outside the employment", lambda: AssignmentFactory(employment=EmploymentFactory()))
    row, other = AssignmentFactory(), JobOrderFactory(kind="staffing")
    refused("another assignment", lambda: Assignment.objects.filter(pk=row.pk).update(order=other))


# --- the agency's own papers ---
@pytest.mark.promise("P40")
@pytest.mark.parametrize("lapsed", [False, True])
def test_without_approval_or_insurance_on_the_first_day_nobody_is_hired_out(payroll, lapsed):
    AgencyPaperFactory(insured=lapsed)
    AgencyPaperFactory(insured=not lapsed, valid_until=TODAY - DAY)
    order, kind = JobOrderFactory(kind="staffing"), "approval" if lapsed else "insurance"

    with pytest.raises(rules.PapersLack) as raised:
        plan(payroll, order=order)
    assert raised.value.kinds == [kind]
    refused("without approval and insurance", lambda: AssignmentFactory(order=order))

    AgencyPaperFactory(insured=not lapsed, valid_until=TODAY, noted_at=NOW + DAY)
    assert plan(payroll, order=order).starts_on == TODAY


@pytest.mark.promise("P40")
def test_the_newest_paper_of_a_kind_counts_and_none_is_changed():
    manager = StaffFactory(roles=["manager"])
    papers_in_order()
    said = {"kind": "approval", "issued_by": "Arbeidstilsynet", "reference": "", "by": manager, "at": NOW + DAY}
    with pytest.raises(papers.NotTheManager):
        papers.note(valid_from=TODAY, valid_until=TODAY, **said | {"by": StaffFactory(roles=["payroll"])})
    with pytest.raises(papers.EndsBeforeStart):
        papers.note(valid_from=TODAY, valid_until=TODAY - DAY, **said)

    papers.note(valid_from=TODAY, valid_until=TODAY + 30 * DAY, **said)

    assert (papers_held.lacking(TODAY), papers_held.lacking(TODAY + 31 * DAY)) == ([], ["approval"])
    assert papers_held.to_renew(TODAY) == [("approval", TODAY + 30 * DAY)]
    assert papers_held.to_renew(TODAY - DAY) == []
    assert papers_held.approval(TODAY).valid_until == TODAY + 30 * DAY
    for change in (lambda: AgencyPaper.objects.update(valid_until=D(2040, 1, 1)), AgencyPaper.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
        with by_force():
            refused("never changed", change)


# --- former employers ---
@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    ("employer", "until", "is_refused"),
    [
        ("fjellvik rør", (None, None), True), ("Fjellvik Rør AS", (2026, 6), True), ("Fjellvik Rør AS", (2026, 4), False),
        ("Fjellvik Rør", (2026, None), True), ("Annet AS", (None, None), False), ("Avdeling Øst", (2026, 10), True),
    ],
)  # fmt: skip
def test_the_own_cv_tells_of_a_former_employer(payroll, employer, until, is_refused):
    order = JobOrderFactory(kind="staffing", company__name="Fjellvik Rør AS")
    SubUnitFactory(company=order.company, name="Avdeling Øst")
    candidate = CandidateFactory()
    WorkExperienceFactory(candidate=candidate, employer=employer, from_year=2024, to_year=until[0], to_month=until[1])
    work = employed(subject=candidate.subject)

    if is_refused:
        with pytest.raises(rules.KnownFormerEmployer):
            plan(payroll, order=order, work=work)
    else:
        plan(payroll, order=order, work=work)
    assert Assignment.objects.exists() == (not is_refused)


def test_the_day_somebody_says_answers_a_year_in_the_cv_and_not_another_month(payroll):
    order = JobOrderFactory(kind="staffing", company__name="Fjellvik Rør AS")
    candidate = CandidateFactory()
    row = WorkExperienceFactory(candidate=candidate, employer="Fjellvik Rør", from_year=2024, to_year=2026, to_month=9)
    work, left = employed(subject=candidate.subject), {"worked_at_client": True, "left_client_on": D(2026, 2, 28)}

    with pytest.raises(rules.KnownFormerEmployer):
        plan(payroll, order=order, work=work, **left)
    row.to_month = None
    row.save()
    assert plan(payroll, order=order, work=work, **left).left_client_on == D(2026, 2, 28)


# --- changes ---
@pytest.mark.promise("P40")
def test_days_and_leader_change_within_the_law(payroll):
    row = plan(payroll)
    with pytest.raises(assignments.Begun):
        assignments.change_days(assignment=row, starts_on=TODAY + DAY, ends_on=row.ends_on, by=payroll, at=NOW)
    with pytest.raises(assignments.InThePast):
        assignments.change_days(assignment=row, starts_on=TODAY, ends_on=TODAY, by=payroll, at=NOW + DAY)
    with pytest.raises(rules.NotTheirContact):
        assignments.change_leader(assignment=row, leader=ClientContactFactory(), by=payroll, at=NOW)

    assignments.change_days(assignment=row, starts_on=TODAY, ends_on=TODAY + 60 * DAY, by=payroll, at=NOW)
    assert TrailEntry.objects.latest("pk").fields == ["ends_on"]
    leader = ClientContactFactory(company=row.order.company)
    assignments.change_leader(assignment=row, leader=leader, by=payroll, at=NOW)

    row.refresh_from_db()
    assert (row.ends_on, row.leader) == (TODAY + 60 * DAY, leader)
    assert Disclosure.objects.filter(contact_uuid=leader.pk).count() == 1


def test_what_is_planned_is_dropped_and_what_has_begun_is_ended(payroll):
    row = plan(payroll)
    later = plan(payroll, work=row.employment, starts_on=TODAY + 40 * DAY, ends_on=TODAY + 50 * DAY)

    with pytest.raises(assignments.Begun):
        assignments.drop(assignment=row, by=payroll, at=NOW)
    with pytest.raises(assignments.NotBegun):
        assignments.end(assignment=later, ends_on=TODAY, by=payroll, at=NOW)
    with pytest.raises(assignments.NotSoFar):
        assignments.end(assignment=row, ends_on=TODAY + DAY, by=payroll, at=NOW)
    assignments.drop(assignment=later, by=payroll, at=NOW)
    assert list(Assignment.objects.all()) == [row]
    assert JournalEntry.objects.get(kind="erased").details == {"rows": [["candidates.Assignment", str(later.pk)]]}


# --- the end ---
@pytest.mark.promise("P28")
def test_the_end_takes_the_checks_of_that_order_in_the_same_transaction_and_tells(payroll):
    row = plan(payroll)
    mine = checked_for(row.order, row.employment.subject)
    elsewhere = checked_for(JobOrderFactory(), row.employment.subject)

    assignments.end(assignment=row, ends_on=TODAY, by=payroll, at=NOW + 2 * DAY)

    row.refresh_from_db()
    assert (row.ends_on, row.ended_at, row.ended_by) == (TODAY, NOW + 2 * DAY, payroll)
    assert list(SpecialCheck.objects.values_list("pk", flat=True)) == [elsewhere.pk]
    assert CheckTally.objects.get().cause == "assignment_ended"
    told = OutgoingMail.objects.filter(subject=mine.notice.application.candidate.subject)
    assert told.count() == 1
    with pytest.raises(assignments.AlreadyEnded):
        assignments.end(assignment=row, ends_on=TODAY, by=payroll, at=NOW + 2 * DAY)
    refused("stays as it was", lambda: Assignment.objects.filter(pk=row.pk).update(ends_on=TODAY + DAY))


@pytest.mark.promise("P28")
def test_the_database_lets_no_assignment_end_without_its_checks(payroll):
    row = plan(payroll)
    checked_for(row.order, row.employment.subject)

    def end_it():
        Assignment.objects.filter(pk=row.pk).update(ended_at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused("go with the end of the assignment", end_it)


@pytest.mark.promise("P28")
def test_the_night_ends_what_ran_out_and_finds_what_it_missed(payroll):
    row = plan(payroll)
    checked_for(row.order, row.employment.subject)
    last, after = NOW + 30 * DAY, NOW + 31 * DAY
    assert (assignments.end_over(at=last), SpecialCheck.objects.count()) == (0, 1)
    late = NOW + 33 * DAY
    assert list(assignment_promises.not_ended(late)) == [row.pk]
    assert (len(list(assignment_promises.checks_left(late))), assignment_promises.are_left(late)) == (1, True)

    assert assignments.end_over(at=after) == 1

    row.refresh_from_db()
    assert (row.ended_at, row.ended_by, row.ends_on, SpecialCheck.objects.count()) == (after, None, last.date(), 0)
    assert (list(assignment_promises.not_ended(late)), assignment_promises.are_left(late)) == ([], False)
    assert assignments.end_over(at=late) == 0


@pytest.mark.promise("P40")
def test_the_last_day_at_work_shortens_what_runs_and_drops_what_would_begin(payroll):
    row = plan(payroll)
    plan(payroll, work=row.employment, starts_on=TODAY + 40 * DAY, ends_on=TODAY + 50 * DAY)

    employments.end(employment=row.employment, ends_on=TODAY + 10 * DAY, end_cause="resigned", by=payroll, at=NOW + DAY)

    assert list(Assignment.objects.values_list("pk", "ends_on", "ended_at")) == [(row.pk, TODAY + 10 * DAY, None)]


@pytest.mark.promise("P28")
def test_a_last_day_that_has_passed_ends_what_ran_with_its_checks(payroll):
    row = plan(payroll)
    checked_for(row.order, row.employment.subject)

    employments.end(employment=row.employment, ends_on=TODAY, end_cause="resigned", by=payroll, at=NOW + DAY)

    row.refresh_from_db()
    assert (row.ends_on, row.ended_at, SpecialCheck.objects.count()) == (TODAY, NOW + DAY, 0)


@pytest.mark.promise("P40")
def test_days_at_a_client_stay_in_the_employment(payroll):
    row = plan(payroll)
    assignments.end(assignment=row, ends_on=TODAY + DAY, by=payroll, at=NOW + DAY)

    with pytest.raises(assignments.OutsideEmployment):
        employments.end(employment=row.employment, ends_on=TODAY, end_cause="resigned", by=payroll, at=NOW + DAY)
    refused("outside the employment", lambda: Employment.objects.update(ends_on=TODAY))
    refused("outside the employment", lambda: Employment.objects.update(starts_on=TODAY + DAY))


@pytest.mark.promise("P40")
def test_an_order_stays_open_while_somebody_works_on_it(payroll):
    row = plan(payroll)
    with pytest.raises(orders.StillHiredOut):
        orders.close(order=row.order, by=payroll, at=NOW + DAY)
    refused("still hired out", lambda: JobOrder.objects.update(closed_at=NOW + DAY))

    assignments.end(assignment=row, ends_on=TODAY, by=payroll, at=NOW + DAY)
    orders.close(order=row.order, by=payroll, at=NOW + DAY)

    assert JobOrder.objects.get(pk=row.order_id).closed_at == NOW + DAY


# --- three years ---
@pytest.mark.parametrize(
    ("stays", "since"),
    [
        ([], None),
        ([(D(2026, 1, 1), D(2026, 12, 31))], D(2026, 1, 1)),
        ([(D(2026, 1, 1), D(2026, 12, 31)), (D(2025, 1, 1), D(2025, 12, 1))], D(2025, 1, 1)),  # thirty-one days apart
        ([(D(2026, 1, 1), D(2026, 12, 31)), (D(2025, 1, 1), D(2025, 11, 30))], D(2026, 1, 1)),
        ([(D(2026, 1, 1), D(2026, 12, 31)), (D(2027, 2, 1), D(2027, 3, 1))], D(2026, 1, 1)),
    ],
)
def test_the_run_of_periods_at_one_client_is_counted_with_short_breaks(stays, since):
    assert reading.unbroken_since(stays, D(2026, 12, 31)) == since


@pytest.mark.parametrize("several", [1, 3])
def test_three_years_at_one_client_are_seen_coming(several, django_assert_num_queries):
    work = employed(starts_on=D(2024, 1, 1))
    order = JobOrderFactory(kind="staffing")
    AssignmentFactory(employment=work, order=order, starts_on=D(2024, 3, 1), ends_on=D(2026, 11, 1))
    row = AssignmentFactory(employment=work, order=order, starts_on=D(2026, 11, 5), ends_on=D(2026, 12, 1))
    for _each in range(several):
        AssignmentFactory()

    with django_assert_num_queries(2):
        found = reading.near(TODAY, Assignment.objects.all())
    assert (found, reading.right_from(row), reading.is_near(row)) == ([row], D(2027, 3, 1), True)


# --- whose it is ---
def test_who_sees_which():
    row, other = AssignmentFactory(), AssignmentFactory()
    adviser = row.order.adviser
    sees = lambda who: set(Assignment.objects.visible_to(who))  # noqa: E731

    assert (sees(adviser), sees(StaffFactory()), sees(StaffFactory(roles=["finance"]))) == ({row}, set(), set())
    assert sees(StaffFactory(roles=["manager"])) == sees(StaffFactory(roles=["payroll"])) == {row, other}
    RestrictionFactory(subject=row.employment.subject)
    assert (sees(adviser), sees(StaffFactory(roles=["payroll"]))) == (set(), {other})
    with pytest.raises(subjects.IsRestricted):
        assignments.end(assignment=row, ends_on=TODAY, by=adviser, at=NOW)


def test_a_leader_who_is_erased_leaves_the_period(payroll):
    row = plan(payroll)

    erasure.erase_person(subject_id=row.leader.subject_id, cause=ErasureCause.STAFF, by=payroll, at=NOW)

    row.refresh_from_db()
    assert row.leader is None


def test_the_employee_finds_it_in_the_copy(payroll):
    row = plan(payroll)

    told = copy_of(row.employment.subject_id).values("candidates.Assignment")

    assert [(each["place"], each["ground"]) for each in told] == [("Storgata 1, Trondheim", "substitute")]


@pytest.mark.promise("P52")
def test_it_goes_three_years_after_the_last_day(payroll):
    row = plan(payroll)
    assignments.end(assignment=row, ends_on=TODAY, by=payroll, at=NOW)
    due = {item.key[0]: item.due_on for item in explain(row.employment.subject_id, TODAY).items}
    there = []

    for day in (D(2029, 11, 22), D(2029, 11, 23)):
        purge.run(as_of=day, at=datetime.datetime.combine(day, datetime.time(3), tzinfo=datetime.UTC))
        there.append(Assignment.objects.filter(pk=row.pk).exists())

    assert (due["candidates.Assignment"], there) == (D(2029, 11, 23), [True, False])
    assert Employment.objects.filter(pk=row.employment_id).exists()
