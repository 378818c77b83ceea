"""A client who wrote for longer than the code lasts: asked for it again, and what was written stands there behind it."""

import datetime
import re
import uuid
from html import unescape

import pytest
from django.test import Client

from candidates.models import Application, PresentationAnswer, PresentationReader
from candidates.views import presentation_door
from privacy.models import OutgoingMail, TrailEntry
from privacy.views import limits
from tests.candidates.test_link_attacks import mine, other  # noqa: F401
from tests.candidates.test_presentations import (  # noqa: F401
    CODE,
    answer_for,
    candidate_of,
    code_of,
    confirmed,
    draft,
    drafted,
    link_of,
    send,
    sent,
)
from tests.factories import NOW, ApplicationFactory, CandidateFactory, PresentationItemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods", "strict_templates")]
LATER = NOW + datetime.timedelta(hours=13)
COMMENT = "Kan hun kjøre bil?\r\nOg <i>når</i> kan hun begynne?"
COLLEAGUE = {"name": "Per Lie", "email": "per@kunde.example.test"}
ASKED = {
    "nb": "Det er en stund siden du skrev inn koden her, så vi ber om den en gang til. Det du skrev, er ikke borte",
    "en": "It is a while since you typed the code here, so we ask for it once more. What you wrote is not lost",
}
HERE = {
    "nb": "Det du skrev, står her slik du forlot det, og er ikke sendt ennå.",
    "en": "What you wrote stands here as you left it, and is not sent yet.",
}


@pytest.fixture
def browser(sent, time_machine):  # noqa: F811
    """Let in, and then away for longer than the code lasts."""
    client = confirmed(Client(), link_of(sent))
    time_machine.move_to(LATER)
    return client


def forms(response) -> list[tuple[str, dict[str, str]]]:
    """The address and the hidden fields of each form of the door, as a browser sends them."""
    found = re.findall(
        r'<form[^>]*method="post" action="([^"]*presentasjon[^"]*)"[^>]*>(.*?)</form>', response.text, re.DOTALL
    )
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    return [
        (action, {name: unescape(value) for name, value in re.findall(hidden, body) if name != "csrfmiddlewaretoken"})
        for action, body in found
    ]


def said_again(browser, response):
    """The pages of asking for a code, of a wrong one and of the right one."""
    address, fields = forms(response)[-1]
    asked = browser.post(address, fields)
    address, fields = forms(asked)[0]
    wrong = browser.post(address, fields | {"code": "WRON-GONE"})
    address, fields = forms(wrong)[0]
    return [asked, wrong, browser.post(address, fields | {"code": code_of()})]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_answer_goes_through_the_door_and_is_received_only_when_it_is_sent(browser, sent, language):  # noqa: F811
    candidate = candidate_of(sent)
    browser.cookies["django_language"] = language
    typed = answer_for(candidate, "question", COMMENT)

    door = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", typed | {"stage": "placed", "next": "/admin/"})
    asked, wrong, behind = said_again(browser, door)

    carried = typed | {"answered": str(candidate.pk)}
    assert [fields for _address, fields in forms(door)] == [{"action": "send"} | carried]
    assert [fields for _address, fields in forms(asked)] == [carried, {"action": "send"} | carried]
    assert {address for page in (door, asked, wrong) for address, _fields in forms(page)} == {link_of(sent)}
    for page in (door, asked, wrong):
        assert (page.status_code, ASKED[language] in page.text, "Nordmann" in page.text) == (200, True, False)
    assert (behind.status_code, HERE[language] in behind.text, "Nordmann" in behind.text) == (200, True, True)
    [(_shown, form)] = behind.context["cards"]
    assert ({name: form[name].value() for name in form.fields}, form.errors) == (
        {"answer": "question", "comment": COMMENT},
        {},
    )
    assert PresentationAnswer.objects.count() == 0
    browser.post(f"{link_of(sent)}svar/{candidate.pk}/", typed)
    assert PresentationAnswer.objects.get().comment.splitlines() == COMMENT.splitlines()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_colleague_goes_through_the_door_and_is_let_in_only_when_it_is_sent(browser, sent, language):  # noqa: F811
    browser.cookies["django_language"] = language

    door = browser.post(f"{link_of(sent)}kollega/", COLLEAGUE)
    *_steps, behind = said_again(browser, door)

    assert (ASKED[language] in door.text, HERE[language] in behind.text) == (True, True)
    assert {name: behind.context["colleague"][name].value() for name in COLLEAGUE} == COLLEAGUE
    assert PresentationReader.objects.count() == 1
    assert not OutgoingMail.objects.filter(to=COLLEAGUE["email"]).exists()


