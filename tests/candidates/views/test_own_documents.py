import re
from email.message import EmailMessage
from email.policy import HTTP
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.http import parse_header_parameters

from candidates.actions import documents
from candidates.choices import DocumentKind, DocumentState, Stage
from candidates.models import Application, Document
from candidates.models.document import document_storage
from privacy.models import TrailEntry
from tests import files
from tests.candidates.sent import pdf
from tests.factories import NOW, ApplicationDocumentFactory, CandidateFactory, DocumentFactory, StaffFactory

CONTENT = b"%PDF-1.7 Kari Nordmann"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def document(kari):
    return DocumentFactory(candidate=kari)


def address(document) -> str:
    return reverse("document", args=[document.pk])


def heading(response) -> str:
    return unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def names_read(header: str) -> set[str]:
    """The file name as two parsers of the header read it."""
    message = EmailMessage(policy=HTTP)
    message["Content-Disposition"] = header
    return {message.get_filename(), parse_header_parameters(header)[1]["filename"]}


# --- How many fit ---------------------------------------------------------------------------------
FULL = "You have a hundred documents here, and more do not fit. Remove one first."


@pytest.mark.usefixtures("approved_periods")
def test_a_hundred_documents_fit_and_whoever_takes_one_in_for_the_person_still_may(kari, browser_of):
    DocumentFactory.create_batch(99, candidate=kari, file="of/nothing")
    own, page = browser_of(kari.subject.user), reverse("my_documents")

    answers = [own.post(page, {"kind": "other", "file": pdf(name=f"{number}.pdf")}) for number in (1, 2)]
    documents.upload(candidate=kari, kind="cv", upload=pdf(), by=StaffFactory(), at=NOW)

    assert [each.status_code for each in answers] == [302, 422]
    assert FULL in answers[1].text
    assert kari.documents.count() == 101


# --- Opening a file -------------------------------------------------------------------------------
@pytest.mark.parametrize("roles", [["adviser"], ["manager"], ["privacy"]])
def test_staff_who_work_with_candidates_open_it_and_the_trail_says_so(document, browser_of, roles):
    user = StaffFactory(roles=roles)

    content = b"".join(browser_of(user).get(address(document)))

    assert content == CONTENT
    entries = TrailEntry.objects.filter(subject_uuid=document.candidate.subject_id)
    assert list(entries.values_list("verb", "role", "object_id")) == [("opened", roles[0], str(document.pk))]


@pytest.mark.parametrize("roles", [["finance"], ["payroll"], ["editor"], ["marketing"], ["system"], []])
def test_other_staff_do_not_find_it(document, browser_of, roles):
    assert browser_of(StaffFactory(roles=roles)).get(address(document)).status_code == 404
    assert TrailEntry.objects.count() == 0


def test_another_candidate_does_not_find_it(document, browser_of):
    assert browser_of(CandidateFactory().subject.user).get(address(document)).status_code == 404


@pytest.mark.asvs("DL-03")
def test_a_role_taken_away_closes_it_at_the_next_request(document, browser_of):
    user = StaffFactory()
    client = browser_of(user)
    assert b"".join(client.get(address(document))) == CONTENT

    user.roles = ["marketing"]
    user.save()

    assert client.get(address(document)).status_code == 302  # the session ended with the roles it was made for
    assert browser_of(user).get(address(document)).status_code == 404


def test_a_stranger_is_asked_to_log_in(document, client):
    assert client.get(address(document)).url == f"{reverse('account_login')}?next={address(document)}"


@pytest.mark.asvs("DL-01")
def test_the_answer_lets_a_browser_do_nothing_with_the_file_but_save_it(own, document):
    response = own.get(address(document))

    assert b"".join(response) == CONTENT
    headers = {
        name: response[name]
        for name in (
            "Content-Type", "Content-Length", "Content-Disposition", "X-Content-Type-Options",
            "Content-Security-Policy", "Cross-Origin-Resource-Policy",
        )
    }  # fmt: skip
    assert headers == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(CONTENT)),
        "Content-Disposition": 'attachment; filename="cv.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.asvs("DL-01")
