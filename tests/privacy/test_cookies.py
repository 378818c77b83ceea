"""Cookies: explained, chosen, listed, harmless (P65-P69)."""

import datetime
import re
from http.cookies import SimpleCookie

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fremrykk.accounts.choices import Role
from privacy.actions import cookie_register
from privacy.models import CookieEntry
from privacy.queries import cookies
from privacy.queries.cookies import Choice
from tests import cookie_watch
from tests.cookie_watch import REGISTER
from tests.database_role import by_force
from tests.doors import World
from tests.factories import CampaignFactory, CookieEntryFactory, JobAdFactory
from tests.privacy.cookie_world import say_so, use_campaigns
from tests.source import ROOT
from tests.test_urls import OPEN
from tests.workspace import sign_in

PAGE = "/informasjonskapsler/"
ASKS = b'id="cookie-choice"'
NO_NUMBER = ("front", "positions", "register", "for_companies", "contact", "privacy_statement", "processing_activities")


@pytest.fixture
def campaigns(db):
    return use_campaigns()


@pytest.fixture
def english():
    return Client(headers={"accept-language": "en"})


def say(client, choice, **more):
    version = cookies.register().version
    return client.post(PAGE, {"choice": choice, "version": version, "next": "/personvern/"} | more)


def chosen(client):
    morsel = client.cookies.get(cookies.CHOICE)
    return morsel.value if morsel else None


# --- the register ---
@pytest.mark.promise("P65", "P66", "P67", "P68", "P69")
@pytest.mark.parametrize(
    ("language", "what_for", "harmless"), [("nb", "purpose_nb", "virus"), ("en", "purpose_en", "virus")]
)
def test_the_page_lists_the_register_in_both_languages_and_sets_nothing(
    client, campaigns, language, what_for, harmless
):
    client.cookies["django_language"] = language
    page = client.get(PAGE)

    text = page.content.decode()
    rows = CookieEntry.objects.in_use()
    assert [
        row.name for row in rows if f"<code>{row.name}</code>" not in text or getattr(row, what_for) not in text
    ] == []
    assert (rows.count(), harmless in text, page.cookies.output()) == (len(REGISTER), True, "")


