"""The monthly report to authorities: its file, what stops it, its correction, its place in the history (P40, P41)."""

import datetime
import json
import os
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from candidates.actions import authority_reports, employments, report_deliveries, sealed_numbers
from candidates.choices.reports import Found, ReportAnswer
from candidates.models import AuthorityReport, Employment, EmploymentFile, ReportedEmployment
from candidates.models.authority_report import due_on
from candidates.queries import authority_reports as reading
from candidates.queries import report_format, report_promises
from privacy.actions import purge
from privacy.models import Controller, Disclosure, JournalEntry, Recipient, Subject, TrailEntry
from privacy.queries.promises import engine
from privacy.storage.fields import sealed
from privacy.validators import national_id
from tests.candidates.employment.reporting import (
    AT,
    NOVEMBER,
    NUMBERS,
    RECEIPT,
    SUB,
    D,
    agency,
    at_work,
    begun,
    codes,
    hourly,
    made,
    sent,
)
from tests.database_role import by_force
from tests.factories import CollectionFactory, RestrictionFactory, StaffFactory
from tests.privacy.package.world import copy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
GOLDEN = Path(__file__).parent / "golden"
DAY = datetime.timedelta(days=1)
DECEMBER = datetime.datetime(2026, 12, 7, 22, 0, tzinfo=datetime.UTC)


@pytest.fixture
def payroll():
    agency()
    return StaffFactory(roles=["payroll"])


def refused(pattern, act):
    with pytest.raises(IntegrityError, match=pattern), transaction.atomic():
        act()


# --- the file ---
def as_written(name, content):
    """What was agreed that the file is; the numbers of the message, which are random, stand as letters."""
    message = json.loads(content)
    message["leveranse"]["meldingsId"] = "M"
    if os.environ.get("REWRITE"):
        (GOLDEN / name).write_text(json.dumps(message, ensure_ascii=False, indent=2) + "\n")
    assert message == json.loads((GOLDEN / name).read_text())
    assert json.dumps(message, ensure_ascii=False, indent=2) + "\n" == (GOLDEN / name).read_text()


@pytest.mark.promise("P40", "P41")
def test_the_file_of_one_is_as_agreed(payroll):
    at_work()

    content = made(begun(payroll), payroll)

    as_written("one.json", content)
    assert report_format.problems(content) == []


def twelve():
    """Of each kind some: paid by the month and by the hour, permanent and temporary, begun, ended, changed, unpaid."""
    kinds = [
        {"pay_kind": "monthly", "pay": Decimal("41500.50"), "percentage": Decimal(100)},
        {},
        {"working_time": "skift365", "full_time_hours": Decimal("36.50")},
        {"form": "temporary", "temporary_ground": "substitute", "ends_on": D(2027, 1, 31)},
        {"ends_on": D(2026, 11, 15), "end_cause": "resigned"},
        {"starts_on": D(2026, 11, 16)},
    ]
    for number in range(1, 13):
        row = at_work(number, national_id=synthetic(number))
        first = kinds[number % 6].get("starts_on", row.starts_on)
        Employment.objects.filter(pk=row.pk).update(
            **{"percentage_changed_on": first, "pay_changed_on": first} | kinds[number % 6]
        )


def synthetic(number):
    """By the rule for synthetic numbers: the month raised by eighty, both check digits right."""
    day = f"{number:02}85{60 + number}"
    return next(found for tail in range(10000, 20000) if (found := _checked(f"{day}{tail}")))


def _checked(number):
    weights = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
    if sum(a * b for a, b in zip(weights, map(int, number), strict=False)) % 11:
        return ""
    try:
        return national_id(number)
    except report_deliveries.ValidationError:
        return ""


def test_the_file_of_twelve_is_as_agreed(payroll):
    twelve()
    report = authority_reports.begin(month=NOVEMBER, by=payroll, at=AT)
    for line in report.lines.known():
        fixed = {"fixed_pay": Decimal("41500.50"), "overtime_pay": Decimal("812.25")}
        pay = fixed if line.pay_kind == "monthly" else {} if line.form == "temporary" else hourly("97.5", "24375")
        authority_reports.write_pay(report=report, pay={line.pk: pay}, by=payroll, at=AT)

    content = made(report, payroll)

    as_written("twelve.json", content)
    assert report_format.problems(content) == []


