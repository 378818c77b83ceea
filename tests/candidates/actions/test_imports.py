"""The base the agency had before: checked row by row, taken over once, told before anything of it goes."""

import datetime
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction

from candidates.actions import import_choices, import_forecast, import_running, imports
from candidates.models import Candidate, Document, Import, ImportRow
from privacy.actions import erasure, informing, purge
from privacy.deadlines import midnight
from privacy.models import (
    Collection,
    ConsentEvent,
    OutgoingMail,
    RetentionPeriod,
    Subject,
    Suppression,
    TrailEntry,
)
from privacy.queries import explain, reviews
from tests.candidates.lists import KARI, TITLES, Listed, checked, imported, problems
from tests.factories import NOW, CandidateFactory, DocumentFactory, ImportRowFactory, StaffFactory
from tests.files import pdf_cv

TODAY = datetime.date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("approved_periods")


@pytest.fixture
def listed(tmp_path):
    return Listed(tmp_path)


def test_a_person_of_the_list_is_taken_over_with_the_file_and_told(listed):
    boss = StaffFactory(roles=["manager"])

    run = imported(listed.add(*KARI).write(), by=boss)

    candidate = Candidate.objects.get()
    assert (str(candidate), candidate.unconfirmed_email, candidate.phone, candidate.source, str(candidate.received_on)) == (
        "Kari Nordvik", "kari.nordvik@example.test", "+4722334455", "imported", "2026-06-01",
    )  # fmt: skip
    document = Document.objects.get()
    assert (document.candidate, document.kind, document.state, document.text_state) == (
        candidate,
        "cv",
        "received",
        "waiting",
    )
    told = Collection.objects.get()
    assert (told.source, told.source_name, told.informed_at, told.through) == (
        "import",
        "Gammelt register",
        NOW,
        "email",
    )
    assert OutgoingMail.objects.values_list("template", "to").get() == (
        "privacy/email/informed",
        candidate.unconfirmed_email,
    )
    entries = TrailEntry.objects.filter(subject_uuid=candidate.subject_id).order_by("pk")
    assert list(entries.values_list("verb", "role", "fields")) == [
        ("collected", "manager", ["cv", "email", "first_name", "language", "last_name", "phone", "received_on"]),
        ("informed", "program", ["email"]),
    ]
    assert (run.state, run.cursor, run.total, run.finished_at) == ("done", 1, 1, NOW)
    assert ImportRow.objects.values_list("state", "subject_uuid").get() == ("imported", candidate.subject_id)
    assert Subject.objects.get(pk=candidate.subject_id).due_on == datetime.date(2028, 6, 1)


def test_nothing_is_imported_by_the_check(listed):
    before = Subject.objects.count()

    run = checked(listed.add(*KARI).write())

    assert (run.state, Candidate.objects.count(), Subject.objects.count()) == ("checked", 0, before)
    assert problems(run) == [(2, "waiting", [])]


# --- Told first ---------------------------------------------------------------------------------
OLD = (*KARI[:4], "01.06.2023", "kari.pdf")
DAY_30 = TODAY + datetime.timedelta(days=30)


def purged(day):
    at = midnight(day) + datetime.timedelta(hours=3)
    return purge.run(as_of=day, at=at).erased


@pytest.mark.promise("P48")
def test_somebody_received_three_years_ago_is_told_first_and_goes_thirty_days_later(listed):
    imported(listed.add(*OLD).write())
    person = Candidate.objects.get().subject_id

    assert OutgoingMail.objects.get().template == "privacy/email/informed"
    assert purged(TODAY + datetime.timedelta(days=1)) == 0
    assert explain(person, TODAY).items[0].reasons == (
        "Vi overtok dette fra et tidligere system og fortalte deg det 23. november 2026. Ingenting av det slettes før "
        "23. desember 2026.",
    )
    assert purged(DAY_30 - datetime.timedelta(days=1)) == 0
    assert purged(DAY_30) == 1
    assert (Candidate.objects.count(), Document.objects.count(), Collection.objects.count()) == (0, 0, 0)


def test_whom_no_address_is_known_of_a_colleague_tells_and_only_then_the_thirty_days_begin(listed):
    imported(listed.add(*OLD[:2], "", "22334455", *OLD[4:]).write())
    told = Collection.objects.get()
    day_10 = TODAY + datetime.timedelta(days=10)

    assert (told.informed_at, OutgoingMail.objects.count(), purged(day_10)) == (None, 0, 0)
    at = midnight(day_10)
    informing.told_otherwise(collection=told, through="phone", language="nb", by=StaffFactory(), at=at)

    assert purged(DAY_30 + datetime.timedelta(days=9)) == 0
    assert purged(DAY_30 + datetime.timedelta(days=10)) == 1


