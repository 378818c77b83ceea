"""The import itself, in the worker: from where it stands to the end, a batch of rows and the cursor in one transaction."""

import datetime
import hashlib
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from candidates.actions import import_people
from candidates.actions.documents import undo_files
from candidates.actions.import_checking import BATCH, Tick
from candidates.actions.import_people import Arrival
from candidates.choices import ImportState, RowState
from candidates.models import Import, ImportRow
from candidates.queries import import_files, import_list, import_rows, tables
from candidates.queries.import_files import NoFile
from candidates.queries.import_keys import Fingerprints
from candidates.queries.import_list import NoList
from candidates.queries.import_matches import Known
from candidates.queries.import_rows import Earlier, Read
from privacy.actions import suppressions
from privacy.models import Subject

Pair = tuple[ImportRow, Read]


def go_on(*, pk: int, at: datetime.datetime, tick: Tick = lambda done, total: None) -> None:
    """Import the rows that wait, batch by batch, from where it stands to the end.

    A batch is one transaction with the cursor: killed anywhere, nothing of it is there, and it is done again. Two
    workers take turns, since all imports share one lock; whoever finds that the other was faster stops.
    """
    run = Import.objects.get(pk=pk)
    if run.state != ImportState.RUNNING:
        return
    try:
        content = import_list.content_of(Path(run.csv_path))
        if hashlib.sha256(content).hexdigest() != run.csv_sha256:
            raise NoList("list_changed")
        rows = import_list.rows(content, today=timezone.localdate(at), skip=run.cursor).rows
        while run.is_moving and (batch := list(islice(rows, BATCH))):
            if not _taken_over(run, batch, at):
                return
            run.refresh_from_db()
            tick(run.cursor, run.total or 0)
        if run.is_moving:
            _finish(run, at)
    except NoList as error:
        Import.objects.filter(pk=pk, state=ImportState.RUNNING).update(state=ImportState.FAILED, fault=error.code)


def _taken_over(run: Import, batch: list[tables.Row], at: datetime.datetime) -> bool:
    try:
        return _batch(run, batch, at)
    except NoFile:  # changed under our hands: this time its row is refused
        return _batch(run, batch, at)


@transaction.atomic
def _finish(run: Import, at: datetime.datetime) -> None:
    running = Import.objects.filter(pk=run.pk, state=ImportState.RUNNING, cursor=run.cursor)
    running.update(state=ImportState.DONE, finished_at=at)


def _batch(run: Import, batch: list[tables.Row], at: datetime.datetime) -> bool:
    with undo_files() as written, transaction.atomic():
        _one_import_at_a_time()
        standing = Import.objects.select_for_update().get(pk=run.pk)
        if standing.cursor != run.cursor or not standing.is_moving:
            return False
        numbers = {row.line: row for row in batch}
        waiting = standing.rows.filter(number__in=numbers, state=RowState.WAITING).order_by("number")
        _import(standing, [(each, numbers[each.number]) for each in waiting], at, written)
        _opt_out(batch, at)
        Import.objects.filter(pk=run.pk).update(cursor=standing.cursor + len(batch))
    return True


def _one_import_at_a_time() -> None:
    """So that nobody is taken over twice, from two lists at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('import', 0))")


def _import(run: Import, pairs: list[tuple[ImportRow, tables.Row]], at: datetime.datetime, written: list[str]) -> None:
    folder, prints = Path(run.files_path), Fingerprints()
    read = [(kept, _again(kept, row, folder, prints)) for kept, row in pairs]
    arrivals = _sorted_out([pair for pair in read if not pair[1].is_refused], prints, at)
    import_people.take_over(
        arrivals, folder=folder, source_name=run.source_name, by=run.started_by, at=at, written=written
    )
    for kept, each in read:
        kept.problems, kept.at = each.problems, at
        kept.state = RowState.REFUSED if each.is_refused else kept.state
    ImportRow.objects.bulk_create(  # one statement with the rows as they are now; a CASE for each takes longer
        [kept for kept, _each in read], update_conflicts=True, unique_fields=["id"],
        update_fields=["state", "problems", "subject_uuid", "match_uuid", "at"],
    )  # fmt: skip


def _again(kept: ImportRow, row: tables.Row, folder: Path, prints: Fingerprints) -> Read:
    """The row as it is now. The list is the same to the byte; what its files hold may have changed since the check."""
    found = Read(row.line, import_list.person_of(row), problems=list(kept.problems))
    try:
        files = found.sought.person.files
        found.sums = tuple(hashlib.sha256(import_files.read(folder, name)).hexdigest() for _kind, name in files)
    except NoFile:
        found.problems.append("row:file_changed")
    if kept.digest not in import_rows.marks_of(found, prints).row and not found.is_refused:
        found.problems.append("row:file_changed")
    return found


def _sorted_out(pairs: list[Pair], prints: Fingerprints, at: datetime.datetime) -> list[Arrival]:
    """Those nobody may know arrive; whoever may be known, also from a row above, waits for somebody to choose."""
    marks = {each.number: import_rows.marks_of(each, prints) for _kept, each in pairs}
    earlier, known = Earlier(marks.values()), Known([each.sought for _kept, each in pairs])
    arrivals = []
    for kept, each in pairs:
        if remark := earlier.remark(marks[each.number]):
            kept.state, each.problems = RowState.SKIPPED, [*each.problems, remark]
        elif match := known.match(each.sought):
            kept.state, kept.match_uuid = RowState.OFFERED, match.subject_id
            each.problems = list(dict.fromkeys([*each.problems, f"row:{match.code}"]))
        else:
            arrival = Arrival(each.sought.person, each.sums, Subject(created_at=at))
            kept.state, kept.subject_uuid = RowState.IMPORTED, arrival.subject.pk
            known.add(each.sought, arrival.subject.pk)
            arrivals.append(arrival)
    return arrivals


def _opt_out(batch: list[tables.Row], at: datetime.datetime) -> None:
    """Whoever said no to advertising said it, whatever becomes of the row."""
    for row in batch:
        if row.values.get("no_marketing") and (email := row.values.get("email")):
            suppressions.stop_for_address(email=email, at=at)