@pytest.mark.parametrize("name", ["one.json", "twelve.json"])
def test_the_agreed_files_are_as_the_format_wants(name):
    message = json.loads((GOLDEN / name).read_text())
    message["leveranse"]["meldingsId"] = str(UUID(int=1))

    assert report_format.problems(json.dumps(message).encode()) == []


def spoilt(change):
    message = json.loads((GOLDEN / "one.json").read_text())
    message["leveranse"]["meldingsId"] = str(UUID(int=1))
    unit = message["leveranse"]["oppgave"]["virksomhet"][0]
    change(message["leveranse"], unit, unit["inntektsmottaker"][0])
    return [(each.place.rpartition(".")[2], each.code) for each in report_format.problems(json.dumps(message).encode())]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda top, unit, person: top.update(kildesystem=top.pop("kildesystem")), [("leveranse", "order")]),
        (lambda top, unit, person: top.pop("opplysningspliktig"), [("opplysningspliktig", "missing")]),
        (lambda top, unit, person: top.update(kalendermaaned="2026-13"), [("kalendermaaned", "format")]),
        (lambda top, unit, person: top.update(leveringstidspunkt="2026-12-03T10:00:00"), [("leveringstidspunkt", "format")]),
        (lambda top, unit, person: top["oppgave"].update(betalingsinformasjon={}), [("betalingsinformasjon", "unknown")]),
        (lambda top, unit, person: unit.update(norskIdentifikator="310000923"), [("norskIdentifikator", "format")]),
        (lambda top, unit, person: person.update(norskIdentifikator="03851598731"), [("norskIdentifikator", "format")]),
        (lambda top, unit, person: person["arbeidsforhold"][0].update(yrke="323110"), [("yrke", "format")]),
        (lambda top, unit, person: person["arbeidsforhold"][0].update(arbeidstidsordning="natt"), [("arbeidstidsordning", "value")]),
        (lambda top, unit, person: person["arbeidsforhold"][0].update(stillingsprosent="100.01"), [("stillingsprosent", "format")]),
        (lambda top, unit, person: person["arbeidsforhold"][0].update(startdato="2025-02-30"), [("startdato", "format")]),
        (lambda top, unit, person: person["inntekt"][0].update(beloep=30000), [("beloep", "format")]),
        (lambda top, unit, person: person["inntekt"][0].update(beloep="-1.00"), [("beloep", "format")]),
        (lambda top, unit, person: person["inntekt"][0].update(beloep="0.00"), [("beloep", "format")]),
        (lambda top, unit, person: person["inntekt"][0]["loennsinntekt"].pop("antall"), [("antall", "hours")]),
        (lambda top, unit, person: person["inntekt"][0].update(arbeidsforholdId="2"), [("arbeidsforholdId", "unknown_employment")]),
        (
            lambda top, unit, person: person["inntekt"][0].update(utloeserArbeidsgiveravgift="true"),
            [("utloeserArbeidsgiveravgift", "value")],
        ),
    ],
)  # fmt: skip
def test_whatever_is_not_as_the_format_wants_is_found(change, found):
    assert spoilt(change) == found


def test_who_left_and_came_back_is_one_person_with_two_employments(payroll):
    first = at_work(1, ends_on=D(2026, 11, 10), end_cause="resigned")
    at_work(2, subject=first.subject, starts_on=D(2026, 11, 20), national_id=NUMBERS[0])
    Employment.objects.update(pay_changed_on=None, percentage_changed_on=None)

    people = json.loads(made(begun(payroll), payroll))["leveranse"]["oppgave"]["virksomhet"][0]["inntektsmottaker"]

    assert [len(each["arbeidsforhold"]) for each in people] == [2]
    assert [each["arbeidsforhold"][0].get("sluttdato") for each in people] == ["2026-11-10"]


def test_what_came_after_the_month_is_not_in_it(payroll):
    row = at_work(ends_on=D(2026, 12, 31), end_cause="resigned")
    Employment.objects.filter(pk=row.pk).update(percentage_changed_on=D(2026, 12, 2))

    report = begun(payroll)

    line = report.lines.get()
    assert (line.ends_on, line.end_cause, line.percentage_changed_on, line.pay_changed_on) == (
        None,
        "",
        None,
        D(2026, 5, 1),
    )
    assert Found.CHANGED_LATER in codes(report)


