"""What is handed out by a link or a page is saved and never run; and a link that opens nothing says nothing."""

import re
import time
from statistics import median

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error

from candidates.actions import presentations
from candidates.models import Presentation, PresentationReader
from candidates.queries import presentations as reading
from privacy.actions import delivery
from privacy.models import OutgoingMail
from privacy.views import limits
from tests import dump
from tests.candidates.test_presentations import (
    CODE,
    DAY,
    code_of,
    confirmed_by,
    draft,  # noqa: F401
    erased,
    link_of,
    sent,  # noqa: F401
)
from tests.factories import NOW, CandidateFactory, DocumentFactory, StaffFactory
from tests.files import pdf_cv
from tests.hostile_pdfs import PREFIXES
from tests.workspace import sign_in_browser

RUN = b"<script>top.ran = true; document.title = 'ran'; alert(1)</script>"
PAGES = {
    "html": (b"<!doctype html><html>" + RUN, "text/html"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + RUN + b"</svg>", "image/svg+xml"),
    "xhtml": (b"<html xmlns='http://www.w3.org/1999/xhtml'>" + RUN + b"</html>", "application/xhtml+xml"),
    "pdf_with_script": (pdf_cv() + RUN, "application/pdf"), "script": (b"top.ran = true//", "text/javascript"),
}  # fmt: skip
KINDS = ("application/pdf", "image/jpeg", "image/png")
LOAD = """address => Promise.all(['iframe', 'object', 'embed', 'img', 'script', 'link'].map(kind => new Promise(done => {
    const each = document.createElement(kind)
    each.onload = each.onerror = done
    if (kind == 'link') each.rel = 'stylesheet'
    each[{object: 'data', link: 'href'}[kind] || 'src'] = address
    document.body.append(each)
    setTimeout(done, 300)
})))"""


# --- DL-01 ---
@pytest.mark.browser
@pytest.mark.asvs("DL-01")
def test_no_browser_runs_a_file_whatever_is_in_it(browser_page, approved_periods):
    kari = CandidateFactory()
    files = PAGES | {
        f"{name}_first": (start + b"\n" + RUN + pdf_cv(), KINDS[number % 3])
        for number, (name, start) in enumerate(list(PREFIXES.items())[:29])
    }
    addresses = [
        reverse("document", args=[DocumentFactory(candidate=kari, content=data, content_type=kind).pk])
        for data, kind in files.values()
    ]
    sign_in_browser(browser_page, kari.subject.user)
    ran, saved = [], []
    browser_page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    browser_page.on("download", lambda download: saved.append(download.suggested_filename))
    browser_page.set_content(RUN.decode())
    assert browser_page.title() == "ran"  # what would be run, were anything run
    ran.clear()

    browser_page.goto("/personvern/")
    for address in addresses:
        with pytest.raises(Error, match=r"Download is starting|ERR_ABORTED"):
            browser_page.goto(address)
    browser_page.goto("/personvern/")
    for address in addresses[:8]:
        browser_page.evaluate(LOAD, address)

    assert (len(addresses), ran, browser_page.evaluate("window.ran")) == (34, [], None)
    assert len(saved) >= len(addresses)
    assert "ran" not in browser_page.title()


# --- links ---
@pytest.fixture
def address(sent):  # noqa: F811
    return link_of(sent)


@pytest.mark.django_db
@pytest.mark.asvs("DL-04")
def test_the_word_of_a_link_is_long_random_and_nowhere_in_a_dump(sent, address):  # noqa: F811
    token = address.split("/")[-2]
    others = {reading.new_token() for _each in range(50)}
    before = dump.holding(token)
    delivery.deliver(pks=OutgoingMail.objects.values_list("pk", flat=True), at=NOW)

    assert (len(others), min(len(re.sub(r"[^\w-]", "", each)) for each in others) >= 22) == (50, True)
    assert before == ["public.privacy_outgoingmail"]  # until it is sent
    assert OutgoingMail.objects.get(template="candidates/email/presentation_sent").state == "sent"
    assert dump.holding(token) == []
    assert sent.ends_at is not None
    assert {presentations.USUAL_DAYS, presentations.MOST_DAYS} == {14, 90}


