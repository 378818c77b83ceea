"""Whoever has a link has that link and no more: another's numbers, codes and ways of asking open nothing by it."""

import uuid
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from candidates.actions import presentations
from candidates.models import PresentationAnswer, PresentationDownload, PresentationItem
from candidates.queries import interviews, permissions, references
from candidates.queries import presentations as reading
from clients.queries import review_links
from privacy.models import OutgoingMail, TrailEntry
from tests import factories as made
from tests.candidates.test_presentations import CODE, answer_for, candidate_of, code_of, confirmed, draft, link_of, sent  # noqa: F401
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P33")]
NOW = made.NOW


@pytest.fixture
def other(sent):  # noqa: F811
    """What another client was sent of another order: Per Lien."""
    contact = made.ClientContactFactory(email="annen@kunde.example.test")
    whole = made.PresentationFactory(job_order__company=contact.company, may_download=True)
    made.PresentationReaderFactory(contact=contact, presentation=whole)
    made.RecipientFactory(company_uuid=whole.job_order.company_id, kind="client", contact_address="")
    document = made.DocumentFactory(candidate__first_name="Per", candidate__last_name="Lien")
    made.ApplicationFactory(candidate=document.candidate, job_ad=None, job_order=whole.job_order, origin="applied")
    made.PresentationItemFactory(presentation=whole, candidate=document.candidate)
    made.PresentationItemFactory(presentation=whole, candidate=document.candidate, document=document)
    presentations.send(presentation=whole, by=made.StaffFactory(), at=NOW)
    whole.refresh_from_db()
    return whole


@pytest.fixture
def browser(client, sent):  # noqa: F811
    return confirmed(client, mine(sent))


def mine(whole) -> str:
    return link_of(whole, whole.readers.get().contact.email)


@pytest.mark.promise("P22")
def test_a_client_gets_nothing_of_another_client_by_its_own_link(browser, sent, other):  # noqa: F811
    address, theirs = mine(sent), mine(other)
    item = PresentationItem.objects.get(presentation=other, kind="document").pk
    candidate, reader = candidate_of(other), other.readers.get()

    answers = [
        browser.get(theirs),
        browser.post(f"{theirs}pdf/"),
        browser.post(f"{theirs}fil/{item}/"),
        browser.post(f"{theirs}svar/{candidate.pk}/", answer_for(candidate)),
        browser.post(f"{theirs}kollega/", {"name": "Nysgjerrig", "email": "nys@example.test"}),
        browser.post(f"{address}fil/{item}/", follow=True),
        browser.post(f"{address}svar/{candidate.pk}/", answer_for(candidate), follow=True),
        browser.post(f"{address}kollega/{reader.pk}/ut/"),
    ]

    assert [each.status_code for each in answers] == [
        200,
        302,
        302,
        200,
        200,
        200,
        200,
        404,
    ]  # what was typed is at the door
    assert not [each for each in answers if "Lien" in each.text]
    reader.refresh_from_db()
    assert (reader.revoked_at, other.readers.count()) == (None, 1)
    assert (PresentationAnswer.objects.count(), PresentationDownload.objects.count()) == (0, 0)
    assert not TrailEntry.objects.filter(role="client", subject_uuid=candidate.subject_id).exists()


def test_a_code_for_one_link_opens_no_other_and_none_twice(client, sent, other):  # noqa: F811
    address, theirs = mine(sent), mine(other)
    client.post(theirs, CODE)
    client.post(address, CODE)
    code = code_of()

    client.post(theirs, {"code": code})
    assert "Lien" not in client.get(theirs).text
    client.post(address, {"code": code})
    assert "Nordmann" in client.get(address).text
    again = Client()
    again.post(address, {"code": code})
    assert "Nordmann" not in again.get(address).text


def signed_for_others() -> dict[str, str]:
    """Everything else we sign: each a good signature, of another kind."""
    interview = made.InterviewFactory(proposed=True)
    check = made.ReferenceCheckFactory()
    permission = made.SharingPermissionFactory()
    prepayment = made.PrepaymentFactory(waits=True)
    return {
        "reference": references.token_of(check),
        "answer_permission": permissions.token(permission),
        "answer_interview": interviews.link(interview).split("/")[-2],
        "ask_review": review_links.token(prepayment.pk),
    }


