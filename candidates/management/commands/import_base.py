"""python manage.py import_base CSV --files DIR: take over the people of an earlier system."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from candidates.actions import import_checking, import_forecast, import_running, imports
from candidates.choices import ImportState, RowState
from candidates.models import Import
from candidates.queries import import_words
from candidates.queries import imports as reading
from candidates.registries import outside
from privacy.queries import fence

SHOWN = 40
WITHOUT_WORDS = (RowState.WAITING, RowState.IMPORTED, RowState.ADDED)


class Command(BaseCommand):
    help = "Check a list of people and their files, then import it; stopped anywhere, the same command goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("csv", help="the list (CSV); its columns are in the README, under Import")
        parser.add_argument("--files", metavar="DIR", help="the folder of the files the list names")
        parser.add_argument("--preview", action="store_true", help="check only; nothing is imported")
        parser.add_argument("--source", default="", metavar="NAME", help="where it is from: the people are told this")
        parser.add_argument("--by", metavar="EMAIL", help="the manager who answers for it")
        parser.add_argument("--problems", metavar="FILE", help="write all problems to this file, as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fence.refuse_if_closed()
        except fence.NotReplayed:
            raise CommandError("This database was restored from a backup: run `manage.py replay` first.") from None
        self.console = Console(file=self.stdout._out, highlight=False, soft_wrap=True)  # type: ignore[attr-defined]
        by = self._manager(options["by"])
        run = self._begun(options, by)
        self._check(run)
        run.refresh_from_db()
        self._tell(run, options["problems"])
        if run.state == ImportState.FAILED:
            raise CommandError(str(import_words.OF_LISTS[run.fault]))
        if not options["preview"]:
            self._import(run, by)

    def _manager(self, email: str | None) -> Any:
        if email is None:
            return None
        user = get_user_model()._default_manager.filter(email=email.strip().lower(), is_active=True).first()
        if user is None or not user.has_role("manager"):
            raise CommandError("--by is the address of a manager who works here.")
        return user

    def _begun(self, options: dict[str, Any], by: Any) -> Import:
        """The import of this list that is not over yet, or a new one."""
        path, files = Path(options["csv"]).absolute(), options["files"] and Path(options["files"]).absolute()
        known = reading.unfinished_at(path, files or None)
        if known:
            if known.interrupted_at or known.state == ImportState.FAILED:
                self._resumed(known)
            return known
        if not options["source"]:
            raise CommandError("Say with --source where the list is from: the people are told this.")
        return import_checking.begin(
            source_name=options["source"], csv_path=path, files_path=files or None, by=by, at=timezone.now()
        )

    def _resumed(self, run: Import) -> None:
        if run.started_at:
            imports.resume(run=run, at=timezone.now())
        else:
            import_checking.again(run=run, at=timezone.now())

    def _check(self, run: Import) -> None:
        with self._progress("checked") as tick:
            import_checking.check(pk=run.pk, judge=outside().inspector, at=timezone.now(), tick=tick)

    def _import(self, run: Import, by: Any) -> None:
        if run.state == ImportState.CHECKED:
            imports.start(run=run, by=by, at=timezone.now())
        with self._progress("imported") as tick:
            import_running.go_on(pk=run.pk, at=timezone.now(), tick=tick)
        import_forecast.make(pk=run.pk, at=timezone.now())
        run.refresh_from_db()
        for line in reading.outcome(run):
            self.console.print(str(line))
        if run.state != ImportState.DONE:
            raise CommandError(
                str(import_words.OF_LISTS.get(run.fault, "The import was stopped; the same command goes on."))
            )

    def _progress(self, what: str) -> "_Ticking":
        return _Ticking(self.console, what)

    def _tell(self, run: Import, to: str | None) -> None:
        for line in reading.totals(run):
            self.console.print(str(line))
        troubled = reading.troubled(run)
        for number, state, words in import_words.table(troubled[:SHOWN]):
            self.console.print(f"  {number}: {state}. {words}", markup=False)
        if troubled.count() > SHOWN:
            self.console.print(f"  … {troubled.count() - SHOWN} more: --problems FILE writes them all")
        if to:
            with Path(to).open("w", encoding="utf-8-sig", newline="") as out:
                writer = csv.writer(out, delimiter=";")
                writer.writerows(reading.problem_list(run))


class _Ticking:
    """A bar that shows how far it is."""

    def __init__(self, console: Console, what: str) -> None:
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console)
        self._task = self._bar.add_task(what, total=None)

    def __enter__(self) -> import_checking.Tick:
        self._bar.start()
        return lambda done, total: self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *error: object) -> None:
        self._bar.stop()
