"""Files of every kind people and attackers send, judged one after another: all hostile refused, all honest taken."""

import os
import random

import pypdfium2
import pytest

from candidates.adapters.inspector import SandboxInspector
from candidates.validators import SENTENCES
from tests import hostile_files, hostile_pdfs, hostile_words
from tests.files import pdf_cv
from tests.hostile_pdfs import damaged, form, packed, saved

SETS = {"files": hostile_files, "pdfs": hostile_pdfs, "words": hostile_words}
# Built of hundreds of millions of zeros, or slow to judge: one of each kind is in `hostile_files`, the others behind PROVE=1.
SLOW = {
    "xref_stream_bomb", "lzw_bomb", "attached_bomb", "hex_then_flate_bomb", "four_flates", "attached_zip_bomb", "nested_bomb",
    "text_bomb", "30000_members", "100000_pages", "flat_bomb", "large_16_bit",
}  # fmt: skip
pytestmark = pytest.mark.asvs("UPL-04")


@pytest.fixture(scope="module")
def judge():
    return lambda data, extension: SandboxInspector().judge(data, extension=extension, kind="certificate").reason


@pytest.mark.asvs("UPL-06", "UPL-08", "UPL-09", "UPL-11", "UPL-13")
@pytest.mark.parametrize("name", ["pdfs", "words"])
def test_every_hostile_file_is_refused_with_its_sentence(judge, name):
    hostile = {
        key: each for key, each in SETS[name].HOSTILE.items() if key not in SLOW or os.environ.get("PROVE") == "1"
    }

    found = {key: judge(build(), extension) for key, (extension, build, _code) in hostile.items()}

    assert found == {key: code for key, (_extension, _build, code) in hostile.items()}
    assert set(found.values()) <= set(SENTENCES)


@pytest.mark.asvs("UPL-10")
@pytest.mark.parametrize("name", SETS)
def test_every_honest_file_is_taken(judge, name):
    honest = SETS[name].HONEST

    assert {key: reason for key, (extension, build) in honest.items() if (reason := judge(build(), extension))} == {}


@pytest.mark.asvs("UPL-05")
def test_a_damaged_pdf_that_people_can_read_is_taken(judge):
    files = damaged() | {
        f"{name}_{number}": broken(data, random.Random(number))
        for name, data in {"plain": pdf_cv(pages=3), "form": saved(form), "packed": packed(pdf_cv(pages=3))}.items()
        for number in range(20)
    }

    readable = {name: data for name, data in files.items() if is_read(data)}
    refused = [name for name, data in readable.items() if judge(data, "pdf")]

    assert (len(refused) <= len(readable) // 10, len(readable) > 40) == (True, True)


def is_read(data):
    try:
        with pypdfium2.PdfDocument(data) as document:
            return bool(len(document) and document[0].get_textpage().get_text_bounded().strip())
    except pypdfium2.PdfiumError:
        return False


def broken(data, chance):
    """A few bytes of the tail lost, or a few in the last half changed: what qpdf and people read past."""
    if chance.random() < 0.5:
        return data[: -chance.randrange(1, 120)]
    bent = bytearray(data)
    for _ in range(3):
        bent[chance.randrange(len(bent) // 2, len(bent))] = chance.randrange(256)
    return bytes(bent)


@pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="half a minute of processor time")
def test_forms_that_draw_each_other_end_with_their_time(judge):
    assert judge(hostile_pdfs.laughing_forms(), "pdf") == "unreadable"