PAGES = {
    "presentation": {404, 410}, "reference": {410}, "answer_permission": {410}, "answer_interview": {410},
    "ask_review": {404},
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_guess_no_altered_and_no_other_link_opens_a_page(client, sent, page):  # noqa: F811
    token = mine(sent).split("/")[-2]
    kinds = signed_for_others() | {"presentation": token}
    own = kinds.pop(page)
    body, _colon, signature = own.rpartition(":")
    guesses = [
        *kinds.values(), body, signature, f"{own}x", own[:-1], f":{own}", f"{body}:{signature.swapcase()}", f"{body}0:{signature}",
        "0", ":", "::", "a" * 5_000, "æøå", "%2e%2e", "..;", "<script>alert(1)", "' OR 1=1 --", str(uuid.uuid4()),
    ]  # fmt: skip
    stem = reverse(page, args=["T"]).removesuffix("T/")

    answers = [client.get(f"{stem}{quote(guess, safe='')}/") for guess in guesses]

    assert {each.status_code for each in answers} <= PAGES[page] | {404}
    assert not [each for each in answers if "Nordmann" in each.text or "<script>alert" in each.text]
    assert all("no-store" in each["Cache-Control"] for each in answers)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_by_link_is_kept_and_found_by_nobody_and_takes_no_other_ways(client, sent, page):  # noqa: F811
    known = signed_for_others()
    address = reverse(page, args=[known.get(page, mine(sent).split("/")[-2])])
    before = OutgoingMail.objects.count()

    ways = [getattr(client, way)(address).status_code for way in ("put", "patch", "delete", "trace", "options")]
    seen = client.get(f"{address}?next=https://example.test/")
    framed = client.get(address, headers={"x-forwarded-host": "ond.example.test", "x-original-url": "/admin/"})
    elsewhere = client.get(address, headers={"host": "ond.example.test"})

    assert ways == [405] * 5
    assert seen.get("X-Robots-Tag") == "noindex, nofollow, noarchive"
    assert "no-store" in seen["Cache-Control"]
    assert [
        name in (each.text + str(each.headers)) for each in (seen, framed) for name in ("ond.example", "/admin/")
    ] == [False] * 4
    assert elsewhere.status_code == 400
    assert OutgoingMail.objects.count() == before


def test_what_is_only_posted_is_not_fetched(browser, sent):  # noqa: F811
    address, candidate = mine(sent), candidate_of(sent)
    parts = ["pdf/", f"fil/{uuid.uuid4()}/", f"svar/{candidate.pk}/", "kollega/", f"kollega/{uuid.uuid4()}/ut/"]

    assert [browser.get(f"{address}{part}").status_code for part in parts] == [405] * 5
    assert [
        browser.post(f"{address}{part}").status_code for part in ("fil/1/", "svar/x/", "kollega/0/ut/", "admin/")
    ] == [404] * 4
    assert Client(enforce_csrf_checks=True).post(address, CODE).status_code == 403


def test_another_candidate_logged_in_finds_none_of_it(client, sent):  # noqa: F811
    application = made.ApplicationFactory(stage="offer")
    offer = made.OfferFactory(application=application)
    interview = made.InterviewFactory(proposed=True)
    permission = made.SharingPermissionFactory()
    check = made.ReferenceCheckFactory(application=application)
    stranger = made.CandidateFactory()
    log_in(client, stranger.subject.user)
    asked = [
        ("answer_offer", [offer.pk], {"answer": "accepted"}),
        ("my_interview", [interview.pk], {"time": "none"}),
        ("my_permission", [permission.pk], {"interest": "interested", "has_acknowledged": "on"}),
        ("stop_presenting", [permission.pk], {}),
        ("give_go_ahead", [application.pk, check.referee.pk], {}),
        ("take_back_go_ahead", [check.pk], {}),
        ("remove_referee", [check.referee.pk], {}),
        ("ask_statement", [application.pk], {}),
        ("my_application", [application.pk], {}),
    ]

    found = {name: client.post(reverse(name, args=args), typed).status_code for name, args, typed in asked}

    assert {name: code for name, code in found.items() if code not in (404, 405)} == {}
    for row, field in (
        (offer, "answer"),
        (permission, "answer"),
        (check, "taken_back_at"),
        (interview, "none_suits_at"),
    ):
        before = getattr(row, field)
        row.refresh_from_db()
        assert getattr(row, field) == before
    assert reading.in_it(sent).count() == 1
