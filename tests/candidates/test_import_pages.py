"""The manager's way through an import: choose the list, look at what is wrong, import, choose, close."""

import csv
import io
import os

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from candidates import jobs
from candidates.models import Candidate, Import, ImportRow
from candidates.queries import import_words
from privacy.models import TrailEntry
from tests import workspace
from tests.candidates.lists import KARI, Listed, imported
from tests.candidates.lists import checked as checked_list
from tests.candidates.test_admin_candidates import page, said, step
from tests.factories import CandidateFactory, ImportFactory, ImportRowFactory, RestrictionFactory

pytestmark = pytest.mark.usefixtures("approved_periods")

ADD = reverse("admin:candidates_import_add")


@pytest.fixture(autouse=True)
def _in_english(settings, tmp_path):
    settings.LANGUAGE_CODE = "en"
    settings.IMPORT_FOLDER = str(tmp_path)


@pytest.fixture
def listed(tmp_path):
    folder = tmp_path / "register"
    folder.mkdir()
    return Listed(folder)


def test_the_list_is_chosen_checked_and_what_is_wrong_shown(client, listed):
    workspace.sign_in_confirmed(client, "manager")
    listed.add(*KARI).add("Ola", "Sand", "ola@example.test", "", "01.06.2026", "ola.pdf")
    listed.add("Per", "=SUM(A1)", "per@example.test", "", "", "", content=None).write()
    (listed.folder / "+løs.pdf").write_bytes(b"%PDF")

    client.post(ADD, {"place": "register/liste.csv", "source_name": "Gammelt register"})
    run = Import.objects.get()
    waits = client.get(page(run))
    jobs.go_on_importing(run.pk)
    checked = client.get(page(run))

    assert (waits.headers["Refresh"], checked.headers.get("Refresh")) == ("5", None)
    assert shown(checked, "How far it is") == [("waiting", 2), ("refused", 1), ("files that no row names", 1)]
    assert shown(checked, "Row by row")[-1][2] == "Last name: begins like a formula. Write the text itself."
    fetched = client.get(reverse("admin:import_problems", args=[run.pk])).content.decode("utf-8-sig")
    assert "No row names the file +løs.pdf." in fetched


def test_a_folder_nobody_may_look_into_is_named(client, listed, monkeypatch):
    workspace.sign_in_confirmed(client, "manager")
    (listed.folder.parent / "<eldre>").mkdir()
    listed.add(*KARI).write()
    assert "may not look into" not in client.get(ADD).content.decode()
    may = os.access
    monkeypatch.setattr("os.access", lambda path, mode: "eldre" not in str(path) and may(path, mode))

    shown = client.get(ADD).content.decode()

    assert "The program may not look into: &lt;eldre&gt;." in shown
    assert "register/liste.csv" in shown


def test_imported_chosen_about_looked_through_and_closed(client, listed):
    workspace.sign_in(client, "manager")
    known = CandidateFactory(phone="+4722334455", first_name="Kari")
    run = checked_list(listed.add(*KARI).write())

    client.post(step(run, "start"))
    jobs.go_on_importing(run.pk)
    row = ImportRow.objects.offered().get()
    side = client.get(page(row))
    open_still = client.post(step(run, "settle"), follow=True)
    client.post(step(row, "same"), {"take": ["last_name"]}, follow=True)
    lies_there = client.post(step(run, "settle"), follow=True)
    listed.path.unlink()
    closed = client.post(step(run, "settle"), follow=True)

    assert shown(side, "Side by side")[0] == ("first name", "Kari", "Kari")
    assert TrailEntry.objects.filter(subject_uuid=known.subject_id, verb="viewed", activity="taken_over").count() == 1
    known.refresh_from_db()
    assert (known.last_name, known.documents.count()) == ("Nordvik", 1)
    assert [said(answer)[-1] for answer in (open_still, lies_there, closed)] == [
        "Something of it waits still: rows to import, or people you have to choose about.",
        "The list still lies on the server. Have it and its files removed there first.",
        "Closed.",
    ]
    assert len(shown(closed, "What the purge will do")) == 2


