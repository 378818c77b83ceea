"""python manage.py package EMAIL --to DIR: a copy of all that is held about somebody, written to a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy import registries
from privacy.actions import packages
from privacy.choices import Language
from privacy.queries import fence, lookup


class Command(BaseCommand):
    help = "Write a copy of all that is held about the person at this address to an empty folder, unencrypted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--to", metavar="DIR", required=True, type=Path, help="an empty or new folder")
        parser.add_argument("--language", choices=Language.values, default="", help="the person's own if not said")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fence.refuse_if_closed()
        except fence.NotReplayed:
            raise CommandError("This database was restored from a backup: run `manage.py replay` first.") from None
        persons = lookup.persons_at(options["email"])
        if not persons:
            raise CommandError("Nobody is known at this address.")
        to: Path = options["to"]
        for subject_id in persons:
            folder = _empty(to if len(persons) == 1 else to / str(subject_id))
            packages.hand_out(
                subject_id=subject_id, folder=folder, pdf_maker=registries.pdf_maker(), by=None, at=timezone.now(),
                language=options["language"],
            )  # fmt: skip
            self.stdout.write(f"{subject_id}: {folder}")


def _empty(folder: Path) -> Path:
    """Readable by nobody else. Whatever lies there already is not mixed with a person's data."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty.")
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}.") from None
    return folder
