"""The tables beneath an import: what to do now, what is wrong, what the purge will do."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.choices import ImportState, RowState
from candidates.models import Import
from candidates.queries import import_words
from candidates.queries import imports as reading
from privacy.admin import show
from privacy.admin.show import Panel
from privacy.choices import BrakeCause, PeriodCode

SHOWN = 50
NOW: dict[str, Any] = {
    ImportState.CHECKING: _(
        "The rows are read and the files judged. This page comes again by itself; you can leave it."
    ),
    ImportState.CHECKED: _(
        "Nothing is imported yet. Mend the list and check again, or import the rows that are in order."
    ),
    ImportState.RUNNING: _("The rows are imported. This page comes again by itself; you can leave it."),
    ImportState.DONE: _("Choose about those who may be known, look at what will be deleted, then close the import."),
}


def what_now(run: Import) -> Panel:
    found = reading.counts(run)
    rows = [(_state(state), found[state]) for state in RowState if found[state]]
    rows += [(_("may be known: you choose after the import"), reading.likely(run))] if reading.likely(run) else []
    if run.unused_files:
        rows.append((_("files that no row names"), run.unused_files))
    note = import_words.OF_LISTS[run.fault] if run.fault else NOW.get(run.state, "")
    if run.state == ImportState.FAILED and run.fault == "list_unreadable":
        note = reading.why_unreadable(run) or note
    if run.unknown_columns:
        note = f"{note} {reading.unread_columns(run)}"
    return Panel(_("How far it is"), (_("what"), _("rows")), rows, _("No row is read yet."), note)


def offered_url() -> str:
    """The list of those somebody has to choose about."""
    return reverse("admin:candidates_importrow_changelist") + f"?state={RowState.OFFERED.value}"


def _state(state: RowState) -> Any:
    """Those somebody has to choose about are a press away."""
    is_offered = state == RowState.OFFERED
    return show.link(offered_url(), state.label) if is_offered else state.label


def by_problem(run: Import) -> Panel:
    rows = [(import_words.sentence(code), count, _weight(code)) for code, count in reading.by_problem(run)]
    return Panel(_("What is wrong, and what to know"), (_("what"), _("rows"), _("state")), rows, _("Nothing."))


def _weight(code: str) -> str:
    return (
        show.tag(_("only to know"))
        if import_words.is_harmless(code)
        else show.tag(pgettext_lazy("row", "refused"), "danger")
    )


def rows(run: Import) -> Panel:
    lines = list(import_words.table(reading.troubled(run)[:SHOWN]))
    link = show.link(reverse("admin:import_problems", args=[run.pk]), _("All of them, as a list for a spreadsheet"))
    note = link if lines or run.unused_files else ""
    heads = (_("row"), _("state"), _("what is wrong"))
    return Panel(_("Row by row"), heads, lines, _("Nothing to say about any row."), note)


def nights(run: Import) -> Panel:
    """The purge's own dry run."""
    found = [_night(night) for night in run.forecast.get("nights", ())]
    heads = (_("night to"), _("erased"), _("of this import"), _("because of"), _("to be reviewed"), _("brake"))
    note = reading.told(run) if run.forecast else ""
    return Panel(
        _("What the purge will do"), heads, found, _("The purge is being tried; look again in a moment."), note
    )


def _night(night: dict[str, Any]) -> tuple[Any, ...]:
    why = ", ".join(f"{PeriodCode(code).label}: {count}" for code, count in night.get("reasons", {}).items())
    brake = BrakeCause(night["brake"]).label if night["brake"] else show.NOTHING
    day = show.day(datetime.date.fromisoformat(night["as_of"]))
    return day, night["erased"], night.get("ours", 0), why or show.NOTHING, night["review"], brake
