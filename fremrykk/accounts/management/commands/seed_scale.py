"""python manage.py seed_scale --candidates N: invented people in any number, to try with how many the program still works.

Refuses a database with anybody in it who may be real. Run again with the same seed, it goes on where it was stopped.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from fremrykk.accounts.management.scale import seeding, strangers
from fremrykk.logs import only_what_is_wrong
from privacy.queries import fence

COLUMNS = (TextColumn("people"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())


class Command(BaseCommand):
    help = (
        "Fill a database that holds nobody real with invented people: rows without files, one in ten due for deletion."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--candidates", type=int, required=True, metavar="N", help="how many people there shall be")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="other numbers make other people")

    @only_what_is_wrong()
    def handle(self, *args: Any, **options: Any) -> None:
        wanted, seed = options["candidates"], options["seed"]
        if wanted < 1 or not 0 <= seed <= 999_999:
            raise CommandError("--candidates is at least 1, and --seed a number from 0 to 999999.")
        try:
            fence.refuse_if_closed()
            with Progress(*COLUMNS, console=Console(file=self.stdout._out, soft_wrap=True)) as bar:  # type: ignore[attr-defined]
                task = bar.add_task("people", total=wanted)
                seeding.seed(seed, wanted, timezone.now(), lambda done: bar.update(task, completed=done))
        except fence.NotReplayed:
            raise CommandError("This database was restored from a backup: run `manage.py replay` first.") from None
        except strangers.NotOnlyInvented:
            raise CommandError(
                "Somebody in this database may be real: a person whose number was not made by seed_scale, and whose e-mail "
                "address does not end in example.test (or who has none, outside a demo). Nothing was changed; use an empty database."
            ) from None
        self.stdout.write(f"{wanted} people of seed {seed} are there; no files lie behind their documents.")