def test_whoever_is_never_told_goes_after_thirty_days_all_the_same(listed):
    imported(listed.add(*OLD[:2], "", "22334455", *OLD[4:]).write())

    assert (purged(DAY_30 - datetime.timedelta(days=1)), purged(DAY_30)) == (0, 1)


@pytest.mark.parametrize("code", ["import_told", "not_informed"])
def test_before_the_length_is_approved_nobody_of_an_import_goes_unseen(listed, code):
    RetentionPeriod.objects.filter(code=code).update(approved_at=None, approved_by=None)
    email = KARI[2] if code == "import_told" else ""
    imported(listed.add(*OLD[:2], email, "22334455", *OLD[4:]).write())

    assert purged(TODAY + datetime.timedelta(days=400)) == 0
    assert [each.subject_id for each in reviews.of_persons(reviews.waiting(), TODAY)] == [
        Candidate.objects.get().subject_id
    ]


def test_a_missing_date_waits_for_a_decision(listed):
    imported(listed.add(*KARI[:4], "", "kari.pdf").write())
    person = Candidate.objects.get().subject

    assert list(reviews.waiting()) == [person]
    assert reviews.of_person(person.pk, TODAY).to_decide[0].missing == ("opplysninger mottatt",)
    assert purged(TODAY + datetime.timedelta(days=4000)) == 0


def test_what_the_purge_will_do_is_its_own_dry_run(listed):
    listed.add(*OLD).add("Ola", "Sand", "", "40000001", "01.06.2026", "ola.pdf")
    run = imported(listed.add("Per", "Lund", "per@example.test", "40000002", "", "per.pdf").write())

    import_forecast.make(pk=run.pk, at=NOW)

    found = Import.objects.get().forecast
    assert (found["told"], found["to_tell"], found["review"]) == (2, 1, 1)
    assert [(night["as_of"], night["ours"], night["reasons"]) for night in found["nights"]] == [
        ("2026-11-24", 0, {}),
        ("2026-12-23", 2, {"entered_by_hand": 1, "import_told": 1, "not_informed": 1}),
    ]
    assert Candidate.objects.count() == 3


# --- Known already ------------------------------------------------------------------------------
def test_somebody_known_is_offered_and_nobody_until_a_colleague_has_chosen(listed):
    known = CandidateFactory(phone="+4722334455")

    imported(listed.add(*KARI).write())

    row = ImportRow.objects.get()
    assert (row.state, row.match_uuid, row.problems) == ("offered", known.subject_id, ["row:known_phone"])
    assert (Candidate.objects.count(), OutgoingMail.objects.count()) == (1, 0)


def test_the_same_person_gets_the_documents_and_what_was_empty_and_is_told(listed):
    known = CandidateFactory(unconfirmed_email=KARI[2], phone="", first_name="Kari Anne", source="imported")
    had = DocumentFactory(candidate=known)
    imported(listed.add(*KARI).write())

    import_choices.same_person(
        row=ImportRow.objects.get(), take=["last_name"], by=StaffFactory(roles=["manager"]), at=NOW
    )

    known.refresh_from_db()
    assert (known.first_name, known.last_name, known.phone) == ("Kari Anne", "Nordvik", "+4722334455")
    assert Document.objects.filter(candidate=known).count() == 2
    assert Document.objects.filter(pk=had.pk).exists()
    assert OutgoingMail.objects.get(subject=known.subject).template == "privacy/email/informed"
    assert ImportRow.objects.values_list("state", "subject_uuid").get() == ("added", known.subject_id)
    with pytest.raises(import_choices.AlreadyChosen):
        import_choices.leave_out(row=ImportRow.objects.get(), by=StaffFactory(), at=NOW)


def test_another_person_is_one_of_its_own_and_leaving_out_is_nobody(listed):
    CandidateFactory(phone="+4722334455")
    imported(listed.add(*KARI).add("Ola", "Sand", "ola@example.test", "22334455", "", "ola.pdf").write())
    first, second = ImportRow.objects.order_by("number")
    boss = StaffFactory(roles=["manager"])

    import_choices.another_person(row=first, by=boss, at=NOW)
    import_choices.leave_out(row=second, by=boss, at=NOW)

    assert sorted(Candidate.objects.filter(source="imported").values_list("last_name", flat=True)) == ["Nordvik"]
    assert list(ImportRow.objects.order_by("number").values_list("state", flat=True)) == ["imported", "skipped"]