def shown(response, title: str) -> list[tuple]:
    panel = next(panel for panel in response.context["panels"] if panel.title == title)
    return [tuple(map(str, row[:1])) + tuple(row[1:]) for row in panel.rows]


@pytest.mark.parametrize("role", ["adviser", "privacy", "finance", "marketing", "system"])
def test_nobody_but_the_manager_reaches_an_import(client, role):
    run, row = ImportFactory(), ImportRowFactory()
    workspace.sign_in(client, role)

    asked = [ADD, page(run), page(row), step(run, "start"), reverse("admin:import_problems", args=[run.pk])]
    assert {client.get(address).status_code for address in asked} <= {403, 404}


def test_bad_input_is_said_and_nothing_typed_is_lost(client, listed):
    workspace.sign_in(client, "manager")

    answer = client.post(ADD, {"place": "../etc/passwd", "source_name": "Gammelt register"})

    assert answer.status_code == 200
    assert "Gammelt register" in answer.text
    assert not Import.objects.exists()


def test_a_list_that_cannot_be_read_says_why_in_the_readers_language(client, listed):
    workspace.sign_in(client, "manager")
    listed.path.write_bytes(b"navn\nKari\n")

    client.post(ADD, {"place": "register/liste.csv", "source_name": "Gammelt register"})
    run = Import.objects.get()
    jobs.go_on_importing(run.pk)

    note = next(panel for panel in client.get(page(run)).context["panels"] if panel.title == "How far it is").note
    assert note == "The first line has to name the columns, and these are missing: “first name”, “last name”."


def test_a_restricted_person_is_offered_without_what_we_have(client, listed):
    workspace.sign_in(client, "manager")
    known = CandidateFactory(phone="+4722334455", first_name="Hemmelig")
    RestrictionFactory(subject=known.subject, category="")
    imported(listed.add(*KARI).write())

    answer = client.get(page(ImportRow.objects.get()))
    same = client.post(step(ImportRow.objects.get(), "same"), {}, follow=True)

    assert "Hemmelig" not in answer.text
    assert said(same) == ["These data are restricted: they are stored and used for nothing else (GDPR art. 18)."]


def test_no_cell_of_the_list_of_problems_runs_in_a_spreadsheet():
    cells = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "%0A", "|calc", "Kari"]

    assert [import_words.harmless_cell(cell) for cell in cells] == [*(f"'{cell}" for cell in cells[:-1]), "Kari"]


# --- by command ---------------------------------------------------------------------------------
def by_command(listed, *more: str) -> str:
    out = io.StringIO()
    call_command("import_base", str(listed.path), "--files", str(listed.folder), *more, stdout=out)
    return out.getvalue()


def test_by_command_it_is_checked_then_imported_and_the_purge_tried(listed, tmp_path):
    listed.add(*KARI).add("Per", "Lund", "per at example", "", "", "", content=None).write()
    problems = tmp_path / "problems.csv"

    preview = by_command(listed, "--preview", "--source", "Gammelt register", "--problems", str(problems))
    before = Candidate.objects.count()
    done = by_command(listed)

    assert "E-mail address: is no e-mail address." in preview
    assert next(csv.reader(problems.read_text("utf-8-sig").splitlines()[1:], delimiter=";"))[0] == "3"
    assert (before, Candidate.objects.count()) == (0, 1)
    assert "Imported: 1." in done
    assert "Told by e-mail: 1." in done
    assert Import.objects.get().forecast["nights"][0]["ours"] == 0


def test_by_command_it_says_what_is_missing(listed):
    listed.add(*KARI).write()

    with pytest.raises(CommandError, match="Say with --source"):
        by_command(listed)
    with pytest.raises(CommandError, match="address of a manager"):
        by_command(listed, "--source", "x", "--by", "nobody@example.test")
    listed.path.unlink()
    with pytest.raises(CommandError, match="The list is not on the server"):
        by_command(listed, "--source", "x")
