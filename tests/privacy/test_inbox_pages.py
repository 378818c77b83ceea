"""A question that came by mail, on the screens of whoever deals with it; and what the database refuses."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from privacy.choices.requests import Door, RequestState, Right
from privacy.models import InboxCase, OutgoingMail, Request, Suppression, TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 30)
CAME = datetime.datetime(2026, 11, 27, 8, tzinfo=datetime.UTC)
MAIL = {"channel": "mail", "subject_line": "Mine data", "message": "Slett alt dere har om meg.", "received_at": CAME}


@pytest.fixture(autouse=True)
def _in_english(settings, time_machine):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC))


@pytest.fixture
def privacy(client):
    return workspace.sign_in(client, "privacy")


def step(case, name: str) -> str:
    return reverse("admin:privacy_inboxcase_step", args=[case.pk, name])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.promise("P59")
def test_a_right_is_suggested_and_a_colleague_makes_it_a_request_from_the_day_it_came(client, privacy):
    person = made.CandidateFactory(account__email="kari@example.test").subject
    case = made.InboxCaseFactory(**MAIL, suggested_right=Right.ERASURE)

    asked = client.get(step(case, "request"))
    before = Request.objects.count()
    typed = {"right": "erasure", "received_on": "2026-11-26", "who": str(person.pk), "identity_note": "Ringte tilbake."}
    done = client.post(step(case, "request"), typed, follow=True)

    request = Request.objects.get()
    case.refresh_from_db()
    assert (asked.context["form"].initial, before) == ({"right": "erasure", "received_on": CAME.date()}, 0)
    assert (request.door, request.state, request.subject_id, request.registered_by) == (
        Door.MAIL, RequestState.OPEN, person.pk, privacy,
    )  # fmt: skip
    assert (timezone.localdate(request.received_at), request.due_on) == (
        datetime.date(2026, 11, 26), datetime.date(2026, 12, 28),
    )  # fmt: skip
    assert request.message == "Mine data\n\nSlett alt dere har om meg."
    assert (case.request, case.closed_by, case.subject.root_id) == (request, privacy, person.pk)
    assert said(done)[0].partition(",")[0] == f"It is request {request.number} now"


def test_not_knowing_who_asks_the_sender_gets_the_link_that_proves_the_address(client, privacy):
    case = made.InboxCaseFactory(**MAIL)

    client.post(step(case, "request"), {"right": "access", "received_on": "2026-11-27", "who": "", "identity_note": ""})

    request, mail = Request.objects.get(), OutgoingMail.objects.get()
    assert (request.door, request.state, request.email, request.received_at) == (
        Door.FORM, RequestState.UNVERIFIED, case.email, CAME,
    )  # fmt: skip
    assert (mail.template, mail.to) == ("privacy/letters/confirm_1", case.email)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"who": "kari@example.test"}, "identity_note"),
        ({"received_on": "2026-12-01"}, "received_on"),
        ({"received_on": ""}, "received_on"),
        ({"who": "ukjent@example.test", "identity_note": "Ringte."}, "who"),
        ({"right": "alt"}, "right"),
    ],
)
def test_what_is_missing_is_said_and_nothing_happens(client, privacy, typed, field):
    made.CandidateFactory(account__email="kari@example.test")
    case = made.InboxCaseFactory(**MAIL, email="somebody@example.test")
    right = {"right": "erasure", "received_on": "2026-11-27", "who": "", "identity_note": ""}

    response = client.post(step(case, "request"), right | typed)

    assert (list(response.context["form"].errors), Request.objects.count()) == ([field], 0)
    assert InboxCase.objects.get().closed_at is None


@pytest.mark.promise("P54")
def test_a_no_to_advertising_is_confirmed_by_a_colleague(client, privacy):
    case = made.InboxCaseFactory(**MAIL, suggested_right=Right.MARKETING)

    looked, before = client.get(step(case, "stop")).status_code, Suppression.objects.count()
    client.post(step(case, "stop"))

    case.refresh_from_db()
    assert (looked, before, Suppression.objects.count(), case.closed_by) == (200, 0, 1, privacy)
    assert OutgoingMail.objects.get().template == "privacy/email/advertising_stopped"
    lines = TrailEntry.objects.filter(subject_uuid=case.subject_id, verb="objected")
    assert lines.values_list("role", "fields").get() == ("privacy", ["marketing"])


def test_what_needs_no_answer_is_closed_many_at_once(client, privacy):
    cases = made.InboxCaseFactory.create_batch(2, **MAIL)
    chosen = {"action": "close", "_selected_action": [str(case.pk) for case in cases], "confirmed": "yes"}

    client.post(reverse("admin:privacy_inboxcase_changelist"), chosen)

    assert set(InboxCase.objects.values_list("closed_by", "answer")) == {(privacy.pk, "")}
    assert OutgoingMail.objects.count() == 0


def test_a_mail_without_a_sender_cannot_be_answered_and_the_page_says_so(client, privacy):
    case = made.InboxCaseFactory(**MAIL | {"email": "", "is_automatic": True})

    page = client.get(reverse("admin:privacy_inboxcase_change", args=[case.pk]))
    response = client.post(step(case, "answer"), {"answer": "Hei"}, follow=True)

    assert [str(each.name) for each, _url in page.context["steps"]] == ["request", "close", "assign"]
    assert said(response) == [gettext("This cannot be done in the state it is in.")]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"email": ""}, "case_form_has_an_address"),
        ({"channel": "mail", "email": "", "answer": "Ja"}, "case_answered_at_an_address"),
        ({"request": True}, "case_that_became_a_request_is_closed"),
    ],
)
def test_the_database_refuses_a_case_that_cannot_be(values, constraint):
    if "request" in values:
        values = {"request": made.RequestFactory()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        made.InboxCaseFactory(**values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"size": 0}, "case_file_size_limit"),
        ({"size": 5_000_001}, "case_file_size_limit"),
        ({"content_type": "image/png"}, "case_file_may_be_a_cv"),
    ],
)
def test_the_database_refuses_a_file_that_is_no_cv(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        made.CaseFileFactory(**values)
