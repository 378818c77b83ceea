"""What an operator types to be sure; what is looked for is told by number only."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError

from candidates.models import Candidate
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import OutgoingMail
from privacy.queries import residue
from tests.database_role import by_force
from tests.factories import NOW, CandidateFactory, DocumentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def look(monkeypatch, capsys):
    def run(typed, *words):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            with by_force():
                call_command("residue", *words)
        except SystemExit as ended:
            return ended.code, capsys.readouterr().out
        return 0, capsys.readouterr().out

    return run


def test_what_is_left_is_told_by_number_table_and_column(look):
    CandidateFactory(last_name="Merkeligsen", account=False)

    status, told = look("ingen-slik@example.test\n\nmerkeligsen\n")

    assert status == 1
    assert told == "no. 2: candidates_candidate.last_name: 1\n1 places with something left, 2 identifiers.\n"


def test_after_an_erasure_nothing_is_left(look, approved_periods):
    candidate = CandidateFactory(last_name="Merkeligsen", account__email="kari.merkelig@example.test")
    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.STAFF, by=None, at=NOW)
    OutgoingMail.objects.all().delete()

    assert look("Merkeligsen\nkari.merkelig@example.test\n") == (0, "0 places with something left, 2 identifiers.\n")
    assert Candidate.objects.count() == 0


def test_files_are_read_when_asked_for(look):
    DocumentFactory(content=b"hilsen kari.merkelig@example.test", text="")
    typed = "kari.merkelig@example.test\n"

    assert look(typed)[0] == 0
    assert look(typed, "--files")[1].splitlines()[0] == "no. 1: storage files: 1"


def test_who_does_not_see_everything_is_not_told_that_nothing_is_left(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("kari.merkelig@example.test\n"))

    with pytest.raises(CommandError, match="This role does not see everything"):
        call_command("residue")


def test_nothing_to_look_for_is_said(look):
    with pytest.raises(CommandError, match="No identifiers on standard input"):
        look("\n\n")


def test_what_would_be_found_everywhere_is_refused_by_number(look):
    with pytest.raises(CommandError, match=r"No\. 2 is too short"):
        look("Kari Nordmann\nbo\n")


def test_nothing_can_be_written_while_it_looks():
    with pytest.raises(InternalError, match="read-only transaction"), residue.one_moment():
        CandidateFactory()
