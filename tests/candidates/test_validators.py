from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from candidates.choices import DocumentKind
from candidates.validators import (
    RULES,
    SENTENCES,
    check_first_bytes,
    check_name_and_size,
    display_name,
    extension_of,
)
from tests.files import docx_cv, jpeg_image, pdf_cv, png_image


def upload(name="cv.pdf", size=1000):
    return SimpleNamespace(name=name, size=size)


def test_every_kind_has_its_rule():
    assert set(RULES) == set(DocumentKind.values)


def test_every_sentence_says_something_of_its_own():
    sentences = [str(sentence) for sentence in SENTENCES.values()]

    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") and len(sentence) > 30 for sentence in sentences)


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("cv.pdf", "pdf"),
        ("CV.PDF", "pdf"),
        ("søknad på Ås.docx", "docx"),
        ("søknad på A\u030as.docx", "docx"),
        ("履歴書 😀.pdf", "pdf"),
        ("cv.v2.exe.pdf", "pdf"),
        ("cv.pdf ", "pdf"),
        (".pdf", ""),
        ("cv", ""),
        ("cv.pdf.", ""),
        ("cv.pdf::$DATA", "pdf::$data"),
        ("cv.\uff50\uff44\uff46", ""),
        ("cv.\u0440df", ""),
        ("cv.pdf;.exe", "exe"),
        ("cv.pd\u200bf", ""),
    ],
)
def test_extension(name, extension):
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    "name", ["cv.exe\0.pdf", "cv\u202efdp.exe", "cv.exe\u202e.pdf", "cv\r\nX: y.pdf", "cv\x7f.pdf"]
)
def test_names_that_lead_astray_are_refused(name):
    with pytest.raises(ValidationError) as error:
        extension_of(name)

    assert error.value.code == "bad_name"


@pytest.mark.parametrize(
    ("name", "size", "kind", "code"),
    [
        ("cv.exe", 1, "cv", "wrong_extension"),
        ("cv.png", 1, "cv", "wrong_extension"),
        ("vitnemal.gif", 1, "diploma", "wrong_extension_pictures"),
        ("cv.pdf", 0, "cv", "empty"),
        ("cv.pdf", 5_000_001, "cv", "too_large"),
    ],
)
def test_each_fault_has_its_sentence(name, size, kind, code):
    with pytest.raises(ValidationError) as error:
        check_name_and_size(upload(name, size), kind)

    assert error.value.code == code
    assert error.value.messages == [str(SENTENCES[code])]


@pytest.mark.parametrize(("name", "kind"), [("cv.pdf", "cv"), ("cv.docx", "cover_letter"), ("v.jpeg", "certificate")])
def test_the_largest_allowed_file_passes(name, kind):
    assert check_name_and_size(upload(name, 5_000_000), kind) == name.rpartition(".")[2]


@pytest.mark.parametrize(
    ("build", "extension"),
    [(pdf_cv, "pdf"), (docx_cv, "docx"), (png_image, "png"), (jpeg_image, "jpg"), (png_image, "jpg")],
)
def test_right_beginnings_pass(build, extension):
    check_first_bytes(build()[:1029], extension)


@pytest.mark.parametrize("extension", ["pdf", "docx", "png"])
def test_wrong_beginnings_are_refused(extension):
    with pytest.raises(ValidationError) as error:
        check_first_bytes(b"MZ\x90\0" * 300, extension)

    assert error.value.code == "wrong_type"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("søknad.pdf", "søknad.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Kari\\cv.pdf", "cv.pdf"),
        ('a"<script>\r\n.pdf', "ascript.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_display_name(name, shown):
    assert display_name(name) == shown
