"""python manage.py backup: a whole backup of database, files and journal into BACKUP_FOLDER; meant for a clock."""

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fremrykk.backups import boxes, pruning, taking
from fremrykk.backups.copies import JournalLost
from fremrykk.backups.places import Busy, Places
from fremrykk.backups.programs import Failed

LOST = (
    "The journal in JOURNAL_URL ends before its copy, or says something else at {0}: nothing was copied over it. "
    "If the journal is lost, stop the program; what is missing is copied back by hand (RUNBOOK.md, The journal is lost)."
)


class Command(BaseCommand):
    help = "Take a backup of the database, the files and the journal. Ends with 1 when there is no new whole one."
    requires_system_checks: list[str] = []  # whatever else is wrong, a backup is the better for it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep-days", type=int, default=30, help="how long backups stay (the newest stays longer)")
        parser.add_argument("--follow", action="store_true", help="copy new files and the journal only")
        parser.add_argument("--afresh", action="store_true", help="copy every file anew: after rotate_keys")
        parser.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="make a key pair: FILE is for the safe, what is printed for .env",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            return self._make_key(options["new_key"])
        at, days = timezone.now(), options["keep_days"]
        try:
            return self._follow() if options["follow"] else self._take(at, days, options["afresh"])
        except Busy:
            raise CommandError("Another backup is being taken: this one was not begun.") from None
        except JournalLost as error:
            raise CommandError(LOST.format(error)) from None
        except Failed as error:
            raise CommandError(f"No backup was taken: {error}") from None
        except pruning.KeptTooLong:
            raise CommandError(
                f"Backups of {days} days would outlive the journal, and could not be replayed: give fewer --keep-days."
            ) from None
        except OSError as error:
            raise CommandError(f"No backup was taken: {error.strerror} ({settings.BACKUP_FOLDER}).") from None

    def _take(self, at: datetime.datetime, days: int, afresh: bool) -> None:
        if days < 1:
            raise CommandError("--keep-days is a number of days: at least 1.")
        places = _places()
        pruning.refuse_too_long(days, at)
        made, gone = taking.take(at=at, places=places, key=settings.BACKUP_KEY, days=days, afresh=afresh)
        took = (timezone.now() - at).total_seconds()
        size = sum(part.size for part in made.parts)
        self.stdout.write(
            f"{made.name}: database {size} bytes, {made.files} files of {made.bytes} bytes, "
            f"journal up to segment {made.journal}, in {took:.1f} s; {gone} old backups removed."
        )

    def _follow(self) -> None:
        self.stdout.write(
            f"{taking.follow(places=_places())} new segments of the journal, and all new files, are copied."
        )

    def _make_key(self, path: Path) -> None:
        try:
            public = boxes.make(path)
        except FileExistsError:
            raise CommandError(f"{path} is there already: a key that may open backups is never written over.") from None
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written ({error.strerror}): its folder must belong to who runs this (in a container user 10001)."
            ) from None
        self.stdout.write(f"BACKUP_KEY={public}")
        self.stderr.write(f"{path} opens the backups: move it to the safe, and off this machine.")


def _places() -> Places:
    if settings.BACKUP_FOLDER == "none":
        raise CommandError("BACKUP_FOLDER says none: name a folder for backups there, and a BACKUP_KEY (--new-key).")
    return Places(Path(settings.BACKUP_FOLDER))