def test_the_register_begins_as_its_text_says_and_nothing_optional_is_in_use(db):
    told = {name: (each["kind"], each.get("hours")) for name, each in REGISTER.items()}

    rows = CookieEntry.objects.all()
    assert {row.name: (row.kind, row.lasts and row.lasts // cookies.HOUR) for row in rows} == told
    assert list(CookieEntry.objects.optional().in_use()) == []
    assert [row.name for row in rows if "" in (row.purpose_nb, row.purpose_en, row.content_nb, row.content_en)] == []


def test_what_scripts_keep_in_the_browser_is_in_the_register_too():
    scripts = "\n".join(path.read_text() for path in (ROOT / "fremrykk" / "static" / "js").rglob("*.js"))

    named = set(re.findall(r'STORE = "([^"]+)"', scripts))
    assert named == {name for name, each in REGISTER.items() if each.get("store") == "local"}
    assert set(re.findall(r"(?:localStorage|sessionStorage)\.setItem\((\w+)", scripts)) == {"STORE"}
    assert "document.cookie" not in scripts


@pytest.mark.parametrize(
    "change", [{"purpose_nb": "Noe annet"}, {"lasts": datetime.timedelta(days=9)}, {"in_use_since": None}]
)
def test_each_change_of_something_optional_has_a_higher_version_whoever_makes_it(campaigns, change):
    before = cookies.register().version

    CookieEntry.objects.filter(pk=campaigns.pk).update(**change)
    CookieEntry.objects.filter(name="sessionid").update(purpose_nb="Noe annet")
    CookieEntry.objects.filter(pk=campaigns.pk).update(place=77, version=1)

    assert cookies.register().version == before + 1


def test_the_database_refuses_what_would_hide_a_cookie(campaigns):
    optional = CookieEntry.objects.filter(pk=campaigns.pk)
    refused = [
        lambda: optional.delete(), lambda: optional.update(kind="necessary"), lambda: optional.update(purpose_en=""),
        lambda: optional.update(lasts=None), lambda: optional.update(lasts=datetime.timedelta(days=800)),
        lambda: optional.update(kind="secret"), lambda: CookieEntryFactory(name="kampanje"),
    ]  # fmt: skip

    for attempt in refused:
        with by_force(), pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_nothing_optional_is_used_behind_the_back_of_the_statement(db, client):
    campaign = CookieEntry.objects.get(name="kampanje")
    with pytest.raises(cookie_register.NotInTheStatement):
        cookie_register.use(entry=campaign, at=timezone.now())
    sign_in(client, Role.MANAGER)
    client.cookies["django_language"] = "en"
    step = reverse("admin:privacy_cookieentry_step", args=[campaign.pk, "use"])

    said = client.post(step, follow=True).content.decode()
    say_so()
    client.post(step)

    assert "Put a new version in force first, in both languages" in said
    assert cookies.register().kinds == ("campaign",)


def test_the_manager_changes_words_and_everybody_is_asked_again(campaigns, client):
    visitor = Client()
    say(visitor, "necessary")
    quiet = ASKS in visitor.get("/").content
    sign_in(client, Role.MANAGER)
    fields = ("kind", "store", "place", "purpose_nb", "purpose_en", "content_nb", "content_en", "set_by")
    typed = {name: getattr(campaigns, name) for name in fields} | {"lasts": "20 00:00:00"}

    client.post(reverse("admin:privacy_cookieentry_change", args=[campaigns.pk]), typed)

    campaigns.refresh_from_db()
    assert (quiet, campaigns.lasts.days, ASKS in visitor.get("/").content) == (False, 20, True)


# --- the question ---
def test_nobody_is_asked_while_there_is_nothing_to_choose(db, client):
    pages = [client.get(reverse(name)).content for name in NO_NUMBER]

    assert [ASKS in page for page in pages] == [False] * len(NO_NUMBER)
    assert "ingenting å velge" in client.get(PAGE).content.decode()


@pytest.mark.promise("P68")
def test_the_three_answers_weigh_the_same_and_nothing_is_ticked(campaigns, client):
    front, page = client.get("/").content.decode(), client.get(PAGE).content.decode()

    answers = re.findall(r'<button class="([^"]*)" name="choice" value="(\w+)">([^<]*)</button>', front)
    assert answers == [
        ("button second", "necessary", "Bare nødvendige"),
        ("button second", "all", "Godta alle"),
        ("button second", "choose", "Velg"),
    ]
    assert ("checked" in page, 'name="kinds"' in page, "<script" in front.split('id="cookie-choice"')[1]) == (
        False,
        True,
        False,
    )


@pytest.mark.promise("P65", "P69")
def test_before_a_yes_no_open_page_leaves_anything_optional_and_each_leads_to_the_choice(campaigns):
    campaign = CampaignFactory()
    world, visitor = World(), Client()
    doors = [door for door in world.doors() if door.name in OPEN.read_text().split()]

    asked = [(door.name, visitor.get(f"{door.address}?kampanje={campaign.pk}")) for door in doors]

    left = {name for _door, answer in asked for name in answer.cookies}
    pages = [
        (name, answer.content) for name, answer in asked if answer.status_code == 200 and b"<footer" in answer.content
    ]
    assert (left, len(pages) > 20) == (left & {"sessionid", "csrftoken", "messages"}, True)
    assert [name for name, page in pages if f'href="{PAGE}"'.encode() not in page] == []


def test_it_is_asked_on_public_pages_only_and_never_of_colleagues(campaigns, client, english):
    ad = JobAdFactory()
    asked = {
        name: ASKS in english.get(reverse(name)).content for name in (*NO_NUMBER, "account_login", "cookie_register")
    }
    sign_in(client, Role.ADVISER)

    assert asked == dict.fromkeys(NO_NUMBER, True) | {"account_login": False, "cookie_register": False}
    assert (ASKS in english.get(ad.get_absolute_url()).content, ASKS in client.get("/").content) == (True, False)


# --- the answers ---
@pytest.mark.promise("P66")
def test_an_answer_is_kept_and_nobody_is_asked_again(campaigns, client):
    answer = say(client, "necessary")

    morsel = answer.cookies[cookies.CHOICE]
    assert (answer.status_code, answer.url, morsel.value) == (302, "/personvern/", f"{campaigns.version}.none")
    assert (morsel["max-age"], morsel["httponly"], morsel["samesite"]) == (180 * 24 * 60 * 60, True, "Lax")
    assert (ASKS in client.get("/").content, "bare de nødvendige" in client.get(PAGE).content.decode()) == (False, True)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"choice": "all"}, "campaign"), ({"choice": "chosen", "kinds": ["campaign"]}, "campaign"),
        ({"choice": "chosen"}, "none"), ({"choice": "chosen", "kinds": ["necessary", "statistics", "x"]}, "none"),
        ({"choice": "choose"}, None), ({"choice": "whatever"}, None), ({"choice": "all", "version": "0"}, None),
    ],
)  # fmt: skip
def test_what_is_answered_is_what_is_kept(campaigns, client, said, kept):
    answer = say(client, **said)

    assert answer.status_code == 302
    assert chosen(client) == (f"{campaigns.version}.{kept}" if kept else None)


