"""The check of a list before anything is imported: each row is read, its files are judged, and what is wrong is noted."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from candidates.choices import ImportState
from candidates.models import Import, ImportRow
from candidates.ports import FileJudge
from candidates.queries import import_files, import_list, import_rows, tables
from candidates.queries.import_list import NoList, Person
from candidates.queries.import_rows import Read
from candidates.validators import RULES, check_first_bytes, extension_of
from privacy.ports import Actor, nudge

BATCH = 100
Tick = Callable[[int, int], None]


class AlreadyStarted(Exception):
    """The import of this list has begun: it is not checked again."""


def begin(
    *, source_name: str, csv_path: Path, files_path: Path | None, by: Actor | None, at: datetime.datetime
) -> Import:
    """Have a list on the server checked. The same list again, not imported yet, is checked anew."""
    paths = {"csv_path": str(csv_path), "files_path": str(files_path or "")}
    known = Import.objects.filter(started_at=None, **paths).order_by("pk").last()
    if known:
        return again(run=known, source_name=source_name, at=at)
    begun = Import.objects.create(source_name=source_name, created_by_id=by.pk if by else None, created_at=at, **paths)
    nudge("candidates.jobs.go_on_importing", begun.pk)
    return begun


@transaction.atomic
def again(*, run: Import, at: datetime.datetime, source_name: str = "") -> Import:
    """Check from the beginning: the list was mended. Raises `AlreadyStarted`."""
    fresh = Import.objects.select_for_update().get(pk=run.pk)
    if fresh.started_at:
        raise AlreadyStarted
    fresh.rows.all().delete()
    fresh.state, fresh.fault, fresh.cursor, fresh.total = ImportState.CHECKING, "", 0, None
    fresh.checked_at = fresh.interrupted_at = fresh.unused_files = None
    fresh.csv_sha256, fresh.unknown_columns = "", []
    fresh.source_name = source_name or fresh.source_name
    fresh.save()
    nudge("candidates.jobs.go_on_importing", fresh.pk)
    return fresh


def check(*, pk: int, judge: FileJudge, at: datetime.datetime, tick: Tick = lambda done, total: None) -> None:
    """Go on with the check where it stands, to its end. Two at once take turns at the row of the import, batch by batch."""
    run = Import.objects.get(pk=pk)
    if run.state != ImportState.CHECKING:
        return
    try:
        content = import_list.content_of(Path(run.csv_path))
        run = _opened(pk, content, at)
        if run.files_path and not (Path(run.files_path).is_dir() and not Path(run.files_path).is_symlink()):
            raise NoList("folder_missing")
        rows = import_list.rows(content, today=timezone.localdate(at), skip=run.cursor).rows
        while run.is_moving and (batch := list(islice(rows, BATCH))):
            if not _checked(run, batch, judge, at):
                return  # somebody else is at it
            run.refresh_from_db()
            tick(run.cursor, run.total or 0)
        if run.is_moving:
            _ended(run, content, at)
    except NoList as error:
        _failed(pk, error.code)
    except tables.Unreadable:
        _failed(pk, "list_unreadable")


@transaction.atomic
def _ended(run: Import, content: bytes, at: datetime.datetime) -> None:
    """All rows are read: files that no row names are counted, and the import may start."""
    unused = sum(1 for _name in import_list.unused_files(run, content)) if run.files_path else 0
    waiting = Import.objects.filter(pk=run.pk, state=ImportState.CHECKING, cursor=run.cursor)
    waiting.update(state=ImportState.CHECKED, checked_at=at, unused_files=unused)


def _failed(pk: int, code: str) -> None:
    Import.objects.filter(pk=pk).update(state=ImportState.FAILED, fault=code)


@transaction.atomic
def _opened(pk: int, content: bytes, at: datetime.datetime) -> Import:
    """Which list it is, and how long. Raises `NoList` when it is another than the one the check began with."""
    run = Import.objects.select_for_update().get(pk=pk)
    digest = hashlib.sha256(content).hexdigest()
    if run.csv_sha256 and run.csv_sha256 != digest:
        raise NoList("list_changed")
    if run.total is None:
        found = import_list.rows(content, today=timezone.localdate(at), skip=0)
        run.unknown_columns = [title[:60] for title in found.ignored[:50]]
        run.csv_sha256, run.total = digest, tables.count(content)
        if not run.total:
            raise NoList("list_empty")
        run.save(update_fields=["csv_sha256", "total", "unknown_columns"])
    return run


@transaction.atomic
def _checked(run: Import, batch: Sequence[tables.Row], judge: FileJudge, at: datetime.datetime) -> bool:
    """One batch, and the cursor with it; False when another worker has gone on meanwhile."""
    standing = Import.objects.select_for_update().get(pk=run.pk)
    if standing.cursor != run.cursor or not standing.is_moving:
        return False
    read = [_read(row, standing, judge) for row in batch]
    ImportRow.objects.bulk_create(import_rows.of(standing, read, at=at))
    standing.cursor = F("cursor") + len(batch)
    standing.save(update_fields=["cursor"])
    return True


def _read(row: tables.Row, run: Import, judge: FileJudge) -> Read:
    if row.codes:
        return Read(row.line, problems=list(dict.fromkeys(row.codes)))
    found = Read(row.line, import_list.person_of(row))
    assert found.person is not None
    sums = []
    for kind, name in found.person.files:
        digest, code = _judged(Path(run.files_path), kind, name, judge) if run.files_path else ("", "file_missing")
        sums.append(digest)
        if code:
            found.problems.append(f"{kind}:{code}")
    found.sums = tuple(sums)
    found.problems += [] if found.is_refused else _remarks(found.person)
    return found


def _judged(folder: Path, kind: str, name: str, judge: FileJudge) -> tuple[str, str]:
    """What the file is known by, and why it is not taken: by the same rules as an upload."""
    try:
        extension = extension_of(name)
        if extension not in RULES[kind].extensions:
            return "", "refused.wrong_extension"
        data = import_files.read(folder, name)
        check_first_bytes(data, extension)
    except import_files.NoFile as error:
        return "", error.code
    except ValidationError as error:
        return "", f"refused.{error.code}"
    verdict = judge.judge(data, extension=extension, kind=kind)
    return hashlib.sha256(data).hexdigest(), "" if verdict.is_accepted else f"refused.{verdict.reason}"


def _remarks(person: Person) -> list[str]:
    said = {
        "row:no_received_on": person.received_on is None,
        "row:told_by_hand": not person.email,
        "row:consent_not_taken": person.keep_consent,
    }
    return [code for code, is_so in said.items() if is_so]
