"""The drill itself, against whichever servers it is given: fill, back up, live on, lose everything, restore, look.

What an operator does is done as an operator does it, by the commands; what happens in the agency happens through the
program's own actions, in this process.
"""

import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from candidates.actions import presentations
from candidates.models import Candidate
from candidates.queries import presentations as shown
from fremrykk.database_roles import PROGRAM
from privacy.actions import relay, seals
from privacy.choices import MailState
from privacy.models import OutgoingMail, Subject
from privacy.queries import fence
from tests.candidates.drafts import put_together
from tests.drill.place import BACKUP, NotBack, Place
from tests.factories import NOW, StaffFactory
from tests.privacy.restored_agency import LATER, Agency, assert_as_before, files_of, stored
from tests.source import ROOT

MOST_MINUTES = 60


class Disaster:
    """Each step in order; the names are what the report says."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def steps(self) -> dict[str, Callable[[], object]]:
        return {
            "an agency of forty with files, a login and a presentation": self.fill,
            "backup": lambda: self.place.manage("backup", role=BACKUP),
            "20 erased, 5 withdrawn, 2 set aside, 1 held, 1 taken back": self.live_on,
            "journal and new files copied": lambda: self.place.manage("backup", "--follow", role=BACKUP),
            "database, files and journal destroyed": self.place.lose_everything,
            "restore": self.restore,
            "replay": self.replay,
            "all 20 gone again with their files; withdrawals, holds and ends stand": self.look,
            "verify_trail": lambda: self.place.manage("verify_trail"),
            "doctor": self.doctor,
            "the drill from the same backup, beside it": self.beside,
        }

    def fill(self) -> None:
        self.agency = Agency()
        self.presentation = put_together()
        presentations.send(presentation=self.presentation, by=StaffFactory(), at=NOW)
        self.reader = self.presentation.readers.get()
        session = SessionStore()
        session["who"] = "somebody"
        session.save()
        seals.seal(at=NOW + datetime.timedelta(days=1))
        relay.write(at=NOW)
        _must(OutgoingMail.objects.filter(state=MailState.QUEUED).count() > 0, "mails wait when the backup is taken")
        self.names = files_of(self.agency.erased)
        self.others = {name: stored(name) for name in files_of(self.agency.protected)}

    def live_on(self) -> None:
        self.agency.go_on()
        presentations.revoke(presentation=self.presentation, by=StaffFactory(), at=LATER)
        relay.write(at=LATER)
        _must(Candidate.objects.filter(pk__in=[each.pk for each in self.agency.erased]).count() == 0, "they are erased")

    def restore(self) -> None:
        self.place.create()
        self.place.manage("restore", "--key-file", str(self.place.key_file), *self.place.by_many)
        here = Candidate.objects.filter(pk__in=[each.pk for each in self.agency.erased]).count()
        _must(here == 20, "the backup knows all 20 again")
        _must(fence.look(), "the fence is closed")
        _must(Session.objects.count() == 0, "nobody is logged in")
        waiting = OutgoingMail.objects.filter(state=MailState.QUEUED).count()
        _must(waiting == 0, "no mail goes out that may have gone since the backup")
        connection.close()

    def replay(self) -> None:
        self.place.manage("replay", role=PROGRAM)
        _must(not fence.look(), "the fence is open")

    def look(self) -> None:
        assert_as_before(self.agency, self.names)
        _must({name: stored(name) for name in self.others} == self.others, "the others' files are what they were")
        _must(shown.shown_to(self.reader, at=LATER) == [], "what was taken back is not shown")
        _must(
            Subject.objects.filter(pk__in=[each.subject_id for each in self.agency.protected]).count() == 3, "they stay"
        )

    def doctor(self) -> None:
        """Of what can be well here: no worker, no web server and no mail server run."""
        environment = os.environ | self.place.environment | {"DATABASE_URL": self.place.address(PROGRAM)}
        asked = subprocess.run(
            [sys.executable, "manage.py", "doctor", "--json"],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
        )
        told = json.loads(asked.stdout)
        for part in ("database", "files", "keys", "backups"):
            _must(told[part] == [], f"doctor finds nothing wrong with {part}: {told[part]}")

    def beside(self) -> None:
        said = self.place.manage("drill", "--key-file", str(self.place.key_file))
        _must("20 persons were erased since: 0 of them are still here." in said, said)
        with self.place.administrator() as server:
            left = server.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'fremrykk_drill_%'").fetchone()
        _must(left == (0,), "nothing is left of it")


def run(disaster: Disaster, say: Callable[[str], object]) -> float:
    """Every step with its time; returns the minutes from the loss to the site's answer. Raises `NotBack`, AssertionError."""
    lost = None
    for name, do in disaster.steps().items():
        began = time.monotonic()
        lost = lost or (began if "destroyed" in name else None)
        do()
        say(f"{time.monotonic() - began:8.1f} s  {name}")
        if name == "replay" and lost:
            minutes = (time.monotonic() - lost) / 60
    say(f"{minutes:8.1f} min from the loss until the site may answer ({timezone.localdate()}; at most {MOST_MINUTES})")
    return minutes


def _must(is_so: bool, what: str) -> None:
    if not is_so:
        raise NotBack(f"It should be so that {what}.")
