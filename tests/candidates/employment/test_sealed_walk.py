"""Nobody but payroll, on the page for it, comes to an encrypted number: past every page, list, choice, command and dump (P21).

`PROVE=1` sends every colleague to every page of the workspace.
"""

import base64
import io
import os
import re
from itertools import product

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from candidates.models import Employment
from fremrykk.accounts.choices import Role
from tests import dump
from tests.candidates.employment.reporting import at_work
from tests.factories import CandidateFactory, NextOfKinFactory, PayAccountFactory
from tests.privacy.restriction_walk import PLACE, desks, pages
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P21")]
NUMBER, ACCOUNT = "03851598730", "12345678903"  # as `at_work` and the factory seal them
IS_LONG = bool(os.environ.get("PROVE"))
ABOUT = ("candidates.employment", "candidates.nextofkin")
WATCHED = Role.values if IS_LONG else ("adviser", "manager", "payroll")


@pytest.fixture
def row():
    candidate = CandidateFactory(first_name="Kari", last_name="Lønnestad")
    row = at_work(subject=candidate.subject)
    PayAccountFactory(employment=row)
    NextOfKinFactory(employment=row)
    return row


@pytest.fixture
def readers():
    """A browser for each role, and one for somebody else who is a candidate."""
    found = {}
    for role in (*WATCHED, "another"):
        found[role] = Client(headers={"accept-language": "nb"}, raise_request_exception=False)
        log_in(found[role], CandidateFactory().subject.user if role == "another" else colleague(role))
    return found


def holds_one(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [each for each in (NUMBER, ACCOUNT) if each.encode() in body]


def addresses(row):
    """Each page about the employee, its next of kin and the candidate, steps included, and pages that take no number."""
    numbers = {
        "candidates.employment": row.pk, "candidates.nextofkin": row.next_of_kin.get().pk,
        "candidates.candidate": row.subject.candidate.pk,
    }  # fmt: skip
    for page in pages():
        if page.model in (numbers if IS_LONG else ABOUT):
            yield from page.addresses(str(numbers[page.model]))
        elif not page.kinds and (IS_LONG or page.name == "my_employment"):
            yield "/" + page.route
    yield reverse("admin:candidates_candidate_change", args=[row.subject.candidate.pk])
    yield reverse("admin:reveal_number", args=[row.pk])


def test_no_page_shows_a_number_to_anybody(row, readers):
    walked = sorted({address for address in addresses(row) if not PLACE.search(address)})

    shown = [
        (role, address)
        for address, (role, reader) in product(walked, readers.items())
        if holds_one(reader.get(address, follow=True))
    ]

    assert len(walked) > 10
    assert shown == []


def test_no_list_and_no_choice_is_searched_by_one(row, readers):
    """What finds the person by the number would say it as well as show it."""
    found = []
    for (_model, desk, name), number in product(desks(), (NUMBER, ACCOUNT)):
        if not desk.search_fields:
            continue
        for role in ("manager", "payroll") if IS_LONG else ("payroll",):
            answer = readers[role].get(reverse(f"{name}_changelist"), {"q": number}, follow=True)
            text = answer.text.replace(f'value="{number}"', "")  # what was typed stands in the field it was typed in
            found += [(role, name)] if str(row.pk) in text or "Lønnestad" in text else []

    assert found == []


def test_an_error_says_nothing_of_it(row, readers, settings):
    settings.FIELD_KEYS = ["other:" + base64.b64encode(bytes(32)).decode()]
    page, asked = reverse("admin:reveal_number", args=[row.pk]), {"which": "account", "reason": "for_payment"}

    answers = [reader.post(page, asked) for reader in readers.values()]

    assert 500 not in {each.status_code for each in answers}
    assert [holds_one(each) for each in answers] == [[]] * len(readers)


def test_only_payroll_is_shown_one_and_only_on_the_page_for_it(row, readers):
    page, asked = reverse("admin:reveal_number", args=[row.pk]), {"which": "national_id", "reason": "for_report"}
    form = readers["payroll"].get(page)
    sent_with = re.search(r'name="form_number" value="([^"]+)"', form.text)[1]

    sent = asked | {"form_number": sent_with}
    shown = {role for role, reader in readers.items() if holds_one(reader.post(page, sent, follow=True))}

    assert (shown, holds_one(form)) == ({"payroll"}, [])


def test_no_command_prints_one(row):
    out = io.StringIO()
    email = row.subject.user.email

    for command in (
        ("explain", email),
        ("check_promises", "--json"),
        ("purge", "--dry-run", "--json"),
        ("rotate_keys",),
    ):
        try:
            call_command(*command, stdout=out, stderr=out)
        except SystemExit:  # what it found is printed all the same
            continue

    assert [number in out.getvalue() for number in (NUMBER, ACCOUNT)] == [False, False]
    assert "candidates.Employment.national_id: 1" in out.getvalue()


def test_no_line_of_a_dump_holds_one(row):
    tables = {f"public.{model._meta.db_table}" for model in apps.get_models()}

    assert dump.holding(NUMBER, ACCOUNT) == []
    assert dump.holding("Lønnestad") == [
        "public.candidates_candidate", "public.candidates_employment", "public.candidates_nextofkin",
    ]  # fmt: skip
    assert {line.partition(":")[0] for line in dump.lines()} & tables >= {f"public.{Employment._meta.db_table}"}


# The negative control: a walk that could not find one would prove nothing.
def test_the_walk_finds_a_number_that_rests_readable(row, readers):
    Employment.objects.filter(pk=row.pk).update(title=f"Kokk {NUMBER}")

    page = reverse("admin:candidates_employment_change", args=[row.pk])

    assert holds_one(readers["payroll"].get(page)) == [NUMBER]
    assert dump.holding(NUMBER) == ["public.candidates_employment"]
