"""A copy written by an operator, for somebody without a login."""

import io
import json
import stat

import pytest
from django.core.management import CommandError, call_command

from privacy.models import TrailEntry
from tests.factories import CandidateFactory, DocumentFactory, InboxCaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


def run(*words):
    out = io.StringIO()
    call_command("package", *words, stdout=out)
    return out.getvalue()


def test_it_writes_the_copy_to_a_folder_and_says_where(tmp_path):
    candidate = DocumentFactory().candidate
    folder = tmp_path / "new" / "copy"

    told = run(candidate.subject.user.email, "--to", str(folder))

    assert told == f"{candidate.subject_id}: {folder}\n"
    assert sorted(each.name for each in folder.iterdir()) == [
        "copy.pdf", "data.json", "data.schema.json", "files", "index.html", "manifest.json", "resume.json",
    ]  # fmt: skip
    assert (folder / "files" / "001-cv.pdf").read_bytes() == b"%PDF-1.7 Kari Nordmann"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [entry.verb for entry in TrailEntry.objects.all()] == ["packed"]


def test_it_is_written_in_the_language_asked_for(tmp_path):
    candidate = CandidateFactory()

    run(candidate.subject.user.email, "--to", str(tmp_path / "copy"), "--language", "en")

    assert json.loads((tmp_path / "copy" / "data.json").read_text())["language"] == "en"


def test_each_of_two_persons_at_an_address_has_a_folder(tmp_path):
    candidate = CandidateFactory()
    case = InboxCaseFactory(email=candidate.subject.user.email)

    run(candidate.subject.user.email, "--to", str(tmp_path))

    assert {each.name for each in tmp_path.iterdir()} == {str(candidate.subject_id), str(case.subject_id)}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "other").write_text("x")

    with pytest.raises(CommandError, match="is not empty"):
        run(CandidateFactory().subject.user.email, "--to", str(tmp_path))
    assert [each.name for each in tmp_path.iterdir()] == ["other"]


def test_nobody_known_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"Nobody is known at this address\."):
        run("ingen@example.test", "--to", str(tmp_path))
