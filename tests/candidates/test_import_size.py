"""A whole base with files and 37 bad rows: imported once, each bad row explained. `PROVE=1`: ten thousand people."""

import os
from collections import Counter

import pytest

from candidates.actions import import_running
from candidates.models import Candidate, Document, Import, ImportRow
from candidates.queries import import_words
from privacy.models import Collection, OutgoingMail, Subject, Suppression, TrailEntry
from tests.candidates.lists import Listed, imported, problems
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("approved_periods")

COUNT = 10_000 if os.environ.get("PROVE") == "1" else 300
TITLES = ("fornavn", "etternavn", "e-post", "telefon", "mottatt", "cv", "språk", "ingen reklame", "samtykke dato")
GOOD = ("Kari", "Nordvik", "kari.nordvik@example.test", "", "01.06.2026", "", "", "", "")
BAD = {  # what is wrong -> the cells, by their place, that make it so
    "first_name:missing": {0: ""},
    "last_name:missing": {1: " "},
    "first_name:no_name": {0: "12345"},
    "last_name:formula": {1: "=cmd|' /C calc'!A0"},
    "first_name:broken": {0: "BjÃ¸rn"},
    "last_name:too_long": {1: "x" * 101},
    "email:no_email": {2: "kari at example"},
    "phone:no_phone": {3: "12"},
    "received_on:no_date": {4: "31.02.2026"},
    "received_on:future": {4: "24.11.2026"},
    "cv:file_missing": {5: "borte.pdf"},
    "cv:unsafe_name": {5: "../hemmelig.pdf"},
    "cv:refused.wrong_extension": {5: "program.exe"},
    "cv:refused.damaged": {5: "skadet.pdf"},
    "cv:refused.wrong_type": {5: "tekst.pdf"},
    "cv:refused.empty": {5: "tom.pdf"},
    "cv:many_files": {5: "|".join(f"{n}.pdf" for n in range(6))},
    "language:no_language": {6: "klingon"},
    "no_marketing:no_yes": {7: "kanskje"},
}


def base(tmp_path, count: int) -> tuple[Listed, int]:
    """So many people with a file each, and 37 rows that are wrong: each way once, most of them twice."""
    listed = Listed(tmp_path, titles=TITLES)
    (tmp_path / "skadet.pdf").write_bytes(b"%PDF-1.7\njunk")
    (tmp_path / "tekst.pdf").write_bytes(b"just words")
    (tmp_path / "tom.pdf").write_bytes(b"")
    for n in range(count):
        listed.add(
            "Fornavn", f"Etternavn{n}", f"person{n}@example.test", f"4{n:07d}", "01.06.2026", f"cv{n}.pdf", "", "", ""
        )
    wrong = [*BAD, *list(BAD)[: 37 - len(BAD)]]
    for n, code in enumerate(wrong):
        cells = [*GOOD[:2], f"feil{n}@example.test", *GOOD[3:]]
        for place, cell in BAD[code].items():
            cells[place] = cell
        listed.add(*cells, content=None)
    return listed.write(), len(wrong)


def everything() -> list[int]:
    models = (Candidate, Document, Subject, Collection, OutgoingMail, TrailEntry, Suppression)
    return [model.objects.count() for model in models]


@pytest.mark.promise("P12")
def test_a_whole_base_is_taken_over_once_and_each_bad_row_explained(tmp_path):
    listed, wrong = base(tmp_path, COUNT)

    run = imported(listed)

    assert wrong == 37
    assert (run.state, Candidate.objects.count(), Document.objects.count()) == ("done", COUNT, COUNT)
    refused = [codes for _number, state, codes in problems(run) if state == "refused"]
    assert Counter(code for codes in refused for code in codes) == Counter([*BAD, *list(BAD)[: 37 - len(BAD)]])
    assert all(import_words.sentence(code) for codes in refused for code in codes)
    assert OutgoingMail.objects.filter(template="privacy/email/informed").count() == COUNT
    assert not Collection.objects.untold().exists()

    before = everything()
    import_running.go_on(pk=run.pk, at=NOW)
    again = imported(listed)

    assert everything() == before
    assert Counter(state for _number, state, _codes in problems(again)) == {"skipped": COUNT, "refused": 37}
    assert ImportRow.objects.taken().count() == COUNT
    assert Import.objects.count() == 2
