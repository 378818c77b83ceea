"""A file as a client may take it along: marked on each page with whose copy it is, and without what is not seen of it."""

import io
import unicodedata

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from candidates.sandbox.outcomes import Refused

HIDDEN = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF")
NEVER = ("/Popup", "/FileAttachment", "/Text", "/Sound", "/Movie", "/Screen", "/RichMedia")
WHO_WROTE = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj", "/Contents")
OF_THE_WHOLE = ("/OpenAction", "/AA", "/Collection", "/AcroForm", "/Metadata", "/AF")
FONT = Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
)  # fmt: skip
SIZE = 8


def marked(data: bytes, words: str) -> tuple[bytes, int]:
    """The same PDF with the words at the foot of each page; and how many pages."""
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        pdf.flatten_annotations()
        without_the_unseen(pdf)
        for page in pdf.pages:
            page.add_overlay(_stamp(pdf, page, words), pikepdf.Rectangle(page.cropbox))
        return written(pdf), len(pdf.pages)


def written(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=False,
        fix_metadata_version=False,
    )  # fmt: skip
    return out.getvalue()


def of_picture(jpeg: bytes, size: tuple[int, int], pdf: Pdf, *, longest: float = 842) -> None:
    """A page that is a picture, as large as a sheet; nothing else is on it."""
    scale = longest / max(size)
    width, height = size[0] * scale, size[1] * scale
    picture = Stream(
        pdf, jpeg, Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[-1]
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=picture))
    page.obj.Contents = Stream(pdf, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Picture Do Q".encode())


def without_the_unseen(pdf: Pdf) -> None:
    """Who wrote it, when and with what, earlier versions, attachments, remarks: all that a reader does not see on a page."""
    _without(pdf.trailer, "/Info")
    _without(pdf.Root, *OF_THE_WHOLE)
    if isinstance(pdf.Root.get("/Names"), Dictionary):
        _without(pdf.Root.Names, "/EmbeddedFiles", "/JavaScript")
    for page in pdf.pages:
        _without_remarks(page)
    for each in pdf.objects:
        if isinstance(each, Dictionary | Stream):
            _without(each, *HIDDEN)
        if isinstance(each, Stream) and each.get("/Filter") in (Name.DCTDecode, [Name.DCTDecode]):
            jpeg = without_notes(each.read_raw_bytes())
            each.write(jpeg, filter=Name.DCTDecode, decode_parms=each.get("/DecodeParms"))


def _without(holder: pikepdf.Object, *keys: str) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _without_remarks(page: pikepdf.Page) -> None:
    if not isinstance(page.obj.get("/Annots"), pikepdf.Array):
        return
    kept = [each for each in page.obj.Annots if isinstance(each, Dictionary) and each.get("/Subtype") not in NEVER]
    for each in kept:
        _without(each, *WHO_WROTE)
    page.obj.Annots = pikepdf.Array(kept)


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without what cameras and programs write beside the picture (APP1 on, but Adobe's colours; comments)."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        kind, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if kind == 0xDA or length < 2:
            break
        if not (0xE1 <= kind <= 0xED or kind == 0xEF or kind == 0xFE) or kind == 0xE2:  # APP2: the colour profile
            kept += jpeg[at : at + 2 + length]
        at += 2 + length
    return bytes(kept + jpeg[at:])


def _stamp(pdf: Pdf, page: pikepdf.Page, words: str) -> Stream:
    """The words on a light ground, along the lower edge of what is seen; for who reads aloud it is no part of the text."""
    left, low, right, high = (float(each) for each in page.cropbox)
    width, height = abs(right - left), abs(high - low)
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    if min(width, height) < 20:
        raise Refused("damaged")
    size = min(SIZE, width / 60)
    said = letters(words, most=max(int(width / (size * 0.52)) - 4, 10))
    drawn = (
        b"/Artifact BMC q 1 g 0 0 %.2f %.2f re f 0 g BT /F %.2f Tf %.2f %.2f Td (" % (width, size * 2, size, size * 2, size * 0.6)
        + said + b") Tj ET Q EMC"
    )  # fmt: skip
    form = Stream(pdf, drawn)
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = pikepdf.Array([0, 0, width, height])
    form.Resources = Dictionary(Font=Dictionary(F=FONT))
    return form


def letters(words: str, *, most: int) -> bytes:
    """As the font has them; an accent it does not know is left off its letter."""
    plain = "".join(each if _fits(each) else unicodedata.normalize("NFKD", each)[0] for each in words)
    said = plain.encode("cp1252", "replace")
    said = said if len(said) <= most else said[: most - 3] + b"..."
    return said.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _fits(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return letter.isprintable()
