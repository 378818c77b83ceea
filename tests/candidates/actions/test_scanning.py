import datetime

import pytest

from candidates.actions import scanning
from candidates.adapters.inspector import SandboxInspector
from candidates.choices import DocumentState, TextState
from candidates.models import Document, SearchWord
from candidates.models.document import document_storage
from candidates.ports import Inspection, Verdict
from candidates.queries import search
from tests.factories import NOW, DocumentFactory
from tests.files import docx_cv, pdf_cv, png_image

MINUTE = datetime.timedelta(minutes=1)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Says:
    """A scanner that gives this answer, or fails like this."""

    def __init__(self, answer):
        self.answer, self.asked = answer, 0

    def scan(self, source):
        self.asked += 1
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class Reads:
    """A sandbox that finds this text, or fails like this."""

    def __init__(self, answer):
        self.answer = answer

    def judge(self, source, *, extension, kind):
        return self.read(source, extension=extension, kind=kind)

    def read(self, source, *, extension, kind):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return Inspection(text=self.answer)


def received(content=None, **values):
    state = {"state": DocumentState.RECEIVED, "text_state": TextState.WAITING, "text": "", "next_at": NOW}
    return DocumentFactory(content=content or pdf_cv(), **state | values)


def scanned(content=None, **values):
    return received(content, **{"state": DocumentState.CLEAN, **values})


@pytest.mark.parametrize(
    ("verdict", "state", "is_openable"),
    [
        (Verdict.CLEAN, "clean", True),
        (Verdict.UNSCANNED, "unscanned", True),
        (Verdict.INFECTED, "infected", False),
        (Verdict.ERROR, "error", False),
        (OSError(), "error", False),
        (RuntimeError(), "error", False),
        (None, "error", False),
    ],
)
def test_only_a_clear_answer_opens_a_file(db, verdict, state, is_openable):
    document = received()

    scanning.scan(pk=document.pk, scanner=Says(verdict), at=NOW)

    fresh = Document.objects.get()
    assert (fresh.state, fresh.is_openable) == (state, is_openable)


def test_a_file_that_is_not_in_storage_stays_shut(db):
    document = received()
    document_storage().delete(document.file.name)
    scanner = Says(Verdict.CLEAN)

    scanning.scan(pk=document.pk, scanner=scanner, at=NOW)

    assert (Document.objects.get().state, scanner.asked) == ("error", 0)


@pytest.mark.asvs("UPL-12")
def test_a_scanner_that_is_down_is_asked_again_later_and_later(db):
    document, scanner = received(), Says(Verdict.ERROR)
    asked_at = []

    for minute in range(120):
        before = scanner.asked
        if scanning.waiting(at=NOW + minute * MINUTE):
            scanning.scan(pk=document.pk, scanner=scanner, at=NOW + minute * MINUTE)
        if scanner.asked > before:
            asked_at.append(minute)

    assert asked_at == [0, 1, 6, 21, 81]


def test_once_is_enough(db):
    document, scanner = received(), Says(Verdict.CLEAN)

    for _ in range(3):
        scanning.scan(pk=document.pk, scanner=scanner, at=NOW)

    assert scanner.asked == 1


def test_a_worker_that_dies_leaves_nothing_stuck(db):
    """Killed in the middle of a try: KeyboardInterrupt stands for the kill, nothing after it is run."""
    for document, work, tool in [
        (received(), lambda **values: scanning.scan(**values, scanner=Says(KeyboardInterrupt())), Verdict.CLEAN),
        (scanned(), lambda **values: scanning.read_text(**values, inspector=Reads(KeyboardInterrupt())), None),
    ]:
        with pytest.raises(KeyboardInterrupt):
            work(pk=document.pk, at=NOW)

        assert document.pk not in dict(scanning.waiting(at=NOW))
        assert dict(scanning.waiting(at=NOW + 3 * MINUTE))[document.pk] is (tool is Verdict.CLEAN)


def test_the_sweep_finds_what_no_nudge_named_oldest_first(db):
    later = received(uploaded_at=NOW + MINUTE)
    first = scanned(uploaded_at=NOW)
    forgotten = received(uploaded_at=NOW + 2 * MINUTE, next_at=None)
    received(next_at=NOW + 10 * MINUTE), DocumentFactory()
    received(state=DocumentState.INFECTED, text_state=TextState.UNREADABLE)

    assert scanning.waiting(at=NOW) == [(first.pk, False), (later.pk, True), (forgotten.pk, True)]