@pytest.mark.django_db
@pytest.mark.asvs("DL-05")
def test_a_mail_scanner_that_opens_and_sends_everything_uses_nothing_up(address):
    before = dump_of_reader()
    scanner = Client()
    answers = [scanner.get(address).status_code for _each in range(20)]
    answers += [scanner.head(address).status_code for _each in range(20)]
    unchanged = dump_of_reader()
    for _each in range(2):
        scanner.post(address, CODE)
        scanner.post(address, {"code": "AAAA-AAAA"})

    person = Client()
    person.post(address, CODE)

    assert set(answers) == {200}
    assert unchanged == before
    assert "Nordmann" in confirmed_by(person, address, code_of())
    assert "Nordmann" not in scanner.get(address).text


def dump_of_reader():
    return list(PresentationReader.objects.values()), OutgoingMail.objects.count(), list(Presentation.objects.values())


@pytest.mark.django_db
@pytest.mark.asvs("DL-07")
def test_every_page_behind_a_link_is_kept_found_and_referred_to_by_nobody(sent, address, client):  # noqa: F811
    client.post(address, CODE)
    pages = [Client().get(address), client.post(address, {"code": code_of()}), client.get(address)]
    pages += [client.get("/presentasjon/a/"), client.get(reverse("presentation", args=[reading.new_token()]))]
    presentations.revoke(presentation=sent, by=StaffFactory(), at=NOW)
    pages.append(client.get(address))

    assert [each.status_code for each in pages] == [200, 302, 200, 404, 410, 410]
    assert {each["X-Robots-Tag"] for each in pages} == {"noindex, nofollow, noarchive"}
    # "no-referrer" would take the origin from the forms of these pages too; "same-origin" tells nobody else anything.
    assert {each["Referrer-Policy"] for each in pages} == {"same-origin"}
    assert [each for each in pages if "no-store" not in each["Cache-Control"]] == []


def plain(answer):
    """Without what differs at each look: the form's own word, and the address one is at."""
    return answer.status_code, re.sub(r'value="\w{64}"|nonce="[^"]*"|/presentasjon/[^/]+/', "", answer.text)


@pytest.mark.django_db
@pytest.mark.asvs("DL-08", "DL-10")
@pytest.mark.parametrize("happens", ["revoked", "erased", "over"])
def test_whatever_ended_it_looks_like_a_link_that_never_was(sent, address, client, time_machine, happens):  # noqa: F811
    never = reverse("presentation", args=[reading.new_token()])
    if happens == "revoked":
        presentations.revoke(presentation=sent, by=StaffFactory(), at=NOW)
    elif happens == "erased":
        erased(sent)
    else:
        time_machine.move_to(sent.ends_at + DAY)

    assert plain(client.get(address)) == plain(client.get(never))
    assert client.get(never).status_code == 410
    times = {page: timed(client, page) for page in (address, never)}
    assert abs(times[address] - times[never]) < 0.05


def timed(client, page):
    taken = []
    for _each in range(9):
        began = time.perf_counter()
        client.get(page)
        taken.append(time.perf_counter() - began)
    return median(taken)


@pytest.mark.django_db
@pytest.mark.asvs("DL-10")
def test_guessing_has_an_end_and_holds_up_nobody_with_a_link(address, client):
    guesses = [
        reverse("presentation", args=[reading.new_token()]),
        *(f"/presentasjon/{number}/" for number in range(14)),
    ]
    first = client.get(guesses[0])
    limits.spend(first.wsgi_request, "presentation-guess", weight=189)  # as so many more would

    answers = [client.get(guess) for guess in guesses]

    assert [each.status_code for each in answers] == [410, *[404] * 9, *[429] * 5]
    assert answers[-1]["Retry-After"] == "3600"
    assert client.get(address).status_code == 200
