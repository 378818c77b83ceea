"""Every page each role can click its way to: no dead end, nothing from elsewhere, nothing in the wrong language."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.test import Client
from django.utils import timezone

from candidates.actions import scanning
from candidates.adapters.virus_scanner import NoScanner
from candidates.models import Document
from fremrykk.accounts.management.commands import seed_demo
from fremrykk.accounts.models import User
from privacy import jobs
from tests.crawl import Crawl, Links, wrong
from tests.test_language import left_in
from tests.workspace import log_in, sign_in_browser

ROLES = {
    "visitor": "/",
    "kari": "/min-side/",
    "henrik": "/min-side/",
    "leder": "/admin/",
    "radgiver": "/admin/",
    "personvern": "/admin/",
    "okonomi": "/admin/",
}
NARROW = 390


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, as it is when everything in it has been scanned; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def db(demo):
    """In the place of pytest-django's: what a reader leaves behind is taken back, and the demo stays."""
    of_the_test = transaction.atomic()
    of_the_test._from_testcase = True  # as Django marks its own: what must commit by itself may do so in here
    with of_the_test:
        yield
        transaction.set_rollback(True)


def seed() -> None:
    now = timezone.now()
    seed_demo.seed(now)
    for document in Document.objects.order_by("pk"):
        scanning.scan(pk=document.pk, scanner=NoScanner(), at=now)
    jobs.print_register()


def browser_of(who: str, language: str = "nb") -> Client:
    client = Client(headers={"accept-language": language, "host": "localhost"})
    if who != "visitor":
        log_in(client, User.objects.get(email__startswith=who))
    return client


@pytest.mark.parametrize("who", ROLES)
def test_every_way_leads_on_and_all_of_it_is_norwegian_and_our_own(db, who):
    crawl = Crawl(browser_of(who), left_in).walk(ROLES[who])

    assert crawl.faults == []
    assert len(crawl.first) > (200 if who in ("leder", "radgiver", "personvern") else 10)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_the_policy_and_a_narrow_screen_find_nothing_on_any_page_of_the_site(live_server, browser_page):
    """Each kind of page once, for the first who comes to it; the workspace has its own test in a browser."""
    seed()
    browser_page.set_viewport_size({"width": NARROW, "height": 850})
    found, looked_at, asked = [], set(), []
    browser_page.on("console", lambda said: said.type == "error" and found.append((said.location["url"], said.text)))
    browser_page.on("pageerror", lambda error: found.append((browser_page.url, str(error))))
    browser_page.on("request", lambda request: asked.append(request.url))

    for who in ("visitor", "kari", "henrik"):
        crawl = Crawl(browser_of(who), lambda page: []).walk(ROLES[who])
        new = {name.split("?")[0]: address for name, address in reversed(crawl.first.items())}
        browser_page.context.clear_cookies()
        if who != "visitor":
            sign_in_browser(browser_page, User.objects.get(email__startswith=who))
        for address in (address for name, address in new.items() if name not in looked_at):
            browser_page.goto(address)
            violations = Axe().run(browser_page).response["violations"]
            found += [(address, each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
            found += (
                [(address, "too wide")]
                if browser_page.evaluate("document.documentElement.scrollWidth") > NARROW
                else []
            )
        looked_at |= set(new)

    assert found == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert len(looked_at) > 30


FAULTY = """<a href="#">nowhere</a> <a href="#there">there</a> <p id="here"></p><p id="here"></p>
<script src="https://elsewhere.example.test/a.js"></script> <link href="//cdn.example.test/a.css"> <img src="/static/a.svg">"""


def test_what_is_wrong_on_a_page_is_found():
    assert sorted(wrong(Links(FAULTY))) == [
        "has no place #there",
        "has two places here",
        "leads nowhere: #",
        "loads //cdn.example.test/a.css",
        "loads https://elsewhere.example.test/a.js",
    ]


def test_a_dead_end_and_a_word_of_another_language_are_found(db):
    crawl = Crawl(browser_of("visitor"), lambda page: ["Hello"] if "Personvern" in page else []).walk(
        "/finnes-ikke/", "/kontakt/"
    )

    assert [each.what for each in crawl.faults][:2] == ["leads to /finnes-ikke/: 404", "Hello"]
