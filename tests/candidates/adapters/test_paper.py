"""What a client may have of a file: marked on each page, or with parts of it really gone."""

import io

import pikepdf
import pytest
from PIL import Image

from candidates.adapters.inspector import SandboxInspector
from candidates.adapters.paper import SandboxPaper
from candidates.ports import PaperFailed
from tests.files import pdf_cv

PAPER = SandboxPaper()
PDF = "application/pdf"
NUMBER = "30908299902"  # synthetic: its month is forty up


def cv(lines=("Kari Nordmann", f"Fødselsnummer {NUMBER[:6]} {NUMBER[6:]}", "Sykepleier i Bergen")) -> bytes:
    """With all that a program writes beside the pages."""
    with pikepdf.open(io.BytesIO(pdf_cv(list(lines)))) as pdf:
        pdf.docinfo["/Author"] = "Hemmelig Forfatter"
        with pdf.open_metadata() as meta:
            meta["dc:creator"] = ["Hemmelig Forfatter"]
        pdf.attachments["notat.txt"] = b"Hemmelig vedlegg"
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
        return out.getvalue()


def photograph() -> bytes:
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = "Hemmelig kamera"
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=notes)
    return out.getvalue()


def read(data: bytes) -> str:
    return SandboxInspector().read(data, extension="pdf", kind="cv").text


def plain(data: bytes) -> bytes:
    """Every object of it, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
                 stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip
        return out.getvalue()


@pytest.mark.asvs("UPL-19")
def test_a_marked_file_says_whose_copy_it_is_and_nothing_of_who_wrote_it():
    made = PAPER.mark(cv(), content_type=PDF, words="Fremrykk for Fjordkrøll Świętań AS (ref. 12)")

    assert "Kari Nordmann" in read(made)
    assert "Fremrykk for Fjordkrøll Swietan AS (ref. 12)" in read(made)
    assert b"Hemmelig" in plain(cv())
    assert b"Hemmelig" not in plain(made)


@pytest.mark.asvs("UPL-19")
def test_a_photograph_becomes_a_marked_pdf_without_what_the_camera_wrote():
    made = PAPER.mark(photograph(), content_type="image/jpeg", words="Fremrykk for Kunde AS")

    assert b"Hemmelig" in photograph()
    assert b"Hemmelig" not in plain(made)
    assert read(made) == "Fremrykk for Kunde AS"


def test_what_is_covered_is_gone_from_the_text_and_from_every_byte():
    made = PAPER.cover(cv(), content_type=PDF, areas=[], words=["kari  nordmann", "Oslo"], without=[])

    assert (made.pages, made.missing) == (1, ["Oslo"])
    assert "Sykepleier i Bergen" in made.text
    assert read(made.data) == ""
    for secret in (b"Nordmann", NUMBER.encode(), NUMBER[6:].encode(), b"Sykepleier", b"Hemmelig"):
        assert secret not in plain(made.data)
    for secret in ("Kari", "Nordmann", NUMBER[:6], NUMBER[6:]):
        assert secret not in made.text


def test_an_area_is_black_and_a_page_left_out_is_not_there():
    two = pdf_cv([f"Linje {number}" for number in range(40)], pages=2)
    half = PAPER.cover(two, content_type=PDF, areas=[(1, 0, 0, 100, 50)], words=[], without=[2])
    picture = Image.open(io.BytesIO(PAPER.pictures(half.data, content_type=PDF, shown=5)[0]))

    assert half.pages == 1
    assert "Linje 1\n" not in half.text
    assert picture.getpixel((picture.width // 2, picture.height // 4)) == (0, 0, 0)
    assert picture.getpixel((picture.width - 5, picture.height - 5)) != (0, 0, 0)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nonsense", b"\xff\xd8\xff"])
def test_what_is_no_file_is_said_to_be_none(data):
    with pytest.raises(PaperFailed):
        PAPER.mark(data, content_type=PDF, words="Kunde")
    with pytest.raises(PaperFailed):
        PAPER.cover(data, content_type="image/jpeg", areas=[], words=[], without=[])
