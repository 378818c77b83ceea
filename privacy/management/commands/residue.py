"""python manage.py residue: whether anything is left of somebody."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.queries import residue
from privacy.queries.residue import Finding


class Command(BaseCommand):
    help = (
        "Look for known identifiers (a name, an address, a number) in all that is kept. They are read from standard "
        "input, one a line, never from the command line: there the shell's history and the list of processes would "
        "keep them. What is found is printed by number only: which identifier, table and column, how many rows. Exit status 1 "
        "when anything is found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--files", action="store_true", help="read every stored file, too; this takes its time")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            residue.refuse_blind()
        except residue.CannotSee:
            raise CommandError(
                "This role does not see everything. Run it as the one that owns the tables: with the DATABASE_URL of `migrate`."
            ) from None
        identifiers = self._read()
        try:
            with residue.one_moment():
                found = list(self._told(_places(identifiers, files=options["files"])))
        except residue.TooShort as error:
            raise CommandError(f"No. {error.number} is too short: it would be found everywhere.") from None
        self.stdout.write(f"{len(found)} places with something left, {len(identifiers)} identifiers.")
        if found:
            raise SystemExit(1)

    def _read(self) -> list[str]:
        if sys.stdin.isatty():
            self.stderr.write("One identifier a line; an empty line ends it.")
            lines = list(iter(lambda: sys.stdin.readline().strip(), ""))
        else:
            lines = [line.strip() for line in sys.stdin]
        identifiers = [line for line in lines if line]
        if not identifiers:
            raise CommandError("No identifiers on standard input: write one a line.")
        return identifiers

    def _told(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        for found in findings:
            who = f"no. {found.number}" if found.number else "cannot be opened"
            self.stdout.write(f"{who}: {found.place}: {found.times}")
            yield found


def _places(identifiers: Sequence[str], *, files: bool) -> Iterator[Finding]:
    yield from residue.in_database(identifiers)
    yield from residue.in_sessions(identifiers)
    yield from residue.in_statistics(identifiers)
    yield from residue.in_cache(identifiers)
    if files:
        yield from residue.in_files(identifiers)
