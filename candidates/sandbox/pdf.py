"""PDF: opened and repaired by qpdf, read by pdfium; damage that can be read past is no reason to refuse a CV."""

import io

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from candidates.sandbox import pdf_actions, pdf_streams, polyglots
from candidates.sandbox.attachments import refuse_test_virus
from candidates.sandbox.outcomes import Bounds, Counter, Found, Refused, Text

CONTENT_TYPE = "application/pdf"
HEADER_WITHIN = 1024
# Far beyond any sheet of paper (Acrobat stops at 14 400): a page that eats the memory of whoever draws it.
MAX_SIDE = 200_000

# qpdf opens the machine's source of randomness at its first encryption; that must be before the doors are shut.
pikepdf.new().save(io.BytesIO(), encryption=pikepdf.Encryption(owner="owner", user="", R=6))


def judge(data: bytes, bounds: Bounds) -> Found:
    """Refuse what is encrypted, active, a bomb or past reading; else say how many pages there are."""
    _refuse_second_kind(data)
    with _opened(data) as pdf:
        counter = Counter(bounds.max_unpacked)
        pages = _count_pages(pdf, bounds.max_pages)
        pdf_actions.refuse_active(pdf)
        pdf_streams.refuse_bombs(pdf, counter)
    with _readable(data) as document:
        shown = len(document)
        if shown > bounds.max_pages:
            raise Refused("too_many_pages")
        _refuse_unreadable(document)
        return Found(CONTENT_TYPE, pages=shown or pages)


def text(data: bytes, bounds: Bounds) -> str:
    found = Text(bounds.max_text)
    with _readable(data) as document:
        for number in range(min(len(document), bounds.max_pages)):
            if found.full:
                break
            found.add(_page_text(document, number) + "\n")
    return str(found)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        words = page.get_textpage().get_text_bounded(errors="ignore")
    except pypdfium2.PdfiumError:
        return ""
    return str(words).replace("\r\n", "\n").replace("\ufffe", "-")


def _refuse_second_kind(data: bytes) -> None:
    start = data[: HEADER_WITHIN + 5].find(b"%PDF")
    if start < 0:
        raise Refused("wrong_type")
    refuse_test_virus(data)
    polyglots.refuse_before(data[:start])
    polyglots.refuse_behind(data)


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (pikepdf.PdfError, RuntimeError) as error:
        # A lock whose key is a certificate, or of a kind nobody but its maker opens.
        if "encrypt" in str(error).lower():
            raise Refused("encrypted") from None
        return _opened_by_the_other(data)


def _opened_by_the_other(data: bytes) -> pikepdf.Pdf:
    """What qpdf cannot mend and pdfium can, as pdfium writes it down; another reader may see more in it, so no word of a script."""
    if pdf_actions.ACTIVE_WORDS.search(data):
        raise Refused("damaged")
    copy = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.save(copy)
        return pikepdf.open(copy, suppress_warnings=True)
    except (pypdfium2.PdfiumError, pikepdf.PdfError, RuntimeError, ValueError):
        raise Refused("damaged") from None


def _readable(data: bytes) -> pypdfium2.PdfDocument:
    """The document as pdfium sees it; where it sees nothing, as qpdf has repaired it."""
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document):
            return document
    except pypdfium2.PdfiumError:
        pass
    repaired = io.BytesIO()
    try:
        with _opened(data) as pdf:
            pdf.save(repaired)
        return pypdfium2.PdfDocument(repaired.getvalue())
    except (pypdfium2.PdfiumError, pikepdf.PdfError, RuntimeError, ValueError):
        raise Refused("damaged") from None


def _refuse_unreadable(document: pypdfium2.PdfDocument) -> None:
    """At least one page must open; one that is a hundred metres long must not."""
    opened = 0
    for number in range(len(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            continue
        opened += 1
        sides = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        pdfium.FPDF_ClosePage(page)
        if max(sides) > MAX_SIDE:
            raise Refused("bomb")
    if not opened:
        raise Refused("damaged")


def _count_pages(pdf: pikepdf.Pdf, bound: int) -> int:
    """Leaves of the page tree, walked by ourselves: a tree of shared branches has more pages than atoms."""
    pages = steps = 0
    waiting = [pdf.Root.get("/Pages")]
    while waiting:
        node = waiting.pop()
        steps += 1
        if pages > bound or steps > 50 * bound:
            raise Refused("too_many_pages")
        if not isinstance(node, pikepdf.Dictionary):
            continue
        kids = node.get("/Kids")
        if not isinstance(kids, pikepdf.Array):
            pages += 1
        elif len(kids) > 50 * bound:
            raise Refused("too_many_pages")
        else:
            waiting.extend(kids)
    return pages
