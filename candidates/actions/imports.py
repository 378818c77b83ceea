"""Imports: started by the manager once the list is checked, stopped, gone on with, looked through at the end."""

import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from candidates.choices import ImportState
from candidates.models import Import
from privacy.choices import NoticeKind
from privacy.models import Notice
from privacy.ports import Actor, nudge


class NotChecked(Exception):
    """Nothing is imported before the list was checked."""


class NothingToTell(Exception):
    """No privacy statement is in force: the people could not be told."""


class NotRunning(Exception):
    """It is not being imported, or was stopped before."""


class NotDone(Exception):
    """Something of it waits: rows to import, or people somebody has to choose about."""


class StillThere(Exception):
    """The list still lies on the server: whoever is erased here would go on being there."""


@transaction.atomic
def start(*, run: Import, by: Actor | None, at: datetime.datetime) -> None:
    """Go on to the import itself. Raises `NotChecked`, `NothingToTell`."""
    fresh = Import.objects.select_for_update().get(pk=run.pk)
    if fresh.state != ImportState.CHECKED:
        raise NotChecked
    if Notice.objects.shown_on(NoticeKind.STATEMENT, timezone.localdate(at)) is None:
        raise NothingToTell
    fresh.state, fresh.cursor, fresh.started_at = ImportState.RUNNING, 0, at
    fresh.started_by_id = by.pk if by else None
    fresh.save(update_fields=["state", "cursor", "started_at", "started_by"])
    nudge("candidates.jobs.go_on_importing", fresh.pk)


@transaction.atomic
def interrupt(*, run: Import, at: datetime.datetime) -> None:
    """Stop after the batch that is under way; what is imported stays. Raises `NotRunning`."""
    fresh = Import.objects.select_for_update().get(pk=run.pk)
    if not fresh.is_moving:
        raise NotRunning
    Import.objects.filter(pk=fresh.pk).update(interrupted_at=at)


@transaction.atomic
def resume(*, run: Import, at: datetime.datetime) -> None:
    """Go on where it was stopped, or where the list was put back. Raises `NotRunning`."""
    fresh = Import.objects.select_for_update().get(pk=run.pk)
    is_stuck = fresh.state == ImportState.FAILED and fresh.started_at is not None
    if not (fresh.interrupted_at or is_stuck) or fresh.finished_at:
        raise NotRunning
    state = ImportState.RUNNING if is_stuck else fresh.state
    Import.objects.filter(pk=fresh.pk).update(interrupted_at=None, state=state, fault="")
    nudge("candidates.jobs.go_on_importing", fresh.pk)


@transaction.atomic
def settle(*, run: Import, by: Actor, at: datetime.datetime) -> None:
    """Somebody has looked at what the purge will do, nobody is left to choose about, and the list is off the server.

    Raises `NotDone`, `StillThere`.
    """
    fresh = Import.objects.select_for_update().get(pk=run.pk)
    if fresh.state != ImportState.DONE or fresh.rows.offered().exists():
        raise NotDone
    if Path(fresh.csv_path).exists():
        raise StillThere
    Import.objects.filter(pk=fresh.pk, settled_at=None).update(settled_at=at, settled_by=by.pk)
