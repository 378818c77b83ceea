"""A CV as a real PDF, small enough to write by hand: Helvetica, A4, text that can be read out again."""

from collections.abc import Sequence

HEADING, LINE = 15, 11


def cv(name: str, lines: Sequence[str]) -> bytes:
    """One page: the name, then the lines."""
    content = _page(name, lines)
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (nb) >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def _page(name: str, lines: Sequence[str]) -> bytes:
    shown = b"".join(b"(%s) Tj T*\n" % _text(line) for line in lines)
    return b"BT 60 780 Td 18 TL /F1 %d Tf (%s) Tj T* T*\n/F1 %d Tf\n%sET" % (HEADING, _text(name), LINE, shown)


def _text(line: str) -> bytes:
    escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("cp1252", "replace")


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