def test_who_was_let_in_meanwhile_in_another_tab_sees_it_without_a_code(browser, sent):  # noqa: F811
    candidate = candidate_of(sent)
    door = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", answer_for(candidate, "no", "Takk."))
    confirmed(browser, link_of(sent))

    address, fields = forms(door)[0]
    behind = browser.post(address, fields)

    assert behind.context["cards"][0][1]["comment"].value() == "Takk."
    assert PresentationAnswer.objects.count() == 0


def test_where_nothing_was_typed_the_door_is_as_it_was(browser, sent):  # noqa: F811
    address, candidate = link_of(sent), candidate_of(sent)

    answers = [
        browser.post(f"{address}{part}")
        for part in ("pdf/", f"fil/{uuid.uuid4()}/", "kollega/", f"kollega/{uuid.uuid4()}/ut/", f"svar/{candidate.pk}/")
    ]
    door = browser.get(address)
    asked = browser.post(address, CODE)
    through = browser.post(address, {"code": code_of()})

    assert [each.status_code for each in [*answers, asked, through]] == [302] * 7
    assert ASKED["nb"] not in door.text
    assert forms(door) == [(address, {"action": "send"})]


@pytest.mark.promise("P22")
def test_the_link_of_somebody_else_learns_nothing_by_what_it_carries(browser, sent, other):  # noqa: F811
    theirs, candidate, stranger = mine(other), candidate_of(other), CandidateFactory(last_name="Ukjent")
    before = TrailEntry.objects.filter(role="client").count()
    browser.get(theirs)

    pages = [browser.post(f"{theirs}svar/{each.pk}/", answer_for(each, "no", "Hm.")) for each in (candidate, stranger)]
    pages += [browser.post(theirs, {"code": "WRON-GONE", "answered": str(candidate.pk)} | answer_for(candidate))]
    said = [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=value=\")\w{64}(?=\")", "", page.text) for page in pages]

    assert [page.status_code for page in pages] == [200] * 3
    assert not [page for page in pages if "Lien" in page.text or "Ukjent" in page.text or "annen@" in page.text]
    assert said[0] == said[1]  # shown there or not: the door says the same
    assert (TrailEntry.objects.filter(role="client").count(), PresentationAnswer.objects.count()) == (before, 0)


def test_behind_the_code_nobody_appears_who_is_not_shown(browser, sent):  # noqa: F811
    stranger = CandidateFactory(last_name="Ukjent")

    door = browser.post(f"{link_of(sent)}svar/{stranger.pk}/", answer_for(stranger, "no", "Hm."))
    *_steps, behind = said_again(browser, door)

    assert ("Denne kandidaten vises ikke lenger" in behind.text, "Ukjent" in behind.text) == (True, False)
    assert HERE["nb"] not in behind.text


def test_of_two_the_one_who_went_meanwhile_is_said_to_be_gone(draft, time_machine):  # noqa: F811
    gone = candidate_of(draft)
    stays = ApplicationFactory(job_ad=None, job_order=draft.job_order, origin="applied", candidate__last_name="Lien")
    PresentationItemFactory(presentation=draft, candidate=stays.candidate)
    send(draft)
    browser = confirmed(Client(), link_of(draft))
    time_machine.move_to(LATER)
    door = browser.post(f"{link_of(draft)}svar/{gone.pk}/", answer_for(gone, "no", "Hm."))
    Application.objects.filter(candidate=gone).update(stage="withdrawn")

    *_steps, behind = said_again(browser, door)

    assert ("Denne kandidaten vises ikke lenger" in behind.text, "Lien" in behind.text) == (True, True)


