import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Candidate
from privacy.models import OutgoingMail, Request
from tests.factories import CandidateFactory, RequestFactory, StaffFactory, UserFactory
from tests.workspace import log_in, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "kari@example.test"
ASKED = {"right": "access", "email": ADDRESS, "message": "Hva har dere om meg?"}


@pytest.fixture
def english():
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


def link():
    return re.search(r"/personvern/krav/[^\s]+/", OutgoingMail.objects.order_by("pk")[0].body_text)[0]


@pytest.mark.asvs("PRV-06")
def test_known_and_unknown_get_the_same_page_and_the_same_headers():
    CandidateFactory(account__email=ADDRESS)
    answers = []
    for email in (ADDRESS, "ola@example.test"):
        browser = Client()
        sent = browser.post("/personvern/krav/", ASKED | {"email": email})
        shown = browser.get(sent.url)
        headers = {name: value for name, value in sent.headers.items() if name != "Expires"}  # the second it was sent
        answers.append((sent.status_code, headers, sent.content, shown.status_code, plain(shown)))

    assert answers[0] == answers[1]


def plain(response):
    return re.sub(r"nonce-[^']+|nonce=\"[^\"]+\"", "", response.text)


@pytest.mark.asvs("PRV-06")
def test_opening_the_link_changes_nothing_and_the_button_does(english):
    CandidateFactory(account__email=ADDRESS)
    english.post("/personvern/krav/", ASKED)

    assertContains(english.get(link()), "Did you ask us this?")
    assert Request.objects.get().state == "unverified"
    response = english.post(link(), follow=True)

    assertContains(response, "We have your request")
    assertContains(response, Request.objects.get().number)


def test_whoever_is_not_known_reads_how_we_can_look_elsewhere(english):
    english.post("/personvern/krav/", ASKED)

    response = english.post(link(), follow=True)

    assertContains(response, "We hold nothing under this address")
    assertContains(response, "Ask again with another e-mail address")


@pytest.mark.parametrize("token", ["x", "1:2:3", "eyJ0ZXN0IjoxfQ:aa:bb"])
def test_a_link_that_is_none_says_so(client, token):
    assert client.get(f"/personvern/krav/{token}/").status_code == 410


@pytest.mark.parametrize(
    "bad",
    [
        {"right": "everything"},
        {"email": "kari"},
        {"email": "kari@localhost"},
        {"homepage": "x"},
        {"message": "x" * 10_001},
    ],
)
def test_bad_input_keeps_what_was_typed_and_stores_nothing(english, bad):
    response = english.post("/personvern/krav/", ASKED | bad)

    assertContains(response, 'role="alert"')
    assert (Request.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_the_eleventh_from_one_place_within_an_hour_is_asked_to_wait(client):
    codes = [client.post("/personvern/krav/", ASKED | {"email": f"{n}@example.test"}).status_code for n in range(11)]

    assert codes == [302] * 10 + [429]


def test_logged_in_it_is_asked_and_read_on_one_page_and_nobody_elses_is_there(english):
    kari = CandidateFactory().subject.user
    log_in(english, kari)
    RequestFactory(message="en annens ord", right="erasure")

    response = english.post("/personvern/krav/", {"right": "rectification", "message": "Feil årstall."}, follow=True)

    mine = Request.objects.get(right="rectification")
    assertContains(response, mine.number)
    assert list(response.context["requests"]) == [mine]


@pytest.mark.parametrize("account", [lambda: UserFactory(), lambda: StaffFactory(roles=["adviser"])])
def test_whoever_has_an_account_and_is_no_candidate_can_ask_too(client, account):
    log_in(client, account())

    assert client.post("/personvern/krav/", {"right": "access", "message": ""}).status_code == 302
    assert Request.objects.get().state == "open"


# --- the workspace ---
REGISTERED = {"who": ADDRESS, "right": "access", "door": "phone", "message": "", "identity_note": "kjent stemme"}


@pytest.mark.promise("P59")
def test_a_colleague_writes_a_request_down_for_somebody_who_called(client):
    person = CandidateFactory(account__email=ADDRESS)
    sign_in(client, "privacy")

    response = client.post(reverse("admin:privacy_request_add"), REGISTERED, follow=True)

    request = Request.objects.get()
    assert (request.subject_id, request.door, request.registered_by.roles) == (person.subject_id, "phone", ["privacy"])
    assertContains(response, request.number)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"identity_note": ""}, "required"), ({"who": "ingen@example.test"}, "Nobody is known by that"),
        ({"who": "00000000-0000-0000-0000-000000000009"}, "Nobody is known by that"), ({"door": "form"}, "valid choice"),
    ],
)  # fmt: skip
def test_nobody_is_registered_without_being_known(client, wrong, says):
    CandidateFactory(account__email=ADDRESS)
    sign_in(client, "privacy")
    client.cookies["django_language"] = "en"

    response = client.post(reverse("admin:privacy_request_add"), REGISTERED | wrong)

    assertContains(response, says)
    assert Request.objects.count() == 0


