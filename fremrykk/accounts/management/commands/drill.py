"""python manage.py drill [NAME] --key-file FILE: whether the backup would bring us back, tried beside what runs."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fremrykk.accounts.management.commands.restore import chosen, key_in
from fremrykk.backups import drilling, manifests
from fremrykk.backups.places import Places


class Command(BaseCommand):
    help = (
        "Restore a backup into a scratch database and scratch folders, replay the journal's copy, look at the result, "
        "throw it all away. Nothing that lives is touched and no mail is sent. Ends with 1 when a step fails."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="which backup; the newest whole one when none is named")
        parser.add_argument("--key-file", type=Path, help="the private half of BACKUP_KEY, from the safe")
        parser.add_argument(
            "--in", dest="folder", type=Path, metavar="FOLDER", help="where its files may lie meanwhile"
        )

        parser.add_argument("--as", dest="answers", metavar="EMAIL", help="who answers for holds, as for `replay`")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.BACKUP_FOLDER == "none":
            raise CommandError("BACKUP_FOLDER says none: name the folder the backups lie in.")
        places, folder = Places(Path(settings.BACKUP_FOLDER)), options["folder"]
        manifest = chosen(list(manifests.all_whole(places)), options["name"])
        key_in(options["key_file"])
        if not drilling.has_room(folder, manifest):
            raise CommandError(f"The files ({manifest.bytes} bytes) do not fit: name a larger folder with --in.")
        how = drilling.How(options["key_file"], folder, options["answers"])
        began, steps = time.monotonic(), []
        try:
            for step in drilling.run(manifest, places, how):
                steps.append(step)
                self._say(step)
        except drilling.MayNotCreate:
            raise CommandError(
                "The role in DATABASE_URL may not create a database: start `drill` as fremrykk_owner, "
                "after ALTER ROLE fremrykk_owner CREATEDB."
            ) from None
        minutes = (time.monotonic() - began) / 60
        if not all(step.is_well for step in steps):
            raise CommandError(f"{manifest.name} would NOT have brought us back; {minutes:.1f} minutes.")
        self.stdout.write(
            f"{manifest.name} would have brought us back: {minutes:.1f} minutes (at most 60 are promised)."
        )

    def _say(self, step: drilling.Step) -> None:
        self.stdout.write(f"{'✓' if step.is_well else '✗'} {step.name:<10} {step.seconds:7.1f} s")
        for line in step.said.splitlines():
            self.stdout.write(f"    {line}")
