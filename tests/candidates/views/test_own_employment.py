"""The employee's own page: what was agreed, what is noted, and when each part goes: the days the purge goes by (P51, P52)."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse

from candidates.actions import employments
from candidates.models import Application, Candidate, Employment, EmploymentFile, NextOfKin, PayAccount
from candidates.queries.own_pages import roles
from privacy.actions import purge, subjects
from privacy.models import Subject
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    EmploymentFactory,
    NextOfKinFactory,
    PayAccountFactory,
    RestrictionFactory,
    StaffFactory,
    UserFactory,
    employed,
)

D = datetime.date
DAY = datetime.timedelta(days=1)
NUMBER, ACCOUNT = "03851598730", "12345678903"  # what the factories seal
LAST = D(2027, 1, 31)
PAGE = "/min-side/ansettelse/"


def words(response) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def dates(response) -> dict[str, datetime.date | None]:
    return {part.name: part.due_on for told in response.context["employments"] for part in told.parts}


@pytest.fixture
def at_work(kari):
    """Kari, employed, with account and next of kin."""
    row = employed(subject=kari.subject, starts_on=D(2026, 1, 1))
    PayAccountFactory(employment=row)
    NextOfKinFactory(employment=row)
    return row


def ended(row, last=LAST):
    employments.end(employment=row, ends_on=last, end_cause="resigned", by=StaffFactory(roles=["payroll"]), at=NOW)


def test_what_was_agreed_is_told_in_plain_words_and_no_number_is_shown(own, at_work):
    page = own.get(PAGE)

    text = words(page)
    for said in (
        "Sykepleier", "First day at work 1 January 2026", "Last day at work none is set", "Position percentage 80 %",
        "Permanent or temporary Permanent", "Pay 250 kroner an hour", "National identity number ••••••••••• noted, and encrypted",
        "Bank account ••••••••••• noted, and encrypted", "Where the work is done", "Ola Lønnestad bror, +4790000001",
        "You told them on 23 November 2026.",
    ):  # fmt: skip
        assert said in text
    assert [number in page.text for number in (NUMBER, ACCOUNT, at_work.national_id)] == [False] * 3
    assert "no-store" in page["Cache-Control"]


def test_before_a_last_day_is_set_the_rule_stands_where_the_date_will(own, at_work):
    text = words(own.get(PAGE))

    assert "Your next of kin 1 day after your last day at work You named them" in text
    assert "Your bank account 2 months after your last day at work You are employed by us" in text
    assert "what the contract covers 6 months after your last day at work You are employed by us" in text
    assert "5 years after the end of the year in which your last day at work is You are employed by us" in text


@pytest.mark.promise("P51")
@pytest.mark.promise("P52")
def test_the_dates_told_in_advance_are_those_on_which_each_part_goes(own, at_work):
    ended(at_work)
    told = dates(own.get(PAGE))
    models = dict(zip(told, (NextOfKin, PayAccount, EmploymentFile, Employment), strict=True))
    found = {}

    for name, day in told.items():
        for night in (day - DAY, day):
            purge.run(as_of=night, at=datetime.datetime.combine(night, datetime.time(3), tzinfo=datetime.UTC))
            found[name] = [*found.get(name, []), models[name].objects.exists()]

    assert [*told.values()] == [D(2027, 2, 1), D(2027, 3, 31), D(2027, 7, 31), D(2033, 1, 1)]
    assert found == {name: [True, False] for name in told}


def test_each_reason_names_its_paragraph(own, at_work):
    ended(at_work)

    text = words(own.get(PAGE))

    for paragraph in ("GDPR art. 5(1)(e)", "ferieloven § 11", "arbeidsmiljøloven § 17-4", "bokføringsloven § 13"):
        assert paragraph in text


@pytest.mark.promise("P51")
@pytest.mark.parametrize(
    ("last", "said", "due"),
    [
        (None, "From the day after your last day at work it goes on with what was left.", None),
        (D(2026, 12, 22), "From 23 December 2026 it goes on with what was left.", D(2026, 12, 31)),
    ],
)
def test_what_was_applied_for_stands_still_and_the_page_says_until_when(own, kari, at_work, last, said, due):
    submitted = datetime.datetime(2024, 12, 1, 12, tzinfo=datetime.UTC)  # eight days are left on the 23rd of November
    ApplicationFactory(candidate=kari, submitted_at=submitted)
    if last:
        ended(at_work, last)

    page = own.get(PAGE)

    assert "has stood still since 23 November 2026" in words(page)
    assert said in words(page)
    assert [each.due_on for each in page.context["standstill"].held] == [due]


def test_it_is_the_reader_s_own_and_nobody_else_s(own, kari, at_work, browser_of):
    employed(subject=CandidateFactory().subject, title="Kranfører")
    other = browser_of(UserFactory())

    assert [each.row for each in own.get(PAGE).context["employments"]] == [at_work]
    assert "Kranfører" not in own.get(PAGE).text
    assert other.get(PAGE).context["employments"] == []
    assert "We have nothing about an employment of yours." in words(other.get(PAGE))


def test_the_menu_leads_there_whoever_has_an_employment(own, kari, browser_of):
    before = roles(kari.subject.user).is_employee, f'href="{PAGE}"' in own.get("/min-side/").text

    EmploymentFactory(subject=kari.subject)

    assert before == (False, False)
    assert (roles(kari.subject.user).is_employee, f'href="{PAGE}"' in own.get("/min-side/").text) == (True, True)


def test_what_is_prepared_is_shown_as_that(own, kari):
    ApplicationFactory(candidate=kari)
    EmploymentFactory(subject=kari.subject)

    text = words(own.get(PAGE))

    assert "It is being prepared, and not in force yet" in text
    assert "An employment was prepared; unless it begins, it is kept until 23 February 2027." in text
    assert "Whom we call" not in text


@pytest.mark.promise("P52")
def test_whoever_has_only_what_the_law_keeps_still_reads_it(browser_of, strict_templates, now, approved_periods):
    row = employed(starts_on=D(2020, 1, 1), ends_on=D(2026, 1, 31), end_cause="resigned")
    EmploymentFile.objects.all().delete()
    client = browser_of(UserFactory(subject=row.subject))

    page, overview = client.get(PAGE), client.get("/min-side/")

    assert dates(page) == {
        "Your name and national identity number, what was agreed, and when you worked here": D(2032, 1, 1)
    }
    assert "Only what the law makes us keep is left" in words(page)
    assert "You work for us, or did. My employment" in words(overview)


def test_under_a_number_that_was_merged_away_it_is_still_the_person_s(own, kari):
    row = employed(title="Kranfører")
    subjects.merge(lost=row.subject, into=Subject.objects.get(pk=kari.subject_id), by=None, at=NOW)

    assert [each.row for each in own.get(PAGE).context["employments"]] == [row]


def test_who_is_restricted_reads_the_own_page_and_who_is_next_of_kin_is_set_aside(own, kari, at_work):
    RestrictionFactory(subject=kari.subject)
    before = "Ola Lønnestad" in own.get(PAGE).text

    RestrictionFactory(subject=NextOfKin.objects.get().subject)

    assert (before, "Ola Lønnestad" in own.get(PAGE).text) == (True, False)
    assert [each.row for each in own.get(PAGE).context["employments"]] == [at_work]


@pytest.mark.promise("P51")
def test_when_the_candidate_is_erased_the_employee_reads_on(own, kari, at_work):
    ApplicationFactory(candidate=kari)
    Application.objects.all().delete()
    Candidate.objects.all().delete()

    page = own.get(PAGE)

    assert (page.context["standstill"], [each.row for each in page.context["employments"]]) == (None, [at_work])
    assert reverse("my_history") in page.text