# --- what stops it ---
def spoil(**values):
    return lambda row: Employment.objects.filter(pk=row.pk).update(**values)


def unguarded(act):
    def without(row):
        with by_force() as cursor:
            cursor.execute("SET session_replication_role = replica")
            act(row)
            cursor.execute("SET session_replication_role = DEFAULT")

    return without


def no_number(row):
    number = sealed("12345678901", row=row, field="national_id")
    Employment.objects.filter(pk=row.pk).update(national_id=number)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda row: Controller.objects.update(sub_unit=""), [Found.NO_SUB_UNIT]),
        (lambda row: Controller.objects.update(org_number="310000907"), [Found.NO_MAIN_UNIT]),
        (no_number, [Found.NO_NUMBER]),
        (spoil(national_id="RlJLMQ=="), [Found.UNREADABLE]),
        (unguarded(spoil(full_time_hours=None)), [Found.NO_FULL_TIME]),
        (unguarded(spoil(working_time="")), [Found.NO_WORKING_TIME]),
        (lambda row: CollectionFactory(untold=True, subject=row.subject), [Found.UNTOLD]),
        (lambda row: RestrictionFactory(subject=row.subject), [Found.RESTRICTED]),
        (spoil(ends_on=D(2026, 11, 20)), [Found.NO_CAUSE]),
    ],
)
def test_what_is_missing_is_found(payroll, harm, found):
    harm(at_work())

    assert codes(begun(payroll)) == found


@pytest.mark.parametrize(
    ("pay", "found"),
    [
        (hourly(), []),
        (hourly("721"), [Found.IMPLAUSIBLE, Found.FAR_OFF]),
        (hourly("120", "1000000.01"), [Found.IMPLAUSIBLE, Found.FAR_OFF]),
        (hourly("120", "3000"), [Found.FAR_OFF]),
        ({}, [Found.NO_PAY]),
    ],
)
def test_pay_that_cannot_be_right_stops_it_and_what_may_be_wrong_is_looked_at(payroll, pay, found):
    at_work()

    assert codes(begun(payroll, pay=pay)) == found


def test_whoever_came_or_changed_since_is_fetched(payroll):
    row = at_work()
    report = begun(payroll)
    at_work(2)
    Employment.objects.filter(pk=row.pk).update(percentage=50)
    before = codes(report)

    authority_reports.fetch(report=report, by=payroll, at=AT)

    assert (before, codes(report)) == ([Found.MISSING, Found.STALE], [Found.NO_PAY])
    assert report.lines.get(employment=row).hourly_pay == 30000


def test_whoever_was_not_employed_after_all_is_taken_out(payroll):
    row = at_work()
    at_work(2)
    report = begun(payroll)
    Employment.objects.filter(pk=row.pk).update(ends_on=D(2026, 10, 31), end_cause="resigned")
    before = codes(report)

    authority_reports.fetch(report=report, by=payroll, at=AT)

    assert (before, codes(report)) == ([Found.NOT_IN_FORCE, Found.STALE], [])


def test_errors_and_warnings_nobody_looked_at_stop_the_file(payroll):
    row = at_work()
    report = begun(payroll, pay={})
    with pytest.raises(report_deliveries.NotLookedAt):
        report_deliveries.make_file(report=report, by=payroll, at=AT)
    made(report, payroll)

    CollectionFactory(untold=True, subject=row.subject)

    with pytest.raises(authority_reports.NotInOrder):
        report_deliveries.make_file(report=report, by=payroll, at=AT)


def test_a_warning_more_is_looked_at_anew(payroll):
    at_work()
    report = begun(payroll, pay={})
    made(report, payroll)

    with pytest.raises(report_deliveries.NotLookedAt):
        report_deliveries.make_file(report=report, by=payroll, at=DECEMBER + DAY)


@pytest.mark.parametrize(
    "values", [{"fixed_pay": -1}, {"hourly_pay": 0, "hours": 1}, {"hours": -1, "hourly_pay": 1}, {"overtime_pay": 0}]
)
def test_the_database_takes_no_pay_of_less_than_something(payroll, values):
    at_work()
    report = begun(payroll, pay={})

    refused("reported_amounts", lambda: report.lines.update(**values))
    refused("reported_hours", lambda: report.lines.update(hours=10))