@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("application/pdf", "application/pdf"),
        (DOCX, DOCX),
        ("image/png", "image/png"),
        ("image/jpeg", "image/jpeg"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/pdf; charset=utf-7", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_the_type_comes_from_a_closed_list(own, kari, stored, told):
    response = own.get(address(DocumentFactory(candidate=kari, content_type=stored)))
    response.close()

    assert response["Content-Type"] == told


@pytest.mark.asvs("DL-02")
@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("Min CV.pdf", "Min CV.pdf"),
        ("Søknad – Åse Ærlig.pdf", "Søknad – Åse Ærlig.pdf"),
        ('a"; filename="evil.exe', "a; filename=evil.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\cv.pdf", "cv.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("cv.html", "cv.html.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("100%20enig.pdf", "100%20enig.pdf"),
        ("cv';alert(1).pdf", "cv';alert(1).pdf"),
        ("back\\slash.pdf", "slash.pdf"),
        ("", "document.pdf"),
        ("CV.PDF", "CV.PDF"),
    ],
)
def test_two_parsers_read_the_same_harmless_name(own, kari, stored, sent):
    response = own.get(address(DocumentFactory(candidate=kari, original_name=stored)))
    response.close()

    assert response["Content-Disposition"].startswith("attachment; filename")
    assert names_read(response["Content-Disposition"]) == {sent}


def test_head_reads_nothing_and_writes_no_entry(own, document):
    response = own.head(address(document))

    assert (response.status_code, b"".join(response), TrailEntry.objects.count()) == (200, b"", 0)


@pytest.mark.parametrize("state", [DocumentState.RECEIVED, DocumentState.INFECTED, DocumentState.ERROR])
def test_what_is_not_known_to_be_clean_stays_closed(own, kari, browser_of, state):
    closed = DocumentFactory(candidate=kari, state=state)

    answers = [client.get(address(closed)) for client in (own, browser_of(StaffFactory()))]

    assert [(answer.status_code, heading(answer)) for answer in answers] == [(409, "The document cannot be opened")] * 2
    assert TrailEntry.objects.count() == 0


def test_without_a_scanner_a_warning_stands_before_the_file(own, kari):
    unscanned = DocumentFactory(candidate=kari, state=DocumentState.UNSCANNED)

    warned = own.get(address(unscanned))

    assert (heading(warned), TrailEntry.objects.count()) == ("Not scanned for viruses", 0)
    assert f'href="{address(unscanned)}?uten-kontroll"' in warned.content.decode()
    assert b"".join(own.get(f"{address(unscanned)}?uten-kontroll")) == CONTENT
    assert TrailEntry.objects.count() == 1


