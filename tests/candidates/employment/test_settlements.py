"""Final pay and holiday pay after the month of the last day: reported with it, for whoever still has a file (P40)."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import authority_reports, report_deliveries, settlements
from candidates.choices.reports import Found
from candidates.models import AuthorityReport, EmploymentFile, ReportedEmployment
from candidates.queries import authority_reports as reading
from candidates.queries import report_format
from privacy.actions.subjects import PersonIsGone
from privacy.models import JournalEntry, TrailEntry
from tests.candidates.employment.reporting import AT, NOVEMBER, RECEIPT, D, agency, at_work, begun, codes, hourly, made
from tests.factories import EmploymentFactory, RestrictionFactory, StaffFactory
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P40")]
LEFT = {"ends_on": D(2026, 10, 31), "end_cause": "resigned"}


@pytest.fixture
def payroll():
    agency()
    return StaffFactory(roles=["payroll"])


@pytest.fixture
def report(payroll):
    at_work(2)
    return begun(payroll)


def paid(report, employment, by):
    line = report.lines.get(employment=employment)
    authority_reports.write_pay(report=report, pay={line.pk: hourly("10", "2500")}, by=by, at=AT)


def refused(kind, act, **more):
    with pytest.raises(kind):
        act(at=AT, **more)


def test_whoever_left_before_is_reported_with_the_last_day_and_the_pay(payroll, report):
    left = at_work(**LEFT)
    before = reading.to_settle(report).get()
    settlements.take_in(report=report, employment=left, by=payroll, at=AT)
    unpaid = codes(report)
    paid(report, left, payroll)

    content = made(report, payroll)

    persons = json.loads(content)["leveranse"]["oppgave"]["virksomhet"][0]["inntektsmottaker"]
    told = {each["arbeidsforholdId"]: each for person in persons for each in person["arbeidsforhold"]}
    income = {each["arbeidsforholdId"]: each["beloep"] for person in persons for each in person["inntekt"]}
    assert (before, unpaid, codes(report)) == (left, [Found.NOT_SETTLED], [])
    assert (told[str(left.pk)]["sluttdato"], told[str(left.pk)]["aarsakTilSluttdato"]) == (
        "2026-10-31", "arbeidstakerHarSagtOppSelv",
    )  # fmt: skip
    assert income[str(left.pk)] == "2500.00"
    assert report_format.problems(content) == []
    assert not reading.to_settle(report).exists()


def test_they_stay_when_the_facts_are_fetched_anew_and_in_a_correction(payroll, report):
    left = at_work(**LEFT)
    settlements.take_in(report=report, employment=left, by=payroll, at=AT)
    paid(report, left, payroll)

    authority_reports.fetch(report=report, by=payroll, at=AT)
    made(report, payroll)
    first = report_deliveries.send(report=report, receipt=RECEIPT, by=payroll, at=AT)
    second = authority_reports.correct(report=first, by=payroll, at=AT)

    line = second.lines.get(employment=left)
    assert (line.is_settlement, line.hourly_pay, line.ends_on) == (True, 2500, D(2026, 10, 31))
    assert (codes(second), reading.reports_to_correct(AT)) == ([], set())


def test_taken_out_nothing_is_left_and_no_restore_brings_it_back(payroll, report):
    left, stays = at_work(**LEFT), report.lines.get()
    settlements.take_in(report=report, employment=left, by=payroll, at=AT)
    line = report.lines.get(employment=left)

    settlements.leave_out(report=report, employment=left, by=payroll, at=AT)
    authority_reports.fetch(report=report, by=payroll, at=AT)

    assert list(report.lines.all()) == [stays]
    noted = JournalEntry.objects.filter(subject_uuid=left.subject_id).values_list("details", flat=True)
    assert [str(line.pk) in str(each) for each in noted] == [True]
    verbs = TrailEntry.objects.filter(subject_uuid=left.subject_id, object_id=str(line.pk)).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["collected", "removed"]
    refused(settlements.NotIn, settlements.leave_out, report=report, employment=stays.employment, by=payroll)


def test_who_works_who_is_prepared_who_is_gone_and_whose_file_is_gone_is_not_settled(payroll, report):
    at_work_still, draft, over, gone = (
        at_work(3, ends_on=NOVEMBER),
        EmploymentFactory(),
        at_work(**LEFT),
        at_work(4, **LEFT),
    )
    EmploymentFile.objects.filter(employment=over).delete()
    EmploymentFile.objects.filter(employment=gone).delete()
    gone_before = type(gone)(pk=gone.pk, subject_id=gone.subject_id)
    gone.delete()

    offered = list(reading.to_settle(report))

    assert offered == []
    for employment, kind in (
        (at_work_still, settlements.NotLeft), (draft, settlements.NotLeft), (over, settlements.Over), (gone_before, PersonIsGone),
    ):  # fmt: skip
        refused(kind, settlements.take_in, report=report, employment=employment, by=payroll)


def test_nobody_but_payroll_and_not_in_what_was_sent(payroll, report):
    left = at_work(**LEFT)
    refused(
        authority_reports.NotPayroll,
        settlements.take_in,
        report=report,
        employment=left,
        by=StaffFactory(roles=["manager"]),
    )
    made(report, payroll)
    sent = report_deliveries.send(report=report, receipt=RECEIPT, by=payroll, at=AT)

    for act in (settlements.take_in, settlements.leave_out):
        refused(authority_reports.AlreadySent, act, report=sent, employment=left, by=payroll)


def test_whoever_has_restricted_data_is_reported_by_number(payroll, report, client):
    left = at_work(**LEFT)
    RestrictionFactory(subject_id=left.subject_id)
    sign_in(client, "payroll")
    page = reverse("admin:candidates_authorityreport_step", args=[report.pk, "settle"])

    shown = client.get(page).content.decode()
    client.post(page, {"employment": left.pk})

    assert (str(left) in shown, str(left.pk)[:8] in shown) == (False, True)
    assert report.lines.get(employment=left).is_settlement


def test_the_database_settles_only_who_has_a_last_day(payroll, report):
    with pytest.raises(IntegrityError, match="reported_settlement_has_a_last_day"), transaction.atomic():
        ReportedEmployment.objects.update(is_settlement=True)


def test_a_month_in_which_nobody_worked_can_be_begun_for_whoever_is_paid(payroll):
    left = at_work(**LEFT)

    assert NOVEMBER in reading.months_to_begin(AT)
    report = authority_reports.begin(month=NOVEMBER, by=payroll, at=AT)
    settlements.take_in(report=report, employment=left, by=payroll, at=AT)
    paid(report, left, payroll)

    assert codes(report) == []


def test_on_the_page_they_are_added_paid_and_taken_out_and_what_is_not_possible_says_so(payroll, report, client):
    client.cookies["django_language"] = "en"
    sign_in(client, "payroll")

    def step(name):
        return reverse("admin:candidates_authorityreport_step", args=[report.pk, name])

    nobody = client.get(step("settle")).content.decode()
    left = at_work(**LEFT)
    offered = client.get(step("settle")).content.decode()
    nothing_chosen = client.post(step("settle"), {}).content.decode()
    client.post(step("settle"), {"employment": left.pk})
    is_in = report.lines.filter(employment=left).exists()
    client.post(step("leave-out"), {"employment": left.pk})
    not_in = client.get(step("leave-out")).content.decode()

    assert ("Nobody left before this month" in nobody, "<form" in nobody.split("<main")[-1]) == (True, False)
    assert f"{left}, last day 31. October 2026" in offered or f"{left}, last day" in offered
    assert ("Choose who." in nothing_chosen, is_in) == (True, True)
    assert "Nobody is in it who left before the month." in not_in
    assert AuthorityReport.objects.get(pk=report.pk).lines.count() == 1
