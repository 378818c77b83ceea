"""An import as it is told: totals, rows with something to say, what the purge will do."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.choices import ImportState, RowState
from candidates.models import Import, ImportRow
from candidates.queries import import_list, import_words, tables
from candidates.queries.import_list import NoList
from privacy.choices import PeriodCode

MOST_UNUSED = 10_000
PURGE_HOUR = 3


def unfinished_at(csv_path: Path, files_path: Path | None) -> Import | None:
    """The import of the list at this place that is not done."""
    found = Import.objects.filter(csv_path=str(csv_path), files_path=str(files_path or ""), finished_at=None)
    return found.order_by("pk").last()


def untried() -> list[int]:
    """Imports that are done and of which the purge was not tried yet."""
    return list(Import.objects.filter(state=ImportState.DONE, forecast={}).values_list("pk", flat=True))


def unfinished() -> list[int]:
    """Imports the worker has something to do about, the oldest first."""
    moving = Import.objects.filter(state__in=[ImportState.CHECKING, ImportState.RUNNING], interrupted_at=None)
    return [*moving.order_by("pk").values_list("pk", flat=True), *untried()]


def coming_night(at: datetime.datetime) -> datetime.date:
    """The civil day of the next purge."""
    local = timezone.localtime(at)
    return local.date() + datetime.timedelta(days=local.hour >= PURGE_HOUR)


def troubled(run: Import) -> QuerySet[ImportRow, Any]:
    """The rows there is something to say about: number, state, codes."""
    rows = run.rows.exclude(problems=[]).order_by("number")
    return rows.values_list("number", "state", "problems")


def counts(run: Import) -> dict[str, int]:
    found = dict(run.rows.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in RowState.values}


def by_problem(run: Import) -> list[tuple[str, int]]:
    """How many rows have each problem, the most frequent first."""
    found: dict[str, int] = {}
    for codes in run.rows.exclude(problems=[]).values_list("problems", flat=True).iterator():
        for code in codes:
            found[code] = found.get(code, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def totals(run: Import) -> Iterator[str]:
    """The check in a few lines."""
    found = counts(run)
    yield _("Rows: %(count)s.") % {"count": sum(found.values())}
    for state in RowState:
        if found[state]:
            yield f"  {state.label}: {found[state]}"
    if count := likely(run):
        yield _("Of those waiting, %(count)s may be known: you choose about them after the import.") % {"count": count}
    if run.unknown_columns:
        yield unread_columns(run)
    if run.unused_files:
        yield _("Files that no row names: %(count)s. They are not imported.") % {"count": run.unused_files}


def likely(run: Import) -> int:
    """Rows in order whose person may be known."""
    return run.rows.filter(state=RowState.WAITING).filter(_may_be_known()).count()


def offered() -> int:
    return ImportRow.objects.offered().count()


def unread_columns(run: Import) -> str:
    return _("Columns that are not read: %(names)s.") % {"names": ", ".join(run.unknown_columns)}


def why_unreadable(run: Import) -> str:
    """The sentence of whoever reads tables, in the reader's language; empty when the list can be read now."""
    try:
        for _row in import_list.rows(import_list.content_of(Path(run.csv_path)), today=datetime.date.max).rows:
            pass
    except tables.Unreadable as error:
        return str(error)
    except NoList as error:
        return str(import_words.OF_LISTS[error.code])
    return ""


def told(run: Import) -> str:
    words = _(
        "Told by e-mail: %(told)s. To be told by a colleague: %(to_tell)s. Without a date, to be decided: %(review)s."
    )
    return words % {name: run.forecast[name] for name in ("told", "to_tell", "review")}


def _may_be_known() -> Q:
    codes = ["row:known_email", "row:known_phone", "row:known_file", "row:same_in_file"]
    return Q(problems__overlap=codes)


def problem_list(run: Import) -> Iterable[tuple[str, ...]]:
    """For a spreadsheet, which runs none of it: row, state, what is wrong; then the files that no row names."""
    yield _("row"), _("state"), _("what is wrong")
    for line in import_words.table(troubled(run).iterator()):
        yield tuple(map(import_words.harmless_cell, line))
    for name in _unused(run):
        yield "", _("file"), import_words.harmless_cell(_("No row names the file %(name)s.") % {"name": name})


def _unused(run: Import) -> Iterator[str]:
    """As far as the list and the folder are still there."""
    try:
        found = (
            import_list.unused_files(run, import_list.content_of(Path(run.csv_path))) if run.files_path else iter(())
        )
        for _number, name in zip(range(MOST_UNUSED), found, strict=False):
            yield name
    except (NoList, OSError, tables.Unreadable):
        return


def outcome(run: Import) -> Iterator[str]:
    """What came of it, and what the purge will do: from its own dry run."""
    found = counts(run)
    yield _("Imported: %(count)s.") % {"count": found[RowState.IMPORTED] + found[RowState.ADDED]}
    if found[RowState.OFFERED]:
        yield _("Known already? %(count)s wait until somebody has chosen.") % {"count": found[RowState.OFFERED]}
    if run.forecast:
        yield told(run)
        yield from map(_night, run.forecast["nights"])


def _night(night: dict[str, Any]) -> str:
    """One night of the purge as its dry run saw it."""
    day = date_format(datetime.date.fromisoformat(night["as_of"]), "DATE_FORMAT")
    said = _("The night to %(day)s the purge erases %(erased)s persons, %(ours)s of them from this import.") % (
        night | {"day": day}
    )
    why = ", ".join(f"{PeriodCode(code).label}: {count}" for code, count in night.get("reasons", {}).items())
    return f"{said} ({why})" if why else said
