"""Rules of uploads: one table says them, five files are the most, and what waits for the scanner is shut and told."""

import datetime
import html
import logging
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.actions import scanning
from candidates.adapters.inspector import SandboxInspector
from candidates.adapters.staying import LATE
from candidates.adapters.virus_scanner import Clamd
from candidates.choices import DocumentKind, DocumentState, TextState
from candidates.forms.papers import KINDS, LONGEST_LOOK, MOST, SINGLE, BringsPapers, Patience
from candidates.models import Application, Document
from candidates.ports import Inspection, Verdict
from candidates.queries import search
from candidates.validators import RULES, SENTENCES
from privacy.actions import alarms
from privacy.choices import AlarmCode
from privacy.queries import vitals
from tests.candidates.actions.test_scanning import Says, received
from tests.candidates.adapters.test_virus_scanner import fake_clamd
from tests.candidates.views.conftest import browser_of  # noqa: F401
from tests.candidates.views.test_applying import ad, address, faults, form  # noqa: F401
from tests.factories import NOW, DocumentFactory, StaffFactory
from tests.files import jpeg_image, pdf_cv
from tests.workspace import sign_in

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


# --- one table ---
@pytest.mark.asvs("UPL-01")
def test_pages_and_sentences_say_the_numbers_of_the_table(client, ad):  # noqa: F811
    page = html.unescape(client.get(address(ad), headers={"accept-language": "en"}).text)
    inputs = {name: re.search(rf'<input[^>]* name="{name}"[^>]*>', page)[0] for name in KINDS}
    rules = {name: RULES[kind] for name, kind in KINDS.items()}
    megabytes = {f"{rule.max_size // 1_000_000} MB" for rule in rules.values()}

    assert set(RULES) == set(DocumentKind.values)
    assert {name: re.search(r'accept="([^"]*)"', tag)[1] for name, tag in inputs.items()} == {
        name: rule.accept for name, rule in rules.items()
    }
    assert megabytes == {"5 MB"}
    assert [name for name in KINDS if "at most 5 MB" not in str(BringsPapers.base_fields[name].help_text)] == []
    assert {rule.max_pages for rule in rules.values()} == {500}
    assert ("500" in str(SENTENCES["too_many_pages"]), "5 MB" in str(SENTENCES["too_large"])) == (True, True)
    assert {(rule.max_unpacked, rule.max_members) for rule in rules.values()} == {(100_000_000, 2_000)}


# --- how many ---
@pytest.mark.asvs("UPL-16")
def test_the_sixth_file_is_refused_with_a_sentence(client, ad):  # noqa: F811
    def sent(number):
        papers = [SimpleUploadedFile(f"attest{each}.jpg", jpeg_image()) for each in range(number)]
        return client.post(
            address(ad), form(cover_letter=SimpleUploadedFile("brev.pdf", pdf_cv()), certificates=papers)
        )

    six, five = sent(MOST + 1), sent(MOST)

    assert MOST + len(SINGLE) == 5
    assert (six.status_code, list(faults(six))) == (422, ["certificates"])
    assert (five.status_code, Application.objects.get().documents.count()) == (302, 5)


@pytest.mark.asvs("UPL-06")
def test_a_form_of_files_that_take_long_is_answered_before_the_server_gives_up():
    class Slow:
        asked = 0

        def judge(self, source, *, extension, kind):
            self.asked += 1
            time.sleep(0.06)
            return Inspection()

    slow = Slow()
    patience = Patience(slow, seconds=0.1)

    said = [patience.judge(b"", extension="pdf", kind="cv").reason for _each in range(5)]

    assert (said, slow.asked) == (["", "", "busy", "busy", "busy"], 2)
    assert LONGEST_LOOK + SandboxInspector().judge_seconds + LATE < 30  # when gunicorn ends a request


# --- what waits ---
@pytest.fixture
def waiting(client, ad, settings):  # noqa: F811
    """A document that came with an application, where there is a scanner; and the receipt."""
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    receipt = client.post(address(ad), form(), follow=True)
    document = Document.objects.get()
    assert (receipt.status_code, receipt.context["application"].documents.get()) == (200, document)
    return document


def opens(browser, page):
    answer = browser.get(page)
    b"".join(answer)  # the test's browser lets go of the file at its end
    return answer.status_code


