"""Every page each role can click its way to: no dead end, nothing from elsewhere, nothing in the wrong language."""

import pytest
from django.db import transaction

from tests.crawl import Crawl, Links, wrong
from tests.demo_world import BEGINS_AT, browser_of, links_in_mails, seed
from tests.rollback import taken_back
from tests.test_language import left_in


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def db(demo):
    with taken_back():
        yield


@pytest.mark.parametrize("who", BEGINS_AT)
def test_every_way_leads_on_and_all_of_it_is_norwegian_and_our_own(db, who):
    crawl = Crawl(browser_of(who), left_in).walk(BEGINS_AT[who])

    assert crawl.faults == []
    assert len(crawl.first) > (200 if who in ("leder", "radgiver", "personvern") else 10)


def test_every_link_in_a_mail_leads_somewhere(db):
    links = links_in_mails()

    crawl = Crawl(browser_of("visitor"), left_in).walk(*links.values())

    assert {"presentation?", "reference?", "answer_permission?", "answer_interview?", "ask_review?"} <= {*links}
    assert crawl.faults == []


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