def test_two_rows_of_one_person_are_one_and_a_question(listed):
    listed.add(*KARI).add(*KARI).add("Kari", "Nordvik", KARI[2], "", "", "ny.pdf", content=pdf_cv(["ny"]))

    run = imported(listed.write())

    assert problems(run) == [
        (2, "imported", []),
        (3, "skipped", ["row:twice"]),
        (4, "offered", ["row:no_received_on", "row:same_in_file", "row:known_email"]),
    ]
    assert ImportRow.objects.get(number=4).match_uuid == Candidate.objects.get().subject_id


def test_whoever_was_erased_is_not_taken_over_again_though_the_row_was_mended(listed):
    imported(listed.add(*KARI).write())
    erasure.erase_person(subject_id=Candidate.objects.get().subject_id, cause="request", by=None, at=NOW)
    listed.rows[0] = ("Kari M.", *KARI[1:])

    run = imported(listed.write())

    assert problems(run) == [(2, "skipped", ["row:erased_since"])]
    assert Candidate.objects.count() == 0


def test_a_no_to_advertising_is_kept_and_a_consent_from_elsewhere_is_not(listed):
    listed.titles = (*TITLES, "ingen reklame", "samtykke dato")
    run = imported(listed.add(*KARI, "ja", "01.01.2020").write())

    assert (Suppression.objects.count(), ConsentEvent.objects.count()) == (1, 0)
    assert problems(run) == [(2, "imported", ["row:consent_not_taken"])]


# --- Killed, twice at once, refused -------------------------------------------------------------
class Killed(BaseException):
    pass


def left_behind():
    fields = ("first_name", "last_name", "unconfirmed_email", "phone", "received_on", "source")
    files = Document.objects.order_by("original_name").values_list("original_name", "sha256", "candidate__last_name")
    rows = ImportRow.objects.order_by("number").values_list("number", "state", "problems")
    mails = OutgoingMail.objects.order_by("to").values_list("to", flat=True)
    counts = [model.objects.count() for model in (Subject, Collection, TrailEntry)]
    return [*map(list, (Candidate.objects.order_by("last_name").values_list(*fields), files, rows, mails)), counts]


def dying(at_statement: int):
    """The worker dies at this statement of the import."""
    seen = iter(range(10_000))

    def execute(run, sql, params, many, context):
        if next(seen) == at_statement:
            raise Killed
        return run(sql, params, many, context)

    return execute


def test_killed_anywhere_and_begun_again_it_is_as_if_it_had_never_stopped(listed, monkeypatch):
    monkeypatch.setattr(import_running, "BATCH", 2)
    for n in range(5):
        listed.add("Kari", f"Nordvik{n}", f"kari{n}@example.test", f"4000000{n % 4}", "", f"{n}.pdf")
    run = checked(listed.write())
    imports.start(run=run, by=None, at=NOW)
    with transaction.atomic():
        import_running.go_on(pk=run.pk, at=NOW)
        whole = left_behind()
        transaction.set_rollback(True)

    for statement in range(0, 120, 17):
        with suppress(Killed), connection.execute_wrapper(dying(statement)):
            import_running.go_on(pk=run.pk, at=NOW)
    import_running.go_on(pk=run.pk, at=NOW)

    assert left_behind() == whole
    assert Import.objects.get().state == "done"


def test_stopped_it_goes_on_where_it_was(listed, monkeypatch):
    monkeypatch.setattr(import_running, "BATCH", 1)
    run = checked(listed.add(*KARI).add("Ola", "Sand", "ola@example.test", "", "", "ola.pdf").write())
    imports.start(run=run, by=None, at=NOW)

    import_running.go_on(
        pk=run.pk, at=NOW, tick=lambda done, total: imports.interrupt(run=run, at=NOW) if done == 1 else None
    )
    stopped = (Import.objects.get().cursor, Candidate.objects.count())
    imports.resume(run=run, at=NOW)
    import_running.go_on(pk=run.pk, at=NOW)

    assert (stopped, Import.objects.get().state, Candidate.objects.count()) == ((1, 1), "done", 2)


def test_a_file_changed_after_the_check_is_not_taken(listed):
    run = checked(listed.add(*KARI).write())
    (listed.folder / "kari.pdf").write_bytes(pdf_cv(["something else"]))
    imports.start(run=run, by=None, at=NOW)

    import_running.go_on(pk=run.pk, at=NOW)

    assert problems(run) == [(2, "refused", ["row:file_changed"])]
    assert Candidate.objects.count() == 0