def test_a_month_without_pay_is_reported_all_the_same(payroll):
    at_work()

    content = json.loads(made(begun(payroll, pay={}), payroll))

    assert content["leveranse"]["oppgave"]["virksomhet"][0]["inntektsmottaker"][0]["inntekt"] == []


def test_whoever_has_restricted_data_is_reported_because_the_law_says_so(payroll):
    row = at_work()
    RestrictionFactory(subject=row.subject)

    report = sent(payroll)

    assert list(ReportedEmployment.objects.visible_to(payroll)) == []
    assert Disclosure.objects.filter(subject_uuid=row.subject_id).count() == 1
    assert report.is_sent is True


# --- the numbers ---
def test_what_is_opened_for_the_file_stands_in_each_history_and_nowhere_in_the_database(payroll):
    rows = [at_work(number) for number in (1, 2, 3)]
    report = begun(payroll)

    content = made(report, payroll).decode()

    assert [NUMBERS[number] in content for number in range(3)] == [True] * 3
    told = TrailEntry.objects.filter(verb="revealed").order_by("pk")
    assert {each.subject_uuid for each in told} == {row.subject_id for row in rows}
    assert {tuple(each.fields) for each in told} == {("for_report", "national_id")}
    with connection.cursor() as cursor:
        whole = []
        for model in apps.get_models():
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            whole += [line for (line,) in cursor.fetchall()]
    assert [line for line in whole if any(number in line for number in NUMBERS)] == []


def test_nobody_but_payroll_reports(payroll):
    at_work()
    report = begun(payroll)
    for other in (StaffFactory(), StaffFactory(roles=["manager"]), StaffFactory(roles=["finance"])):
        for act in (
            lambda by: authority_reports.begin(month=NOVEMBER, by=by, at=AT),
            lambda by: authority_reports.write_pay(report=report, pay={}, by=by, at=AT),
            lambda by: authority_reports.fetch(report=report, by=by, at=AT),
            lambda by: authority_reports.drop(report=report, by=by, at=AT),
            lambda by: report_deliveries.make_file(report=report, by=by, at=AT),
            lambda by: report_deliveries.send(report=report, receipt=RECEIPT, by=by, at=AT),
            lambda by: authority_reports.correct(report=report, by=by, at=AT),
        ):
            with pytest.raises(authority_reports.NotPayroll):
                act(other)


def test_the_same_rows_make_the_same_file_and_others_another_message(payroll):
    at_work()
    report = begun(payroll)
    first, again = made(report, payroll), made(report, payroll, AT + DAY)
    line = report.lines.get()
    known = AuthorityReport.objects.get()

    authority_reports.write_pay(report=report, pay={line.pk: hourly("100", "25000")}, by=payroll, at=AT)
    other = made(report, payroll)

    assert (first == again, first == other) == (True, False)
    fresh = AuthorityReport.objects.get()
    assert (known.message_id == fresh.message_id, known.idempotency_key == fresh.idempotency_key) == (False, False)


# --- sent ---
@pytest.mark.promise("P41")
def test_of_each_employee_it_is_written_what_was_given_to_whom(payroll):
    rows = [at_work(number) for number in (1, 2)]

    report = sent(payroll)

    given = Disclosure.objects.order_by("pk")
    assert {each.subject_uuid for each in given} == {row.subject_id for row in rows}
    assert {(str(each.recipient.pk), tuple(each.categories), each.activity.code) for each in given} == {
        (str(reading.A_ORDNINGEN), ("employment", "identity"), "authority_reports")
    }
    assert (report.sent_by, report.receipt_reference, report.sub_unit) == (payroll, "AR-4711", SUB)
    assert list(report_promises.reported_without_a_line(AT)) == []
    assert list(engine.looked_at_too_late(AT)) == []


def test_the_same_receipt_twice_is_noted_once_and_another_not_at_all(payroll):
    at_work()
    report = sent(payroll)

    report_deliveries.send(report=report, receipt=RECEIPT, by=payroll, at=AT)

    assert Disclosure.objects.count() == 1
    with pytest.raises(authority_reports.AlreadySent):
        report_deliveries.send(report=report, receipt=RECEIPT._replace(reference="AR-1"), by=payroll, at=AT)