def test_once_there_is_a_scanner_what_it_has_not_seen_is_closed(own, kari, settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:3310"
    unscanned = DocumentFactory(candidate=kari, state=DocumentState.UNSCANNED)

    assert own.get(f"{address(unscanned)}?uten-kontroll").status_code == 409


def test_a_missing_file_gets_a_page_that_says_so(own, document):
    document_storage().delete(document.file.name)

    response = own.get(address(document))

    assert (response.status_code, heading(response)) == (500, "We cannot read this file")
    assert TrailEntry.objects.count() == 0


@pytest.mark.parametrize("place", [60, 70_000, -1])
def test_a_file_somebody_changed_is_not_handed_out(own, kari, place):
    document = DocumentFactory(candidate=kari, content=b"%PDF-1.7 " + b"x" * 200_000)
    with document_storage().inner.open(document.file.name, "r+b") as stored:
        data = bytearray(stored.read())
        data[place] ^= 1
        stored.seek(0)
        stored.write(data)

    response = own.get(address(document))

    assert (response.status_code, heading(response)) == (500, "We cannot read this file")
    assert TrailEntry.objects.count() == 0


def test_a_large_file_is_read_in_pieces(own, kari):
    content = b"%PDF-1.7 " + b"x" * 1_000_000
    response = own.get(address(DocumentFactory(candidate=kari, content=content)))

    pieces = list(response)

    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 65_536


# --- The own list ---------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_there_is(own, kari, number, django_assert_num_queries):
    ApplicationDocumentFactory.create_batch(number, application__candidate=kari)

    with django_assert_num_queries(12):
        response = own.get(reverse("my_documents"))

    assert response.content.decode().count("Used in: Sykepleier") == number


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        (DocumentKind.CV, "cv.pdf", files.pdf_cv()),
        (DocumentKind.OTHER, "annet.pdf", files.pdf_cv()),
        (DocumentKind.CERTIFICATE, "attest.pdf", files.pdf_cv()),
    ],
)
def test_a_document_is_added(own, kari, kind, name, content):
    response = own.post(reverse("my_documents"), {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True)

    assert said(response) == ["The document is received."]
    document = Document.objects.get()
    assert (document.candidate, document.kind, document.original_name) == (kari, kind, name)
    with document.file.open() as stored:
        assert stored.read() == content


@pytest.mark.parametrize(
    ("kind", "name", "content", "sentence"),
    [
        ("cv", "cv.pdf", b"", "The file is empty. Choose another file."),
        ("cv", "cv.exe", b"MZ", "This type of file cannot be used. Upload a PDF or Word document (.pdf or .docx)."),
        (
            "diploma",
            "vitnemål.gif",
            b"GIF89a",
            "This type of file cannot be used. Upload a PDF, a Word document (.docx) or a picture (.jpg or .png).",
        ),
        ("cv", "cv.pdf", b"%PDF-" + b"x" * 5_000_000, "The file is too large. A file may be at most 5 MB."),
        (
            "cv",
            "cv.pdf",
            b"PK\x03\x04",
            "The content of the file is not what its name says. Save it as PDF or Word (.docx) and try again.",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(own, kind, name, content, sentence):
    response = own.post(reverse("my_documents"), {"kind": kind, "file": SimpleUploadedFile(name, content)})

    assert response.context["form"].errors == {"file": [sentence]}
    assert f'<option value="{kind}" selected>' in response.content.decode()
    assert Document.objects.count() == 0


def test_an_empty_form_says_what_is_missing(own):
    response = own.post(reverse("my_documents"), {})

    assert response.context["form"].errors == {"kind": ["This field is required."], "file": ["Choose a file."]}


def test_the_page_before_removing_says_what_the_document_is_used_in(own, kari):
    use = ApplicationDocumentFactory(application__candidate=kari, application__stage=Stage.REJECTED)

    response = own.get(reverse("remove_document", args=[use.document.pk]))

    assert [application.pk for application in response.context["used_in"]] == [use.application.pk]
    assert '<form method="post">' in response.content.decode()
    assert Document.objects.count() == 1


def test_a_document_is_removed_with_its_row_and_its_place_in_applications(own, kari):
    use = ApplicationDocumentFactory(application__candidate=kari, application__stage=Stage.REJECTED)
    url = reverse("remove_document", args=[use.document.pk])

    response = own.post(url, follow=True)

    assert said(response) == ["The document is removed, and its text with it."]
    assert (Document.objects.count(), Application.objects.get().documents.count()) == (0, 0)
    assert own.post(url).status_code == 404


def test_a_document_an_application_in_progress_needs_stays(own, kari):
    use = ApplicationDocumentFactory(application__candidate=kari)
    url = reverse("remove_document", args=[use.document.pk])

    asked, sent = own.get(url), own.post(url, follow=True)

    assert '<form method="post">' not in asked.content.decode()
    assert said(sent) == ["An application in progress needs this document. Withdraw the application first."]
    assert Document.objects.count() == 1