@pytest.mark.parametrize(("content", "content_type"), [(pdf_cv(), "application/pdf"), (docx_cv(), DOCX)])
def test_the_text_of_a_real_file_is_found(db, content, content_type):
    document = scanned(content, content_type=content_type)

    scanning.read_text(pk=document.pk, inspector=SandboxInspector(), at=NOW)

    assert Document.objects.get().text_state == "read"
    assert [list(search.candidates(word)) for word in ("utviklere", "blåbær", "kokk")] == [
        [document.candidate],
        [document.candidate],
        [],
    ]
    assert SearchWord.objects.filter(word="nordmann").exists() is True


@pytest.mark.parametrize("state", [DocumentState.RECEIVED, DocumentState.INFECTED, DocumentState.ERROR])
def test_no_parser_sees_a_file_that_is_not_scanned(db, state):
    document = received(state=state)

    scanning.read_text(pk=document.pk, inspector=Reads("sykepleier"), at=NOW)

    assert Document.objects.get().text == ""


def test_a_picture_or_a_file_without_text_is_read_as_empty(db):
    document = scanned(png_image(), content_type="image/png", kind="certificate")

    scanning.read_text(pk=document.pk, inspector=SandboxInspector(), at=NOW)

    assert (Document.objects.get().text_state, Document.objects.get().text) == ("read", "")


def test_a_file_that_cannot_be_read_says_so_and_does_not_wait(db):
    document = scanned(b"%PDF-1.7 nothing")

    scanning.read_text(pk=document.pk, inspector=SandboxInspector(), at=NOW)

    assert (Document.objects.get().text_state, scanning.waiting(at=NOW + 600 * MINUTE)) == ("unreadable", [])


def test_a_file_nobody_had_time_for_is_read_later_and_given_up_in_the_end(db):
    document, busy = scanned(), Says(None)
    busy.read = lambda source, **kind: Inspection(reason="busy")

    scanning.read_text(pk=document.pk, inspector=busy, at=NOW)
    assert (Document.objects.get().text_state, Document.objects.get().next_at) == ("waiting", NOW + MINUTE)

    for attempt in range(1, 6):
        scanning.read_text(pk=document.pk, inspector=busy, at=NOW + attempt * 60 * MINUTE)
    assert (Document.objects.get().text_state, Document.objects.get().attempts) == ("unreadable", 6)


def test_a_file_that_kills_its_reader_is_given_up(db):
    document = scanned()

    for attempt in range(6):
        at = NOW + attempt * 60 * MINUTE
        try:
            scanning.read_text(pk=document.pk, inspector=Reads(KeyboardInterrupt()), at=at)
        except KeyboardInterrupt:
            continue

    assert (Document.objects.get().text_state, Document.objects.get().attempts) == ("unreadable", 6)


def test_text_is_cut_and_without_nul(db):
    document = scanned()

    scanning.read_text(pk=document.pk, inspector=Reads("a\0b " * 100_000), at=NOW)

    text = Document.objects.get().text
    assert (len(text), text.count("\0")) == (200_000, 0)


def test_a_text_of_nothing_but_different_words_still_fits_the_index(db):
    letters = [chr(0x20000 + number) for number in range(40_000)]
    words = " ".join(f"{a}{b}{c}-{b}{c}{a}" for a, b, c in zip(letters, letters[7:], letters[13:], strict=False))
    document = scanned()

    scanning.read_text(pk=document.pk, inspector=Reads(words), at=NOW)

    assert (Document.objects.get().text_state, len(Document.objects.get().text)) == ("read", 50_000)


def test_erased_while_it_was_scanned(db):
    document = received()

    class Erases(Says):
        def scan(self, source):
            Document.objects.all().delete()
            return super().scan(source)

    scanning.scan(pk=document.pk, scanner=Erases(Verdict.CLEAN), at=NOW)

    assert Document.objects.count() == 0


def test_large_files_are_handed_on_without_being_held(db):
    """The scanner gets a file to read from, not its bytes."""
    document = received(content=b"%PDF-1.7" + b"x" * 4_000_000)

    class Looks:
        def scan(self, source):
            self.first = source.read(8)
            return Verdict.CLEAN

    looks = Looks()
    scanning.scan(pk=document.pk, scanner=looks, at=NOW)

    assert looks.first == b"%PDF-1.7"