def test_a_colleague_who_was_let_in_carries_nobody_in(browser, sent):  # noqa: F811
    confirmed(browser, link_of(sent))
    browser.post(f"{link_of(sent)}kollega/", COLLEAGUE)
    own = link_of(sent, COLLEAGUE["email"])
    guest = Client()

    door = guest.post(f"{own}kollega/", {"name": "En til", "email": "en@kunde.example.test"})
    *_steps, behind = said_again(guest, door)

    assert ("Bare den vi skrev til" in behind.text, HERE["nb"] in behind.text) == (True, False)
    assert PresentationReader.objects.count() == 2


@pytest.mark.parametrize("named", ["", "x", "1", "7d3f3ac0-94f1-4a58-9e1b-4f4c2f4ab112"])
def test_what_belongs_to_no_form_is_not_carried(browser, sent, named):  # noqa: F811
    typed = answer_for(candidate_of(sent)) | {"answered": named, "subject": "Hei"}

    door = browser.post(link_of(sent), typed)

    assert forms(door) == [(link_of(sent), {"action": "send"})]


def test_more_than_a_field_takes_is_not_carried(browser, sent):  # noqa: F811
    candidate = candidate_of(sent)

    door = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", answer_for(candidate, "question", "å" * 9_000))

    assert len(forms(door)[0][1][f"{candidate.pk}-comment"]) == 5_000


@pytest.mark.asvs("DL-06")
def test_what_was_typed_stays_where_no_code_is_sent_or_tried_any_more(browser, sent):  # noqa: F811
    candidate = candidate_of(sent)
    door = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", answer_for(candidate, "no", "Takk."))
    address, fields = forms(door)[0]
    limits.spend(door.wsgi_request, "presentation-code", weight=presentation_door.MOST_CODES)
    limits.spend(door.wsgi_request, "presentation-try", weight=presentation_door.MOST_TRIES)

    bare = browser.post(address, CODE)
    asked, tried = browser.post(address, fields), browser.post(address, fields | {"action": "", "code": "WRON-GONE"})

    assert "Det er bedt om så mange koder fra nettverket ditt" in asked.text
    assert [(each.status_code, each["Retry-After"]) for each in (bare, asked, tried)] == [(429, "3600")] * 3
    assert [fields[f"{candidate.pk}-comment"] for each in (asked, tried) for _at, fields in forms(each)] == [
        "Takk."
    ] * 3
    assert forms(bare) == []


def test_after_six_codes_of_a_day_it_still_stands_there(browser, sent):  # noqa: F811
    candidate = candidate_of(sent)
    for _more in range(6):
        browser.post(link_of(sent), CODE)
    door = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", answer_for(candidate, "no", "Takk."))

    address, fields = forms(door)[-1]
    refused = browser.post(address, fields)

    assert "Du har fått seks koder i dag" in refused.text
    assert [fields[f"{candidate.pk}-comment"] for _at, fields in forms(refused)] == ["Takk."] * 2


@pytest.mark.asvs("DL-07")
def test_the_door_that_carries_is_kept_and_found_by_nobody_and_wants_its_own_form(browser, sent):  # noqa: F811
    candidate = candidate_of(sent)
    address, typed = f"{link_of(sent)}svar/{candidate.pk}/", answer_for(candidate)

    door = browser.post(address, typed)

    assert "no-store" in door["Cache-Control"]
    assert door["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert door.text.count("csrfmiddlewaretoken") >= 1
    assert Client(enforce_csrf_checks=True).post(address, typed).status_code == 403


def test_another_language_leads_back_to_the_page_and_not_to_the_address_of_the_form(browser, sent):  # noqa: F811
    candidate = candidate_of(sent)
    wrong = {f"{candidate.pk}-answer": "", f"{candidate.pk}-comment": COMMENT}

    door = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", wrong)
    *_steps, behind = said_again(browser, door)
    refused = browser.post(f"{link_of(sent)}svar/{candidate.pk}/", wrong)

    for page in (door, behind, refused):
        assert re.findall(r'name="next" value="([^"]+)"', page.text) == [link_of(sent)]
