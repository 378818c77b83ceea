"""Real, well-formed files for the tests, built by code. The hostile ones are in hostile_files.py."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from random import Random

from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
)
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES_ON_A_PAGE = 45


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(header)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def pdf_stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def pdf_text(lines: Iterable[str]) -> bytes:
    """The content of a page: the lines in Helvetica, Norwegian letters by WinAnsi."""
    shown = (
        line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines
    )
    return b"BT /F1 11 Tf 16 TL 60 780 Td\n" + b"".join(b"(%s) Tj T*\n" % line for line in shown) + b"ET"


def pdf_cv(text_lines: Sequence[str] = ("Kari Nordmann", "Utvikler på Ås", "Blåbærsyltetøy"), pages: int = 1) -> bytes:
    """A CV whose text can be read out; the lines stand on every page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * page) for page in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (nb) >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page in range(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * page)
        )
        objects.append(pdf_stream(pdf_text(text_lines[:LINES_ON_A_PAGE])))
    return pdf(objects)


def pdf_picture(side: int, dice: Random) -> bytes:
    """A CV with a picture as a scanner leaves it, `side` pixels wide and high: a byte each, and nothing makes it smaller."""
    picture = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R /Lang (nb) >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 3 0 R >> /XObject << /P 6 0 R >> >> >>",
        pdf_stream(pdf_text(["Kari Nordmann", "Utvikler"]) + b"\nq 200 0 0 200 60 200 cm /P Do Q"),
        pdf_stream(dice.randbytes(side * side), picture % (side, side)),
    ])  # fmt: skip


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def relationships(*targets: tuple[str, str] | tuple[str, str, str]) -> str:
    """Each target is (kind, target) or (kind, target, "External")."""
    rows = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{escape(target)}"'
        + (f' TargetMode="{mode[0]}"/>' if mode else "/>")
        for number, (kind, target, *mode) in enumerate(targets, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'
    )


def word_part(body: str, root: str = "document") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
        f' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{body}</w:{root}>'
    )


def paragraphs(lines: Iterable[str]) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)


def docx_members(
    lines: Iterable[str] = (),
    *,
    body: str = "",
    main: str = "word/document.xml",
    content_type: str = DOCX_MAIN,
    links: Sequence[tuple[str, ...]] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The members of a DOCX, ready to be bent before they are zipped."""
    folder, _, name = main.rpartition("/")
    return {
        "[Content_Types].xml": CONTENT_TYPES.format(main=main, content_type=content_type),
        "_rels/.rels": relationships(("officeDocument", main)),
        main: word_part(f"<w:body>{paragraphs(lines)}{body}</w:body>"),
        f"{folder}/_rels/{name}.rels": relationships(*links),  # type: ignore[arg-type]
        **(more or {}),
    }


def docx_cv(lines: Sequence[str] = ("Kari Nordmann", "Utvikler på Ås", "Blåbærsyltetøy")) -> bytes:
    return zipped(docx_members(lines))


def png_image(size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def jpeg_image(size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return out.getvalue()