def test_a_list_changed_after_the_check_stops_the_import(listed):
    run = checked(listed.add(*KARI).write())
    imports.start(run=run, by=None, at=NOW)
    listed.add("Ola", "Sand", "ola@example.test", "", "", "ola.pdf").write()

    import_running.go_on(pk=run.pk, at=NOW)

    assert Import.objects.values_list("state", "fault").get() == ("failed", "list_changed")
    assert Candidate.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "list_unreadable"),
        (b"fornavn;etternavn\n", "list_empty"),
        (b"navn;telefon\nKari;22334455\n", "list_unreadable"),
        (b'fornavn;etternavn\n"Kari;Nordvik\n', "list_unreadable"),
        (b"PK\x03\x04 a workbook", "list_unreadable"),
        (b"fornavn;fornavn;etternavn\nKari;Kari;Nordvik\n", "list_unreadable"),
        (None, "list_missing"),
    ],
)
def test_a_list_nobody_can_read_is_refused_as_a_whole(listed, content, fault):
    if content is not None:
        listed.path.write_bytes(content)

    run = checked(listed)

    assert (run.state, run.fault) == ("failed", fault)
    with pytest.raises(imports.NotChecked):
        imports.start(run=run, by=None, at=NOW)


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), ("\t", "cp1252"), (";", "utf-16")])
def test_any_usual_encoding_and_separator_is_read(listed, separator, encoding):
    listed.separator, listed.encoding = separator, encoding

    run = checked(listed.add("Åse", "Ærfugl", "ase@example.test", "", "2026-06-01", "åse.pdf").write())

    assert problems(run) == [(2, "waiting", [])]


@pytest.mark.parametrize(
    "name", ["../cv.pdf", "/etc/passwd.pdf", "a/../../cv.pdf", "C:\\cv.pdf", "..\\cv.pdf", "a//b.pdf", "./cv.pdf"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(listed, name):
    run = checked(listed.add(*KARI[:5], name, content=None).write())

    assert problems(run) == [(2, "refused", ["cv:unsafe_name"])]


@pytest.mark.parametrize("name", ["lenke.pdf", "lenket/cv.pdf", "mappe.pdf", "ko.pdf"])
def test_a_link_a_folder_and_a_pipe_are_not_opened(tmp_path, name):
    folder, outside = tmp_path / "liste", tmp_path / "utenfor"
    folder.mkdir()
    outside.mkdir()
    (outside / "cv.pdf").write_bytes(pdf_cv())
    (folder / "lenke.pdf").symlink_to(outside / "cv.pdf")
    (folder / "lenket").symlink_to(outside)
    (folder / "mappe.pdf").mkdir()
    os.mkfifo(folder / "ko.pdf")

    run = checked(Listed(folder).add(*KARI[:5], name, content=None).write())

    assert problems(run) == [(2, "refused", ["cv:file_is_none"])]


def test_the_database_takes_no_row_twice_and_starts_nothing_unchecked(listed):
    imported(listed.add(*KARI).write())
    row = ImportRow.objects.get()

    with pytest.raises(IntegrityError, match="import_row_imported_once"), transaction.atomic():
        ImportRowFactory(state="imported", digest=row.digest, subject_uuid=row.subject_uuid, match_uuid=None)
    with pytest.raises(IntegrityError, match="import_row_imported_is_somebody"), transaction.atomic():
        ImportRowFactory(state="imported", match_uuid=None)
    with pytest.raises(IntegrityError, match="import_checked_before_it_starts"), transaction.atomic():
        Import.objects.update(checked_at=None)


def second_list(listed):
    """The same people in a list of another folder."""
    folder = listed.folder / "another"
    folder.mkdir()
    return checked(Listed(folder, listed.rows, listed.titles).write())


def test_two_workers_at_once_take_nobody_over_twice(transactional_db, listed, monkeypatch):
    monkeypatch.setattr(import_running, "BATCH", 3)
    listed.titles = TITLES[:3]
    for n in range(20):
        listed.add("Kari", f"Nordvik{n}", f"kari{n}@example.test")
    run, other = checked(listed.write()), second_list(listed)
    for each in (run, other):
        imports.start(run=each, by=None, at=NOW)

    def work(pk):
        try:
            import_running.go_on(pk=pk, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [run.pk, run.pk, other.pk, other.pk]))
    for each in (run, other):
        import_running.go_on(pk=each.pk, at=NOW)

    assert Candidate.objects.count() == OutgoingMail.objects.count() == 20
    assert ImportRow.objects.taken().count() == 20
    assert {each.state for each in Import.objects.all()} == {"done"}