@pytest.mark.promise("P41")
def test_nothing_of_what_was_sent_is_changed(payroll):
    at_work()
    report = sent(payroll)

    for act in (
        lambda: AuthorityReport.objects.update(receipt_reference="annen"),
        lambda: AuthorityReport.objects.update(
            sent_at=None, sent_by=None, receipt_reference="", received_on=None, answer=""
        ),
    ):
        refused("not changed", act)
    refused("stays", lambda: AuthorityReport.objects.filter(pk=report.pk)._raw_delete("default"))
    refused("not changed", lambda: ReportedEmployment.objects.update(fixed_pay=1))
    refused("not changed", lambda: ReportedEmployment.objects.create(
        report=report, employment=at_work(2), form="permanent", percentage=1, pay_kind="hourly", starts_on=NOVEMBER))  # fmt: skip
    for act in (
        lambda: authority_reports.write_pay(report=report, pay={}, by=payroll, at=AT),
        lambda: authority_reports.fetch(report=report, by=payroll, at=AT),
        lambda: authority_reports.drop(report=report, by=payroll, at=AT),
    ):
        with pytest.raises(authority_reports.AlreadySent):
            act()


def test_the_database_sends_nothing_without_the_ledger_a_receipt_or_anybody(payroll):
    at_work()
    report = begun(payroll)
    made(report, payroll)
    sending = {
        "sent_at": AT,
        "sent_by": payroll,
        "receipt_reference": "A",
        "received_on": AT.date(),
        "answer": "received",
    }

    refused("ledger", lambda: AuthorityReport.objects.update(**sending))
    refused("report_sent_with_a_receipt", lambda: AuthorityReport.objects.update(receipt_reference="A"))
    ReportedEmployment.objects.all().delete()
    refused("of somebody", lambda: AuthorityReport.objects.update(**sending))


@pytest.mark.parametrize(("received", "at"), [(D(2026, 12, 2), AT), (D(2026, 12, 4), AT)])
def test_nothing_is_received_before_the_file_was_made_nor_later_than_today(payroll, received, at):
    at_work()
    report = begun(payroll)
    made(report, payroll)

    with pytest.raises(report_deliveries.BeforeFile):
        report_deliveries.send(report=report, receipt=RECEIPT._replace(received_on=received), by=payroll, at=at)


def test_what_was_not_in_the_file_was_not_sent(payroll):
    row = at_work()
    report = begun(payroll)
    with pytest.raises(report_deliveries.NoFile):
        report_deliveries.send(report=report, receipt=RECEIPT, by=payroll, at=AT)
    made(report, payroll)
    sealed_numbers.note_national_id(employment=row, number=NUMBERS[1], by=payroll, at=AT)

    with pytest.raises(report_deliveries.ChangedSince):
        report_deliveries.send(report=report, receipt=RECEIPT, by=payroll, at=AT)
    assert Disclosure.objects.count() == 0


def test_who_is_no_recipient_any_more_is_given_nothing(payroll):
    at_work()
    sent(payroll)
    Recipient.objects.update(ended_on=D(2026, 12, 1))
    correction = authority_reports.correct(report=AuthorityReport.objects.get(), by=payroll, at=AT)
    made(correction, payroll)

    with pytest.raises(report_deliveries.disclosures.NotAllowed):
        report_deliveries.send(report=correction, receipt=RECEIPT, by=payroll, at=AT)


# --- corrected ---
def erstatter(content):
    return json.loads(content)["leveranse"].get("erstatterMeldingsId")


@pytest.mark.promise("P41")
def test_a_correction_is_a_new_report_that_names_the_one_it_replaces(payroll):
    at_work()
    first = sent(payroll)
    second = authority_reports.correct(report=first, by=payroll, at=AT)
    content = made(second, payroll)
    second = report_deliveries.send(
        report=second, receipt=RECEIPT._replace(answer=ReportAnswer.REFUSED), by=payroll, at=AT
    )
    third = authority_reports.correct(report=second, by=payroll, at=AT)

    assert erstatter(content) == str(first.message_id)
    assert third.lines.get().hourly_pay == 30000
    assert erstatter(made(third, payroll)) == str(first.message_id)  # what was refused never reached them
    assert list(AuthorityReport.objects.standing()) == [first]
    with pytest.raises(authority_reports.NotTheNewest):
        authority_reports.correct(report=first, by=payroll, at=AT)
    with pytest.raises(authority_reports.NotSent):
        authority_reports.correct(report=third, by=payroll, at=AT)