@pytest.mark.parametrize("elsewhere", ["https://evil.example.test/", "//evil.example.test/", "javascript:alert(1)", ""])
def test_an_answer_leads_back_to_a_page_of_ours_and_comes_from_one(campaigns, client, elsewhere):
    assert say(client, "all", next=elsewhere).url == PAGE
    assert client.post(PAGE, {"choice": "all"}, headers={"origin": "https://evil.example.test"}).status_code == 403


@pytest.mark.promise("P69")
def test_a_no_takes_the_cookie_out_of_the_browser_at_once(campaigns, client):
    say(client, "all")
    client.cookies["kampanje"] = "0b7c2a6e51b34c3d8f0f6d2f4a9be001"

    answer = say(client, "necessary")

    assert (answer.cookies["kampanje"]["max-age"], answer.cookies["kampanje"].value) == (0, "")


def test_a_cookie_that_nobody_agreed_to_any_more_goes_with_the_next_answer(campaigns, client):
    say(client, "all")
    client.cookies["kampanje"] = "0b7c2a6e51b34c3d8f0f6d2f4a9be001"
    client.get("/kontakt/")  # here the message is shown
    before = dict(client.get("/").cookies)

    cookie_register.change(entry=campaigns, purpose_nb="Noe annet")

    assert (before, client.get("/").cookies["kampanje"]["max-age"]) == ({}, 0)


# --- the browser's no ---
def test_a_signal_is_a_no_and_a_later_yes_of_the_person_counts(campaigns):
    browser = Client(headers={"sec-gpc": "1", "accept-language": "en"})
    front, page = browser.get("/").content, browser.get(PAGE).content.decode()
    request = browser.get("/").wsgi_request

    assert (ASKS in front, "We take that as a no" in page) == (False, True)
    assert cookies.allowed(request, cookies.register()) == frozenset()
    say(browser, "all")
    request = browser.get("/").wsgi_request
    assert (chosen(browser), cookies.allowed(request, cookies.register())) == (
        f"{campaigns.version}.campaign.gpc",
        {"campaign"},
    )


def test_a_yes_from_before_the_signal_is_none_after_it(campaigns, client):
    say(client, "all")
    client.cookies["kampanje"] = "0b7c2a6e51b34c3d8f0f6d2f4a9be001"

    answer = client.get("/", headers={"sec-gpc": "1"})

    assert (answer.cookies["kampanje"]["max-age"], ASKS in answer.content) == (0, False)


def test_that_the_signal_is_heeded_is_told_to_machines(client, db):
    answer = client.get("/.well-known/gpc.json")

    assert (answer.json(), answer["Content-Type"]) == ({"gpc": True, "lastUpdate": "2026-11-29"}, "application/json")


@pytest.mark.parametrize(
    "text", ["", "1", "1.", "x.campaign", "1.campaign.gpcx", "1.campaign;evil", "9999999.none", "1.CAMPAIGN", "1.-"]
)
def test_what_no_page_of_ours_wrote_is_no_choice(text):
    assert cookies.read(text) is None


def test_a_choice_is_read_as_it_was_written():
    choices = [Choice(1), Choice(3, frozenset({"campaign"})), Choice(12, frozenset({"campaign", "statistics"}), True)]

    assert [cookies.read(str(each)) for each in choices] == choices
    assert [str(each) for each in choices] == ["1.none", "3.campaign", "12.campaign-statistics.gpc"]


# --- the watch itself ---
def set_by_somebody(**how):
    response = HttpResponse()
    response.set_cookie(**how)
    return cookie_watch.trouble(next(iter(response.cookies.values())))


@pytest.mark.promise("P65")
def test_the_watch_over_cookies_finds_what_it_is_there_for(client, db, monkeypatch):
    safe = {"httponly": True, "samesite": "Lax"}
    assert set_by_somebody(key="_ga", value="1", **safe) == "_ga is not in the register of cookies"
    assert set_by_somebody(key="fremrykk-keys-off", value="1", **safe).endswith("is not in the register of cookies")
    assert (
        set_by_somebody(key="sessionid", value="1", max_age=10**7, **safe)
        == "sessionid lasts longer than the register says"
    )
    assert set_by_somebody(key="kampanje", value="1").startswith("kampanje can be read by scripts")
    assert set_by_somebody(key="__Host-kampanje", value="1", max_age=60, **safe) == ""

    monkeypatch.setitem(cookie_watch.REGISTER, "csrftoken", {"store": "local"})
    client.get("/personvern/")
    client.get("/konto/login/")

    assert set(cookie_watch.taken()) == {"GET /konto/login/: csrftoken is not in the register of cookies"}
    assert isinstance(client.cookies, SimpleCookie)
