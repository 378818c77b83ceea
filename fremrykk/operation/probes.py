"""Whether each part of the program answers, each a question of its own: `manage.py doctor` asks them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone, translation
from redis import Redis

from candidates.adapters.virus_scanner import NoScanner, scanner_at
from candidates.models import Document
from candidates.models.document import document_storage
from candidates.ports import Verdict
from fremrykk import migrated
from fremrykk.backups import watching
from fremrykk.operation import runs
from fremrykk.operation.advice import ADVICE
from fremrykk.queue import app
from privacy.choices import AlarmCode
from privacy.queries import fence, room, vitals
from privacy.storage import FileTampered, KeyMissing
from privacy.storage.bucket import BucketStorage

LEAST_VERSION = 150_000  # as PostgreSQL counts them
ANSWERS_WITHIN = 3.0  # seconds


@dataclass(frozen=True)
class Trouble:
    what: str
    do: str


def configuration() -> Iterator[Trouble]:
    """Django's own look at a deployment; a demo is none."""
    for message in () if settings.DEMO else checks.run_checks(include_deployment_checks=True):
        if message.level >= checks.WARNING and not message.is_silenced():
            yield Trouble(
                f"{message.id}: {message.msg}",
                message.hint or WHERE["configuration"],
            )


def database() -> Iterator[Trouble]:
    connection.ensure_connection()
    if (version := connection.connection.info.server_version) < LEAST_VERSION:
        yield Trouble(f"PostgreSQL is {version // 10_000}.", "Upgrade it: 15 is the oldest that will do.")
    if left := migrated.left():
        yield Trouble(f"{left} migrations are not applied.", "manage.py migrate")
    if migrated.is_newer():
        yield Trouble(
            "The database was migrated by a newer program.", "Run that version, or restore the backup of before."
        )
    if fence.look():
        yield Trouble(
            "The database is older than the journal: it was restored.",
            "manage.py replay; the site answers again after it.",
        )


def broker() -> Iterator[Trouble]:
    with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as server:
        said = server.info()
    if said.get("maxmemory") and said.get("maxmemory_policy") != "noeviction":
        yield Trouble(
            "Valkey throws away what it has no room for.",
            "Set maxmemory-policy noeviction, or jobs are lost.",
        )


def worker() -> Iterator[Trouble]:
    if not app.control.ping(timeout=ANSWERS_WITHIN):
        yield Trouble(
            "No worker answers.", "Start it, and read its log: nothing is scanned, mailed or deleted meanwhile."
        )


def clock() -> Iterator[Trouble]:
    for name in runs.late(timezone.now()):
        yield Trouble(
            f"The job {name} has not run when it should.",
            "See that beat and worker run; the worker's log says how it ended.",
        )


def files() -> Iterator[Trouble]:
    """Written, read and removed again, beside the real ones."""
    storage = storages["files_raw"]
    name = storage.save("doctor", ContentFile(b"doctor"))
    with storage.open(name) as kept:
        is_whole = kept.read() == b"doctor"
    is_open = isinstance(storage, BucketStorage) and storage.answers_anybody(name)
    storage.delete(name)
    if is_open:
        yield Trouble(
            "The bucket answers whoever asks, without a key.", "Make it private: no public list, no public file."
        )
    if not is_whole or storage.exists(name):
        yield Trouble(
            "Storage gives back something else, or keeps what is deleted.", "Look at the disk or bucket of STORAGE_URL."
        )


def keys() -> Iterator[Trouble]:
    """Whether the newest file can be opened with what is in FIELD_KEYS."""
    newest = Document.objects.exclude(file="").order_by("-uploaded_at").first()
    if newest is None:
        return
    try:
        with document_storage().open(str(newest.file.name)) as kept:
            kept.read(1)
    except KeyMissing:
        yield Trouble(
            "The newest file rests under a key that is not in FIELD_KEYS.", "Put the key back: no other opens it."
        )
    except FileTampered:
        yield Trouble("The newest file was changed outside the program.", "Bring it back from the backup.")
    except FileNotFoundError:
        yield Trouble("The newest file is not there.", "manage.py reconcile_files names all that are missing.")


def scanner() -> Iterator[Trouble]:
    used = scanner_at(settings.CLAMAV_URL)
    if not isinstance(used, NoScanner) and used.scan(b"doctor") is not Verdict.CLEAN:
        yield Trouble(
            "The virus scanner does not answer.", "Start clamd at CLAMAV_URL: files stay shut until it has looked."
        )


def mail() -> Iterator[Trouble]:
    server = get_connection()
    server.open()
    server.close()
    return iter(())


def disks() -> Iterator[Trouble]:
    for folder, free in room.short():
        yield Trouble(
            f"{free / 10**9:.1f} GB are free on the disk with {folder}.", "Make room before uploads are refused."
        )


def backups() -> Iterator[Trouble]:
    """Where BACKUP_FOLDER names a folder: a whole backup, young enough, and a copy of the journal that follows."""
    there, at = watching.places(), timezone.now()
    if there is None:
        return
    last = watching.newest(there)
    if last is None:
        yield Trouble(
            "There is no whole backup in BACKUP_FOLDER.", "manage.py backup takes one, or says why it cannot."
        )
    elif at - last.taken_at > watching.AT_LEAST_EVERY:
        hours = (at - last.taken_at).total_seconds() / 3600
        yield Trouble(f"The newest whole backup is {hours:.0f} hours old.", ADVICE[AlarmCode.BACKUPS])
    if watching.is_journal_behind(at, there):
        yield Trouble(
            "The journal's copy is more than an hour behind.",
            "See that the machine's clock starts manage.py backup --follow.",
        )


def alarms() -> Iterator[Trouble]:
    with translation.override("en"):
        for code in sorted(vitals.wrong(timezone.now())):
            yield Trouble(f"{str(code.label)[0].upper()}{str(code.label)[1:]}.", ADVICE[code])


# In this order: what comes later needs what comes before.
PROBES: dict[str, Callable[[], Iterator[Trouble]]] = {
    each.__name__: each
    for each in (configuration, database, broker, worker, clock, files, keys, scanner, mail, disks, backups, alarms)
}


def ask(name: str) -> list[Trouble]:
    """What is wrong with one part; a part that answers with a fault is wrong, too."""
    try:
        return list(PROBES[name]())
    except Exception as error:  # whatever it is: told by its kind, since its text could hold an address with a password
        return [Trouble(f"It does not answer ({type(error).__name__}).", WHERE[name])]


WHERE = {
    "configuration": "Mend the environment: .env.example explains each variable.",
    "database": "See that PostgreSQL runs at DATABASE_URL and takes connections.",
    "broker": "See that Valkey runs at REDIS_URL.",
    "worker": "See that Valkey runs at REDIS_URL.",
    "clock": "See that Valkey runs at REDIS_URL.",
    "files": "See that STORAGE_URL can be written to, and that the disk or bucket has room.",
    "keys": "See that the database and STORAGE_URL answer.",
    "scanner": "See that clamd runs at CLAMAV_URL.",
    "mail": "See that the server of EMAIL_URL takes connections, with this name and password.",
    "disks": "See that the folders of STORAGE_URL and JOURNAL_URL are there.",
    "backups": "See that the folders in BACKUP_FOLDER are there and can be read.",
    "alarms": "See that the database answers.",
}