def test_a_month_is_begun_once_and_not_before_it_comes(payroll):
    at_work()
    begun(payroll)

    with pytest.raises(authority_reports.AlreadyBegun):
        authority_reports.begin(month=NOVEMBER, by=payroll, at=AT)
    with pytest.raises(authority_reports.NotYet):
        authority_reports.begin(month=D(2027, 1, 1), by=payroll, at=AT)
    refused(
        "report_corrected_by_the_next|report_one_begun",
        lambda: AuthorityReport.objects.create(month=NOVEMBER, made_by=payroll, made_at=AT),
    )
    refused(
        "report_of_a_month", lambda: AuthorityReport.objects.create(month=D(2026, 10, 2), made_by=payroll, made_at=AT)
    )


def test_the_database_corrects_only_what_was_sent_of_the_same_month(payroll):
    at_work()
    report = begun(payroll)

    refused(
        "same month",
        lambda: AuthorityReport.objects.create(month=D(2026, 10, 1), replaces=report, made_by=payroll, made_at=AT),
    )


def test_what_is_dropped_leaves_nothing(payroll):
    at_work()
    report = begun(payroll)
    line = report.lines.get()

    authority_reports.drop(report=report, by=payroll, at=AT)

    assert JournalEntry.objects.get(kind="erased").details == {
        "rows": [["candidates.ReportedEmployment", str(line.pk)]]
    }
    assert (AuthorityReport.objects.count(), ReportedEmployment.objects.count()) == (0, 0)
    assert TrailEntry.objects.latest("pk").verb == "removed"


def test_what_is_put_right_after_the_report_says_that_a_correction_is_due(payroll):
    row = at_work()
    report = sent(payroll)
    before = reading.corrections_due(report)
    terms = {name: getattr(row, name) for name in (
        "first_name", "last_name", "title", "occupation_code", "form", "temporary_ground", "percentage", "full_time_hours",
        "working_time", "pay_kind", "pay", "starts_on", "ends_on")}  # fmt: skip

    employments.write_terms(employment=row, by=payroll, at=AT, **terms | {"percentage": 60})
    later = reading.corrections_due(report)
    employments.write_terms(
        employment=row, by=payroll, at=AT, **terms | {"percentage": 60, "occupation_code": "5131102"}
    )
    sealed_numbers.note_national_id(employment=row, number=NUMBERS[1], by=payroll, at=AT)

    assert (before, later) == ([], [])  # from now on 60 %: in November it was 80
    assert [names for _line, names in reading.corrections_due(report)] == [["occupation_code", "number_noted_at"]]


def test_when_pay_and_percentage_changed_follows_from_writing_them(payroll):
    row = at_work()
    Employment.objects.filter(pk=row.pk).update(pay_changed_on=None, percentage_changed_on=None)
    terms = {"percentage": 60, "pay": row.pay, "pay_kind": row.pay_kind, "starts_on": row.starts_on, "ends_on": None}

    employments.write_terms(employment=row, by=payroll, at=AT, **terms)

    row.refresh_from_db()
    assert (row.pay_changed_on, row.percentage_changed_on) == (row.starts_on, AT.date())
    refused("employment_changes_after", lambda: Employment.objects.update(pay_changed_on=D(2020, 1, 1)))
    refused("employment_full_position", lambda: Employment.objects.update(full_time_hours=49))


# --- when ---
@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    ("month", "day"),
    [
        ((2026, 11), (2026, 12, 7)),  # the 5th is a Saturday
        ((2026, 12), (2027, 1, 5)),
        ((2025, 12), (2026, 1, 5)),
        ((2027, 3), (2027, 4, 5)),
        ((2026, 3), (2026, 4, 7)),  # Easter Day is the 5th, the 6th Easter Monday
        ((2031, 3), (2031, 4, 7)),
        ((2024, 4), (2024, 5, 6)),  # the 5th is a Sunday
        ((2026, 4), (2026, 5, 5)),  # 1 May does not move what is due on the 5th
        ((2044, 5), (2044, 6, 7)),  # Whit Sunday, then Whit Monday
        ((2016, 4), (2016, 5, 6)),  # Ascension Day
    ],
)
def test_it_is_due_on_the_fifth_or_the_next_working_day(month, day):
    assert due_on(D(*month, 1)) == D(*day)


