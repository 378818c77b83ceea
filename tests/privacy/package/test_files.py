"""The files of a copy: what lies in the ZIP, whatever people call things and write in them."""

import hashlib
import json

import jsonschema
import pypdfium2
import pytest

from candidates.choices import DocumentKind
from privacy.models import TrailEntry
from privacy.queries import package
from privacy.queries.package import page, schemas
from privacy.queries.package.names import SafeNames
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    InboxCaseFactory,
    TrailEntryFactory,
)
from tests.privacy.package.world import copy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

HOSTILE = (
    '<script>alert(1)</script> #panic("x") $ \\ " \' *fet* {{ 1 }} {% now %} 漢字 😀 \u202e ﷽ \x07 =HYPERLINK("x")'
)


def test_the_manifest_names_every_other_file_with_size_and_fingerprint():
    copy = copy_of(DocumentFactory().candidate.subject_id)

    manifest = copy.json("manifest.json")

    assert {each["path"]: (each["size"], each["sha256"]) for each in manifest["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in copy.files.items()
        if name != "manifest.json"
    }
    assert sorted(copy.files) == [
        "copy.pdf", "data.json", "data.schema.json", "files/001-cv.pdf", "index.html", "manifest.json", "resume.json",
    ]  # fmt: skip


def test_the_data_fit_the_form_that_lies_beside_them():
    copy = copy_of(ApplicationFactory().candidate.subject_id)

    form = copy.json("data.schema.json")

    jsonschema.Draft202012Validator.check_schema(form)
    jsonschema.Draft202012Validator(form).validate(copy.data)
    assert copy.data["version"] == "1.0"


def test_data_that_do_not_fit_are_not_handed_out_and_the_error_names_no_value():
    with pytest.raises(schemas.DoesNotFit) as refused:
        schemas.check(schemas.RESUME, {"basics": {"name": "Kari", "secret": "Nordmann"}})

    assert "Nordmann" not in str(refused.value)


def test_the_information_of_article_15_is_in_all_three():
    candidate = ApplicationFactory().candidate

    copy = copy_of(candidate.subject_id, language="en")

    told = copy.data["information"]
    assert {each["activity"] for each in told["purposes"]} >= {"applications", "candidate_base", "access_control"}
    assert told["categories"][:3] == ["who you are", "how to reach you", "your applications"]
    assert "Datatilsynet" in told["complaint"]
    assert len(told["rights"]) == 6
    for said in (told["complaint"][:40], told["automated_decisions"][:40], told["storage"][:30]):
        assert said in copy.html
        assert said in copy.pdf.replace("\r\n", " ")


def test_the_page_needs_nothing_from_anywhere():
    html = copy_of(ApplicationFactory().candidate.subject_id).html

    assert '<html lang="nb">' in html
    assert [word for word in ("<script", "src=", "@import", "url(", "javascript:") if word in html] == []


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_pdf_is_tagged_and_says_its_language(language):
    copy = copy_of(ApplicationFactory().candidate.subject_id, language=language)

    document = pypdfium2.PdfDocument(copy.files["copy.pdf"])
    raw = copy.files["copy.pdf"]
    assert document.get_metadata_dict()["Title"]
    assert document.is_tagged() if hasattr(document, "is_tagged") else b"/MarkInfo" in raw
    assert f"/Lang({language}".encode() in raw
    assert b"pdfuaid" in raw


def test_hostile_words_are_shown_as_they_are_and_run_nowhere():
    candidate = CandidateFactory(first_name="Kari", last_name='<img src=x onerror="x">')
    InboxCaseFactory(subject=candidate.subject, message=HOSTILE)

    copy = copy_of(candidate.subject_id)

    assert copy.values("privacy.InboxCase")[0]["message"] == HOSTILE
    assert "<script" not in copy.html
    assert "<img" not in copy.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #panic(&quot;x&quot;)" in copy.html
    assert '#panic("x")' in copy.pdf.replace("\r\n", " ")
    assert "▯▯" in copy.pdf


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("cv.pdf", "files/001-cv.pdf"),
        ("../../etc/passwd", "files/001-etc-passwd"),
        ("..\\..\\windows\\system32.PDF", "files/001-windows-system32.pdf"),
        ("CON", "files/001-CON"),
        (".htaccess", "files/001-file.htaccess"),
        ("søknad på jobb.docx", "files/001-søknad-på-jobb.docx"),
        ("\u202ecod.exe", "files/001-cod.exe"),
        ("", "files/001-file"),
        ("a" * 300 + ".pdf", f"files/001-{'a' * 60}.pdf"),
        ("x\0y\n.p/df", "files/001-x-y-p-df"),
    ],
)
def test_a_file_has_a_name_any_system_can_take(name, path):
    assert SafeNames().path_for(name) == path


def test_files_of_one_name_do_not_collide():
    candidate = CandidateFactory()
    for content in (b"first", b"second", b"third"):
        DocumentFactory(
            candidate=candidate, original_name="CV.pdf" if content == b"third" else "cv.pdf", content=content
        )

    copy = copy_of(candidate.subject_id)

    files = {name: content for name, content in copy.files.items() if name.startswith("files/")}
    assert sorted(files.values()) == [b"first", b"second", b"third"]
    assert len({name.lower() for name in files}) == 3
    told = {row["file"]["file"] for row in copy.values("candidates.Document")}
    assert told == set(files)


def test_the_resume_is_what_the_candidate_really_gave():
    candidate = CandidateFactory(first_name="Kari", last_name="Nordmann", phone="+4722334455")
    DocumentFactory(candidate=candidate, text="Sykepleier siden 2012")
    DocumentFactory(candidate=candidate, kind=DocumentKind.DIPLOMA, original_name="vitnemål.pdf")

    resume = copy_of(candidate.subject_id).json("resume.json")

    assert resume["basics"] == {
        "name": "Kari Nordmann", "email": candidate.subject.user.email, "phone": "+4722334455",
        "summary": "Sykepleier siden 2012",
    }  # fmt: skip
    assert resume["certificates"] == [{"name": "vitnemål.pdf", "date": "2026-11-23"}]


def test_a_candidate_without_an_address_or_telephone_has_a_resume_too():
    candidate = CandidateFactory(phone="", account=False)

    resume = copy_of(candidate.subject_id).json("resume.json")

    assert set(resume["basics"]) == {"name"}


def test_both_forms_are_well_formed():
    for name in (schemas.DATA, schemas.RESUME):
        jsonschema.Draft202012Validator.check_schema(json.loads(schemas.text(name)))


def test_a_history_of_thousands_of_lines_is_whole_in_the_data_and_cut_on_paper():
    candidate = CandidateFactory()
    TrailEntry.objects.bulk_create(TrailEntryFactory.build_batch(2500, subject_uuid=candidate.subject_id))

    contents = package.gather(candidate.subject_id, language="nb", at=NOW)

    assert (len(contents.history), len(page.for_pdf(contents)["history"])) == (2500, 2000)
    assert len(page.data(contents)["history"]) == 2500
