"""What a client takes along: marked, known by the hash of its very bytes, and never more than the page shows."""

import hashlib
import io

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.adapters.inspector import SandboxInspector
from candidates.models import Document, Presentation, PresentationDownload, PresentationItem, PresentationReader
from tests.candidates.test_presentations import (
    CLOSING,
    browser,  # noqa: F401
    candidate_of,
    confirmed,
    draft,  # noqa: F401
    erased,
    link_of,
    revoked,
    send,
)
from tests.factories import NOW, DocumentFactory, PresentationItemFactory
from tests.files import pdf_cv
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
LINES = ["Kari Nordmann", "Sykepleier i Bergen"]


@pytest.fixture
def sent(draft):  # noqa: F811
    """With a CV that is a real PDF, and a certificate that was not chosen."""
    PresentationItem.objects.filter(kind="document").delete()
    document = DocumentFactory(candidate=candidate_of(draft), content=pdf_cv(LINES), text="\n".join(LINES))
    DocumentFactory(
        candidate=candidate_of(draft), kind="certificate", content=pdf_cv(["Førerkort"]), text="Førerkort klasse B"
    )
    PresentationItemFactory(presentation=draft, candidate=document.candidate, document=document)
    Presentation.objects.update(may_download=True)
    send(draft)
    draft.refresh_from_db()
    return draft


def taken(browser, sent, item=None):  # noqa: F811
    item = item or PresentationItem.objects.get(kind="document")
    return browser.post(f"{link_of(sent)}fil/{item.pk}/")


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content)


def read(data: bytes) -> str:
    return SandboxInspector().read(data, extension="pdf", kind="cv").text


@pytest.mark.promise("P22")
@pytest.mark.promise("P24")
def test_what_is_downloaded_is_marked_and_known_by_the_hash_of_its_bytes(browser, sent):  # noqa: F811
    document = Document.objects.get(kind="cv", presented__presentation=sent)
    response = taken(browser, sent)
    data, row = bytes_of(response), PresentationDownload.objects.get()

    assert PresentationItem.objects.get(kind="document").sha256 == document.sha256
    assert (row.sha256, row.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (row.reader, row.disclosure) == (sent.readers.get(), row.item.disclosure)
    assert f"Fra Fremrykk til {sent.job_order.company.name}" in read(data)
    assert "Sykepleier i Bergen" in read(data)
    assert response["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert "no-store" in response["Cache-Control"]


@pytest.mark.promise("P32")
@pytest.mark.promise("P34")
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_pdf_says_what_the_page_says_and_nothing_that_was_not_chosen(browser, sent, language):  # noqa: F811
    browser.cookies["django_language"] = language
    page = browser.get(link_of(sent)).text
    data = bytes_of(browser.post(f"{link_of(sent)}pdf/"))
    printed = read(data)
    item = PresentationItem.objects.get(kind="introduction")

    for said in ("Kari Nordmann", item.text, "Sykepleier i Bergen", sent.job_order.title):
        assert said in page and said in printed
    for kept_back in ("Førerkort", "Attest", "Certificate"):
        assert kept_back not in page and kept_back not in printed
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"


@pytest.mark.promise("P34")
def test_a_document_that_was_not_chosen_is_not_downloaded(browser, sent):  # noqa: F811
    other = DocumentFactory(candidate=candidate_of(sent), kind="certificate", content=pdf_cv(LINES))
    response = browser.post(f"{link_of(sent)}fil/{other.pk}/")

    assert (response.status_code, PresentationDownload.objects.count()) == (302, 0)


def unscanned(sent):
    Document.objects.update(state="unscanned")


@pytest.mark.parametrize("happens", [erased, revoked, *(happens for happens, _code in CLOSING)])
def test_what_is_over_is_over_for_files_too(browser, sent, happens):  # noqa: F811
    address, item = link_of(sent), PresentationItem.objects.get(kind="document").pk
    happens(sent)

    assert browser.post(f"{address}fil/{item}/").status_code == 410
    assert browser.post(f"{address}pdf/").status_code == 410
    assert PresentationDownload.objects.count() == 0


def test_the_database_lets_no_unscanned_file_be_taken(browser, sent):  # noqa: F811
    item = PresentationItem.objects.get(kind="document")
    unscanned(sent)

    assert taken(browser, sent, item).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationDownload.objects.create(
            item=item, reader=sent.readers.get(), sha256="0" * 64, size=1, disclosure=1, at=NOW
        )


def test_a_file_that_is_not_the_one_that_was_sent_is_not_handed_out(browser, sent):  # noqa: F811
    other = DocumentFactory(content=pdf_cv(["Ola"]))
    Document.objects.filter(presented__presentation=sent).update(file=str(other.file))

    page = browser.get(taken(browser, sent).url)

    assert "kunne ikke gjøres klart" in page.text
    assert PresentationDownload.objects.count() == 0


def test_a_new_link_puts_an_end_to_the_old_one(browser, sent):  # noqa: F811
    old = link_of(sent)
    sign_in(browser, "adviser")
    step = reverse("admin:candidates_presentation_step", args=[sent.pk, "send-again"])
    browser.post(step, {"reader": PresentationReader.objects.get().pk})
    new = link_of(sent)

    assert old != new
    assert browser.get(old).status_code == 410
    assert "Nordmann" in confirmed(browser, new).get(new).text
