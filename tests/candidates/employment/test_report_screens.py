"""The pages of the monthly report: payroll fills it in and delivers it, others see what they may, nobody else anything (P40)."""

import json
import re
import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.actions import authority_reports, report_deliveries
from candidates.models import AuthorityReport, EmploymentFile, ReportedEmployment
from privacy.models import Disclosure, TrailEntry
from tests.candidates.employment.reporting import (
    AT,
    NOVEMBER,
    NUMBERS,
    RECEIPT,
    agency,
    at_work,
    begun,
    hourly,
    made,
    sent,
)
from tests.factories import NOW, RestrictionFactory, UserFactory
from tests.workspace import colleague, log_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


@pytest.fixture
def payroll(client, settings):
    settings.LANGUAGE_CODE = "en"
    agency()
    user = colleague("payroll")
    user.set_password("et langt passord")
    user.save()
    log_in(client, user)
    return user


def just_logged_in(client):
    session = client.session
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session[SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def page(name, report):
    return reverse(f"admin:{name}", args=[report.pk])


def step(report, name):
    return reverse("admin:candidates_authorityreport_step", args=[report.pk, name])


def typed(report, **more):
    return {
        f"{line.pk}-{name}": value
        for line in report.lines.all()
        for name, value in ({"hourly_pay": "30000", "hours": "120"} | more).items()
    }


def test_payroll_begins_a_month_writes_pay_and_finds_it_there(client, payroll):
    at_work()
    new = reverse("admin:candidates_authorityreport_add")

    wrong = client.post(new, {"month": "2020-01"})
    client.post(new, {"month": f"{NOW:%Y-%m}"})
    report = AuthorityReport.objects.get()
    client.post(page("report_pay", report), typed(report, overtime_pay="812,25"))

    assert "Choose one of the months there are." in wrong.text
    assert report.month == NOVEMBER
    assert ReportedEmployment.objects.values_list("hourly_pay", "hours", "overtime_pay").get() == (30000, 120, 812.25)
    shown = client.get(report.get_absolute_url())
    assert ("30,000.00" in shown.text, "812.25" in shown.text, "Lønnestad" in shown.text) == (True, True, True)


def test_what_was_typed_stays_when_something_of_it_is_wrong(client, payroll):
    at_work()
    report = begun(payroll, pay={})

    for wrong, said in [
        ({"hours": ""}, "Hourly pay has its hours"),
        ({"hourly_pay": "-1"}, "More than nothing"),
        ({"hourly_pay": "tretti tusen"}, "Write it like 30000,50."),
        ({"overtime_pay": "1" * 30}, "So much there is not in a month."),
    ]:
        answer = client.post(page("report_pay", report), typed(report, **wrong))

        assert (answer.status_code, said in answer.text) == (200, True)
        assert [
            each in answer.text for each in ("120" if "hours" not in wrong else "30000", *filter(None, wrong.values()))
        ] == [True] * (1 + len([each for each in wrong.values() if each]))
    assert ReportedEmployment.objects.values_list("hourly_pay", flat=True).get() is None


def csv(*rows, head="Arbeidsforhold;Fastlønn;Timelønn;Timer;Overtid;Navn"):
    return SimpleUploadedFile("lonn.csv", "\n".join([head, *rows]).encode(), "text/csv")


def test_a_file_is_read_before_anything_is_written_and_one_row_that_is_wrong_keeps_no_other_out(client, payroll):
    rows = [at_work(number) for number in (1, 2, 3)]
    report = begun(payroll, pay={})
    good = f"{rows[0].pk};;24 375,50;97,5;;Kari"
    wrong = [f"{rows[1].pk};=1+1;;;;", f"{rows[2].pk};;30000;;;", "ikke et nummer;1;;;;", f"{NOW:%Y};1;;;;"]

    shown = client.post(page("report_pay_file", report), {"file": csv(good, *wrong)})
    before = ReportedEmployment.objects.exclude(hourly_pay=None).count()
    content = re.search(r'name="content" value="([^"]+)"', shown.text)[1]
    client.post(page("report_pay_file", report), {"content": content})

    assert [
        "formula" in shown.text,
        "Hourly pay has its hours" in shown.text,
        "no number of an employment" in shown.text,
    ] == [True] * 3
    assert ("Navn" in shown.text, before) == (True, 0)
    assert list(
        ReportedEmployment.objects.exclude(hourly_pay=None).values_list("employment", "hourly_pay", "hours")
    ) == [(rows[0].pk, pytest.approx(24375.50), 97.5)]


def test_of_an_employee_who_stands_twice_in_the_file_no_row_is_taken(client, payroll):
    rows = [at_work(number) for number in (1, 2)]
    report = begun(payroll, pay={})
    twice = [f"{rows[0].pk};30000;;;;", f"{rows[0].pk};31000;;;;"]

    shown = client.post(page("report_pay_file", report), {"file": csv(*twice, f"{rows[1].pk};29000;;;;")})

    assert shown.text.count("The file has this employment more than once. Leave the one row that is right.") == 2
    assert [line.employment for _row, line in shown.context["sheet"].taken] == [rows[1]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"x" * 100, "This is a workbook"),
        (b"x" * 1_100_000, "larger than 1 MB"),
        (b"Fastl\xc3\xb8nn\n1", "are missing"),
        (b"", "The file is empty"),
        (b'Arbeidsforhold;Timer\n"', "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(client, payroll, content, said):
    at_work()
    report = begun(payroll, pay={})

    answer = client.post(page("report_pay_file", report), {"file": SimpleUploadedFile("lonn.csv", content)})

    assert (answer.status_code, said in answer.text) == (200, True)


def test_what_another_signed_is_not_taken(client, payroll):
    at_work()
    report = begun(payroll, pay={})

    answer = client.post(page("report_pay_file", report), {"content": "noe:annet"}, follow=True)

    assert "What you saw is no longer so" in answer.text


def test_the_file_needs_the_warnings_looked_at_and_whoever_makes_it_shown_again(client, payroll):
    at_work()
    report = begun(payroll, pay={})
    control = page("report_control", report)
    asked = client.get(control)
    early = client.post(control, {"file": "yes"}, follow=True)
    just_logged_in(client)
    refused = client.post(control, {"file": "yes"})
    mark = re.search(r'name="look" value="([^"]+)"', asked.text)[1]
    client.post(control, {"look": mark})

    answer = client.post(control, {"file": "yes"})

    assert ("is employed, and got no pay" in asked.text, "Make the file" in asked.text) == (True, False)
    assert (early.status_code, "reauthenticate" in early.redirect_chain[-1][0]) == (200, True)
    assert "warnings nobody has looked at" in refused.text
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("application/json; charset=utf-8", True)
    assert json.loads(answer.content)["leveranse"]["kalendermaaned"] == "2026-11"
    assert NUMBERS[0] in answer.content.decode()
    assert TrailEntry.objects.filter(verb="revealed").count() == 1
    assert NUMBERS[0] not in client.get(control).text


def test_the_login_page_does_not_stay_where_the_file_was_asked_for(client, payroll):
    at_work()
    report = begun(payroll)
    control = page("report_control", report)

    asked = client.post(control, {"file": "yes"}, follow=True)
    back = client.post(asked.redirect_chain[-1][0], {"password": "et langt passord"}, follow=True)
    answer = client.post(control, {"file": "yes"})

    assert [url for url, _status in back.redirect_chain] == [f"{control}?confirm=yes", control]
    assert ("Confirmed. Now you can make the file." in back.text, "Make the file" in back.text) == (True, True)
    assert json.loads(answer.content)["leveranse"]["kalendermaaned"] == "2026-11"


def test_the_file_to_fill_in_is_read_back_as_it_is(client, payroll):
    work = at_work()
    report = begun(payroll)
    seen = TrailEntry.objects.count()
    just_logged_in(client)

    blank = client.get(page("report_pay_file", report), {"to-fill": "yes"})
    noted = TrailEntry.objects.count() - seen
    shown = client.post(
        page("report_pay_file", report), {"file": SimpleUploadedFile("lonn.csv", blank.content, "text/csv")}
    )

    line = report.lines.get()
    assert blank.content.decode("utf-8-sig").splitlines() == [
        "Employment;Fixed pay;Hourly pay;Hours;Overtime;Name",
        f"{work.pk};;{line.hourly_pay};{line.hours};;{work}",
    ]
    assert ("no-store" in blank["Cache-Control"], noted) == (True, 1)
    assert ("Pay of 1 employee can be written." in shown.text, "Not in order" in shown.text) == (True, False)


def test_what_was_corrected_is_told_from_what_stands(client, payroll):
    at_work()
    report = sent(payroll)
    correction = authority_reports.correct(report=report, by=payroll, at=AT)
    begun_only = client.get(reverse("admin:candidates_authorityreport_changelist")).text
    made(correction, payroll)
    report_deliveries.send(report=correction, receipt=RECEIPT, by=payroll, at=AT)

    shown = client.get(reverse("admin:candidates_authorityreport_changelist")).text

    assert ("Corrected since" in begun_only, shown.count("Corrected since")) == (False, 1)


def test_it_is_noted_as_sent_with_its_receipt_and_corrected_by_the_next(client, payroll):
    at_work()
    report = begun(payroll)
    early = client.post(
        step(report, "sent"), {"reference": "AR-1", "received_on": "2026-12-03", "answer": "received"}, follow=True
    )
    made(report, payroll)
    wrong = client.post(step(report, "sent"), {"reference": "AR-1", "received_on": "2020-01-01", "answer": "received"})

    report_deliveries.send(report=report, receipt=RECEIPT, by=payroll, at=AT)
    begun_anew = client.post(step(report, "correct"))

    assert "No file was made of it" in early.text
    assert ("It was received between the day" in wrong.text, "AR-1" in wrong.text) == (True, True)
    assert Disclosure.objects.count() == 1
    correction = AuthorityReport.objects.get(replaces=report)
    assert begun_anew.url == correction.get_absolute_url()
    assert correction.lines.get().hourly_pay == 30000
    shut = client.get(page("report_pay", report))
    assert shut.status_code == 404
    too_late = client.post(page("report_pay", report), typed(report, overtime_pay="812,25"))
    assert ("812,25" in too_late.text, "It is sent: what is wrong" in too_late.text) == (True, True)
    assert "812.25" not in client.get(report.get_absolute_url()).text


def test_what_is_dropped_is_gone(client, payroll):
    at_work()
    report = begun(payroll)

    client.post(step(report, "drop"))

    assert AuthorityReport.objects.count() == 0


def test_whoever_is_restricted_stands_by_number(client, payroll):
    row = at_work()
    report = begun(payroll, pay={})
    RestrictionFactory(subject=row.subject)

    shown = [client.get(page(name, report)).text for name in ("report_pay", "report_control")] + [
        client.get(report.get_absolute_url()).text
    ]

    assert ["Lønnestad" in text for text in shown] == [False] * 3
    assert f"Employment {str(row.pk)[:8]}" in shown[0]
    assert "GDPR art. 18(2)" in shown[1]


def test_home_says_which_months_are_owed(client, payroll):
    at_work()

    home = client.get(reverse("admin:index"))

    assert "To report to the authorities" in home.text


PAGES = ("report_pay", "report_pay_file", "report_control")


def test_an_adviser_reaches_it_by_no_address_search_or_error(client, payroll):
    at_work()
    begun_report = begun(payroll)
    lists = reverse("admin:candidates_authorityreport_changelist")
    addresses = [
        lists, f"{lists}?q=Lønnestad", begun_report.get_absolute_url(), reverse("admin:candidates_authorityreport_add"),
        *(page(name, begun_report) for name in PAGES), *(step(begun_report, name) for name in ("fetch", "sent", "correct", "drop")),
    ]  # fmt: skip
    for role in ("adviser", "privacy", "system", "editor", "marketing"):
        sign_in(client, role)
        just_logged_in(client)
        answers = [
            *(client.get(each) for each in addresses),
            *(client.post(each, {"file": "yes"}) for each in addresses),
        ]
        assert {each.status_code for each in answers} <= {403, 404}
        assert [
            each for each in answers if "Lønnestad" in each.text or "30000" in each.text or NUMBERS[0] in each.text
        ] == []


def test_the_manager_sees_states_without_numbers_and_finance_what_only_the_law_keeps(client, payroll):
    at_work(ends_on=NOW.date(), end_cause="resigned")
    report = sent(payroll)
    answers = {}
    for role in ("manager", "finance"):
        sign_in(client, role)
        told = client.get(report.get_absolute_url())
        answers[role] = (told.status_code, "30,000.00" in told.text, "AR-4711" in told.text)
    EmploymentFile.objects.all().delete()
    sign_in(client, "finance")
    old = client.get(report.get_absolute_url())

    assert answers == {"manager": (200, False, True), "finance": (404, False, False)}
    assert ("30,000.00" in old.text, client.get(page("report_control", report)).status_code) == (
        True,
        403,
    )
    assert TrailEntry.objects.filter(verb="viewed", role="finance").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_questions_however_many_are_employed(client, payroll, django_assert_num_queries, count):
    for number in range(1, count + 1):
        at_work(number)
    report = begun(payroll)
    client.get(page("report_control", report))

    with django_assert_num_queries(COUNTED["report_control"]):
        client.get(page("report_control", report))
    with django_assert_num_queries(COUNTED["report_pay"]):
        client.get(page("report_pay", report))


COUNTED = {"report_control": 15, "report_pay": 13}


@pytest.mark.promise("P41")
def test_the_employee_reads_what_was_reported_with_amounts_and_when(client, payroll):
    row = at_work()
    first = sent(payroll)
    second = authority_reports.correct(report=first, by=payroll, at=AT)
    line = second.lines.get()
    authority_reports.write_pay(report=second, pay={line.pk: hourly("100", "25000")}, by=payroll, at=AT)
    sent(payroll, report=second, receipt=RECEIPT._replace(reference="AR-2"))
    log_in(client, UserFactory(subject=row.subject))

    own = client.get(reverse("my_employment"), headers={"accept-language": "nb"}).text.replace("\xa0", " ")

    assert ["30 000,00" in own, "25 000,00" in own, "november 2026" in own.lower()] == [True] * 3
    assert ("En senere melding har kommet i stedet" in own, "Den retter en tidligere melding" in own) == (True, True)
    assert NUMBERS[0] not in own


def test_somebody_else_reads_nothing_of_it(client, payroll):
    sent_to = at_work()
    sent(payroll)
    other = at_work(2)
    log_in(client, UserFactory(subject=other.subject))

    own = client.get(reverse("my_employment")).text

    assert ("30,000" in own, sent_to.last_name in own) == (False, False)
