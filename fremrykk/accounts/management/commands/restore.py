"""python manage.py restore [NAME] --key-file FILE: bring a backup back, as the owner of the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fremrykk.backups import boxes, copies, manifests, restoring
from fremrykk.backups.boxes import BoxKey
from fremrykk.backups.manifests import Manifest
from fremrykk.backups.places import Places
from fremrykk.backups.programs import Failed
from privacy.queries import fence


class Command(BaseCommand):
    help = (
        "Restore a whole backup: the database, the files it names, and what the journal lost. Then `replay`. "
        "Or bring back lost files alone, while the program runs (--lost-files)."
    )
    requires_system_checks: list[str] = []  # the database may be empty, or not be ours yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="which backup; the newest whole one when none is named")
        parser.add_argument("--key-file", type=Path, help="the private half of BACKUP_KEY, from the safe")
        parser.add_argument("--replace", action="store_true", help="delete what the database holds first")
        parser.add_argument(
            "--nothing-since", action="store_true", help="all stood still since: mails that wait may go"
        )
        parser.add_argument("--without-files", action="store_true", help="storage was not lost")
        parser.add_argument(
            "--jobs",
            type=int,
            default=1,
            help="connections at once, for a large database; more than one need --through",
        )
        parser.add_argument("--through", type=Path, metavar="FOLDER", help="where the opened dump may lie meanwhile")
        parser.add_argument(
            "--lost-files", action="store_true", help="only files that rows name and storage lacks; needs no key"
        )
        parser.add_argument("--list", action="store_true", help="only say which whole backups there are")

    def handle(self, *args: Any, **options: Any) -> None:
        places = _places()
        if options["lost_files"]:
            return self._give_lost_files(places)
        found = list(manifests.all_whole(places))
        if options["list"]:
            return self._list(found)
        manifest, key = chosen(found, options["name"]), key_in(options["key_file"])
        how = _how(options)
        try:
            done = restoring.restore(manifest, places, key, how, at=timezone.now())
        except restoring.Refused as error:
            raise CommandError(str(error)) from None
        except manifests.NotWhole as error:
            raise CommandError(f"This backup is damaged ({error}): take the one before (--list).") from None
        except Failed as error:
            raise CommandError(f"Nothing was restored, and the database is empty now; try once more: {error}") from None
        except OSError as error:
            raise CommandError(
                f"Not all was restored ({error.strerror}): mend that, and start again with --replace."
            ) from None
        return self._say(manifest, done)

    def _give_lost_files(self, places: Places) -> None:
        try:
            given, lost = copies.give_lost_files(places)
        except OSError as error:
            raise CommandError(f"Not all was brought back ({error.strerror}): mend that, and start again.") from None
        self.stdout.write(f"{given} files are brought back; of {len(lost)} there is no copy.")
        for name in lost:
            self.stdout.write(f"  no file: {name}")

    def _list(self, found: list[Manifest]) -> None:
        for each in found:
            age = (timezone.now() - each.taken_at).total_seconds() / 3600
            self.stdout.write(
                f"{each.name}  {age:7.1f} hours old  {each.files} files  journal {each.journal}  program {each.program}"
            )

    def _say(self, manifest: Manifest, done: restoring.Done) -> None:
        self.stdout.write(
            f"{manifest.name} is restored: {done.files} files and {done.segments} segments of the journal brought back."
        )
        if done.in_doubt:
            self.stdout.write(
                f"{done.in_doubt} mails that waited then may have been sent since: a colleague looks at each."
            )
        for name in done.lost:
            self.stdout.write(f"  no file: {name}")
        if fence.look():
            self.stdout.write("The fence is closed: run `manage.py replay`, then start web, worker and beat.")
        else:
            self.stdout.write("The journal knows of nothing since: start web, worker and beat.")


def _how(options: dict[str, Any]) -> restoring.How:
    if options["jobs"] < 1 or (options["jobs"] > 1 and options["through"] is None):
        raise CommandError("--jobs is at least 1; more than one need --through, a folder on an encrypted disk.")
    return restoring.How(
        replace=options["replace"],
        nothing_since=options["nothing_since"],
        with_files=not options["without_files"],
        jobs=options["jobs"],
        through=options["through"],
    )


def chosen(found: list[Manifest], name: str | None) -> Manifest:
    wanted = [each for each in found if name in (None, each.name)]
    if not wanted:
        raise CommandError(
            f"There is no whole backup{f' {name}' if name else ''} in {settings.BACKUP_FOLDER} (--list)."
        )
    return wanted[0]


def key_in(path: Path | None) -> BoxKey:
    if path is None:
        raise CommandError("--key-file names the private half of BACKUP_KEY, from the safe.")
    try:
        return boxes.read(path)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read ({error.strerror}): it must be there, and its owner who runs this (in a container user 10001)."
        ) from None
    except (ValueError, ImproperlyConfigured):
        raise CommandError(f"{path} holds no key that `backup --new-key` made.") from None


def _places() -> Places:
    if settings.BACKUP_FOLDER == "none":
        raise CommandError("BACKUP_FOLDER says none: name the folder the backups lie in.")
    return Places(Path(settings.BACKUP_FOLDER))