def step(row, name):
    return reverse("admin:privacy_request_step", args=[row.pk, name])


def test_a_refusal_goes_through_two_hands_in_the_workspace(client):
    row = RequestFactory(right="erasure")
    sign_in(client, "privacy")
    client.post(step(row, "refuse"), {"ground": "legal_claim", "reason": "Saken går for retten."})
    assert client.get(step(row, "approve")).status_code == 403

    manager = Client()
    sign_in(manager, "manager")
    assertContains(manager.get(step(row, "approve")), "Saken går for retten.")
    manager.post(step(row, "approve"), {})

    assert Request.objects.get().state == "refused"


def test_a_reason_the_law_does_not_have_is_refused_in_words(client):
    row = RequestFactory(right="access")
    sign_in(client, "privacy")

    response = client.post(step(row, "refuse"), {"ground": "compelling", "reason": "x"}, follow=True)

    assert Request.objects.get().state == "open"
    assert [str(each) for each in response.context["messages"]] == [
        "Loven har ingen slik grunn til å avslå dette kravet."
    ]


def test_others_under_the_same_address_are_shown_to_be_told_apart(client):
    other = CandidateFactory(unconfirmed_email=ADDRESS, last_name="Uavklart")
    row = RequestFactory(email=ADDRESS)
    sign_in(client, "privacy")

    response = client.get(reverse("admin:privacy_request_change", args=[row.pk]))

    assertContains(response, str(other))


@pytest.mark.parametrize("role", ["adviser", "finance", "editor", "system"])
def test_requests_are_for_manager_and_privacy_officer(client, role):
    row = RequestFactory()
    sign_in(client, role)

    assert client.get(reverse("admin:privacy_request_change", args=[row.pk])).status_code in (403, 404)


def test_erasure_is_done_from_the_request_and_takes_it_along(client, approved_periods):
    person = CandidateFactory(account__email=ADDRESS)
    row = RequestFactory(subject=person.subject, right="erasure", door="own_pages", email="")
    sign_in(client, "privacy")

    client.post(step(row, "erase"), {})

    assert Request.objects.count() == 0
    assertNotContains(client.get(reverse("admin:privacy_request_changelist")), row.number)


@pytest.mark.parametrize("term", ["K-00001", "k-1", "1", "²", "kari@example.test", "Ø", "9" * 30])
def test_any_search_term_is_answered(client, term):
    sign_in(client, "privacy")

    assert client.get(reverse("admin:privacy_request_changelist"), {"q": term}).status_code == 200


def test_an_erasure_never_hits_a_request_that_is_not_known_to_be_anybodys(client, approved_periods):
    other = CandidateFactory(account=False, unconfirmed_email=ADDRESS)
    row = RequestFactory(email=ADDRESS, right="erasure")
    sign_in(client, "privacy")
    client.post(step(row, "erase"), {})
    assert Request.objects.count() == 1

    client.post(step(row, "attach"), {"who": str(other.subject_id), "identity_note": "ringt tilbake"})
    client.post(step(row, "erase"), {})

    assert (Request.objects.count(), Candidate.objects.count()) == (0, 0)
