"""python manage.py purge: erase what is due."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.actions import purge
from privacy.queries import fence, travel

BRAKED = {
    False: "Stopped by the brake ({1}): {0} persons are due. The manager must approve this run.",
    True: "The brake ({1}) would stop a real run, of {0} persons, until the manager approves it.",
}


class Command(BaseCommand):
    help = "Erase what is due today, in the order that is safe. The clock does this each night at 03:00."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="take the real path and roll back")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="decide as of this day")
        parser.add_argument("--limit", type=int, help="look at no more than this many persons")
        parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fence.refuse_if_closed()
        except fence.NotReplayed:
            raise CommandError("This database was restored from a backup: run `manage.py replay` first.") from None
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit is a number of persons: at least 1.")
        now = timezone.now()
        try:
            day = travel.as_of(options["as_of"], now=now, dry_run=options["dry_run"])
        except travel.NoTimeTravel:
            raise CommandError("A later day needs --dry-run, or a demo with ALLOW_TIME_TRAVEL=1.") from None
        except ValueError:
            raise CommandError(f"{options['as_of']} is no date: write YYYY-MM-DD.") from None
        how = {"dry_run": options["dry_run"], "limit": options["limit"]}
        run = purge.run(as_of=day, at=now, has_clock_jumped=travel.has_clock_jumped(now), hands=purge.HANDS, **how)
        counts = {name: getattr(run, name) for name in ("due", "erased", "kept", "review", "failed")}
        if run.braked_at:
            self.stderr.write(BRAKED[run.is_dry_run].format(run.due, run.brake_cause))
        self._tell(counts, day.isoformat(), options)
        if run.failed or (run.braked_at and not run.is_dry_run):
            raise SystemExit(1)

    def _tell(self, counts: dict[str, int], day: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        head = "Would do" if options["dry_run"] else "Done"
        numbers = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(f"{head}, as of {day}: {numbers}.")