def scan(document, answer, after):
    with fake_clamd(answer) as (clamd, _received):
        scanning.scan(pk=document.pk, scanner=clamd, at=document.uploaded_at + after * MINUTE)
    return Document.objects.get().state


@pytest.mark.asvs("UPL-12", "UPL-13")
def test_a_scanner_that_is_away_shuts_the_file_and_is_asked_again(waiting, browser_of):  # noqa: F811
    page, adviser = reverse("document", args=[waiting.pk]), browser_of(StaffFactory())
    nonsense = [b"stream: Heuristics.Limits.Exceeded ERROR\0", b"", b"garbage\0"]

    asked = [(scan(waiting, answer, 20 * n), opens(adviser, page)) for n, answer in enumerate(nonsense)]
    away = Clamd("127.0.0.1", 1, connect_seconds=1)
    scanning.scan(pk=waiting.pk, scanner=away, at=waiting.uploaded_at + 120 * MINUTE)

    assert asked == [("error", 409)] * 3
    assert (Document.objects.get().state, Document.objects.get().attempts) == ("error", 4)
    assert (scan(waiting, b"stream: OK\0", 600), opens(adviser, page)) == ("clean", 200)
    Document.objects.update(state=DocumentState.ERROR)
    assert scan(waiting, b"stream: Eicar-Test-Signature FOUND\0", 700) == "infected"
    assert opens(adviser, page) == 409


@pytest.mark.asvs("UPL-12")
def test_a_file_that_waits_for_a_quarter_of_an_hour_is_an_alarm(waiting, client, caplog):
    late = [AlarmCode.SCANS in vitals.wrong(waiting.uploaded_at + minutes * MINUTE) for minutes in (14, 16)]
    with caplog.at_level(logging.ERROR):
        alarms.watch({AlarmCode.SCANS}, at=waiting.uploaded_at + 16 * MINUTE)
    sign_in(client, "system")
    home = client.get(reverse("admin:index"), headers={"accept-language": "en"}).text

    assert late == [False, True]
    assert caplog.messages[-1] == "alarm: scans"
    assert "alarms about the machinery" in home
    scan(waiting, b"stream: OK\0", 20)
    assert AlarmCode.SCANS not in vitals.wrong(waiting.uploaded_at + 21 * MINUTE)


ENDS = {
    Verdict.CLEAN: "clean", Verdict.UNSCANNED: "unscanned", Verdict.INFECTED: "infected", Verdict.ERROR: "error",
    Verdict.AWAY: "error",
}  # fmt: skip


@pytest.mark.asvs("UPL-14")
@pytest.mark.parametrize("state", DocumentState.values)
def test_from_each_state_only_these_are_reached(state):
    found = {}
    for verdict in ENDS:
        document = received(state=state)
        scanning.scan(pk=document.pk, scanner=Says(verdict), at=NOW)
        found[verdict] = Document.objects.get(pk=document.pk).state

    waits = state in (DocumentState.RECEIVED, DocumentState.ERROR, DocumentState.UNSCANNED)
    assert found == (ENDS if waits else dict.fromkeys(ENDS, state))


@pytest.mark.asvs("UPL-14")
def test_only_what_is_clean_is_opened_found_and_shared_once_there_is_a_scanner(browser_of, settings):  # noqa: F811
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    of = {
        state: DocumentFactory(state=state, text="Sykepleier", text_state=TextState.READ)
        for state in DocumentState.values
    }
    adviser = browser_of(StaffFactory())

    opened = {state: opens(adviser, reverse("document", args=[each.pk])) for state, each in of.items()}
    scanning_anew = list(scanning.never_scanned(at=NOW))
    scanning.scan(pk=of["unscanned"].pk, scanner=Says(Verdict.ERROR), at=NOW)
    found = {each.pk for each in search.candidates("sykepleier")}

    assert opened == {state: 200 if state == "clean" else 409 for state in DocumentState.values}
    assert scanning_anew == [of["unscanned"].pk]
    assert found == {of["clean"].candidate_id}


# --- a disk ---
@pytest.mark.asvs("UPL-16")
@pytest.mark.parametrize(("free", "wrong"), [(1_999_999_999, True), (2_000_000_001, False)])
def test_a_disk_that_is_nearly_full_is_an_alarm(monkeypatch, free, wrong):
    monkeypatch.setattr("shutil.disk_usage", lambda folder: type("Found", (), {"total": 10**12, "free": free}))

    assert (AlarmCode.DISKS in vitals.wrong(NOW)) == wrong