@pytest.mark.promise("P40")
def test_a_month_that_is_late_is_an_alarm_until_it_is_reported(payroll):
    at_work()
    Employment.objects.update(activated_at=datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    in_time, late = DECEMBER, DECEMBER + DAY

    told = [list(report_promises.months_late(at)) for at in (in_time, late)]
    report = begun(payroll)
    waiting = report_promises.waiting(late)
    made(report, payroll, late)
    report_deliveries.send(report=report, receipt=RECEIPT._replace(received_on=late.date()), by=payroll, at=late)

    assert told == [[], ["2026-11"]]
    assert [(month, due, row) for month, due, row in waiting] == [(NOVEMBER, D(2026, 12, 7), report)]
    assert (report_promises.is_late(late), report_promises.waiting(late)) == (False, [])


def test_a_refused_report_is_none(payroll):
    at_work()
    Employment.objects.update(activated_at=AT)

    sent(payroll, receipt=RECEIPT._replace(answer=ReportAnswer.REFUSED))

    assert reading.unreported(AT) == [NOVEMBER]


# --- how long ---
def nights(*days):
    for day in days:
        purge.run(as_of=day, at=datetime.datetime.combine(day, datetime.time(3), tzinfo=datetime.UTC))


@pytest.mark.promise("P41", "P52")
def test_what_was_reported_goes_month_by_month_and_no_day_too_early(payroll):
    row = at_work(starts_on=D(2025, 1, 1))
    for month, at in ((D(2025, 12, 1), datetime.datetime(2026, 1, 4, tzinfo=datetime.UTC)), (NOVEMBER, AT)):
        sent(payroll, at=at, month=month, receipt=RECEIPT._replace(received_on=at.date()))
    left = []

    for day in (D(2030, 12, 31), D(2031, 1, 1), D(2031, 12, 31), D(2032, 1, 1)):
        nights(day)
        left.append(sorted(ReportedEmployment.objects.values_list("report__month", flat=True)))

    assert left == [[D(2025, 12, 1), NOVEMBER], [NOVEMBER], [NOVEMBER], []]
    assert Employment.objects.filter(pk=row.pk).exists() is True
    assert Disclosure.objects.count() == 2  # the ledger has a time of its own


@pytest.mark.promise("P52")
def test_the_employment_stays_as_long_as_a_month_it_was_reported_in(payroll):
    row = at_work(starts_on=D(2025, 1, 1))
    sent(payroll)
    Employment.objects.filter(pk=row.pk).update(ends_on=D(2025, 12, 31), end_cause="mistake")
    EmploymentFile.objects.all().delete()
    Subject.objects.update(due_on=D(2031, 1, 1))

    nights(D(2031, 1, 1))
    before = ReportedEmployment.objects.count()
    nights(D(2032, 1, 1))

    assert (before, ReportedEmployment.objects.count(), Employment.objects.count()) == (1, 0, 0)


def test_when_the_file_is_gone_only_finance_sees_what_was_reported(payroll):
    at_work(ends_on=D(2026, 11, 30), end_cause="resigned")
    sent(payroll)

    def seen(role):
        colleague = StaffFactory(roles=[role])
        return [model.objects.visible_to(colleague).exists() for model in (AuthorityReport, ReportedEmployment)]

    before = {role: seen(role) for role in ("payroll", "manager", "finance", "adviser", "privacy", "system")}

    EmploymentFile.objects.all().delete()

    nothing, all_of_it, without_pay = [False, False], [True, True], [True, False]
    others = dict.fromkeys(("adviser", "privacy", "system", "finance"), nothing)
    assert before == {"payroll": all_of_it, "manager": without_pay, **others}
    assert [seen(role) for role in ("payroll", "manager", "finance", "adviser")] == [
        without_pay, without_pay, all_of_it, nothing,
    ]  # fmt: skip


@pytest.mark.promise("P41")
def test_the_employee_finds_it_in_the_own_copy(payroll):
    row = at_work()
    sent(payroll)

    told = copy_of(row.subject_id).values("candidates.ReportedEmployment")

    assert [(each["hourly_pay"], each["hours"]) for each in told] == [("30000.00", "120.00")]
    assert [str(each) for each in reading.of_person([row.subject_id])] == [str(row)]
