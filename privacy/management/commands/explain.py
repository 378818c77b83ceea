"""python manage.py explain EMAIL: what is held about somebody, until when, and why."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from rich.console import Console
from rich.table import Table

from privacy.queries import Explanation, explain, lookup


class Command(BaseCommand):
    help = "What is held about the person at this address, until when, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="as seen on this day")
        parser.add_argument("--language", default="nb", help="of the sentences: nb or en")

    def handle(self, *args: Any, **options: Any) -> None:
        persons = lookup.persons_at(options["email"])
        if not persons:
            raise CommandError("Nobody is known at this address.")
        day = _day(options["as_of"])
        console = Console(file=self.stdout, width=140)
        with translation.override(options["language"]):
            for subject_id in persons:
                console.print(_table(explain(subject_id, day)))


def _day(text: str | None) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandError(f"{text} is no date: write YYYY-MM-DD.") from None


def _table(explanation: Explanation) -> Table:
    until = explanation.due_on.isoformat() if explanation.due_on else "open"
    table = Table("what", "verdict", "gone on", "why", title=f"{explanation.subject_id}: nothing left on {until}")
    for item in explanation.items:
        gone = item.due_on.isoformat() if item.due_on else "open"
        table.add_row(item.label, item.verdict.value, gone, "\n".join(item.reasons))
    return table
