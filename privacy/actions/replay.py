"""After a restore: what happened since the backup is done again, from the journal outside the database."""

import datetime
import hashlib
import json
import uuid
from collections import Counter

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from privacy.actions import delivery, files, journal, retention
from privacy.actions.again import AGAIN, Details, NobodyAnswers, Replay, moment
from privacy.choices import JournalKind
from privacy.models import JournalEntry, JournalHead
from privacy.ports import Actor
from privacy.queries import journals

__all__ = ["ChainBroken", "NobodyAnswers", "end_sessions", "run"]

NOBODY = uuid.UUID(int=0)  # whom an entry about the database itself is about


class ChainBroken(Exception):
    """A segment does not fit the one before it, or is not there: changed, another database's, or its time was over."""


def run(*, at: datetime.datetime, answers: Actor | None = None) -> Counter[str]:
    """Do everything the journal has beyond this database's head again; returns how often each kind, and `absent`.

    Each segment is a transaction with the head's move: killed in the middle, the next run goes on there. Doing it twice
    changes nothing. Sessions of before the restore end, and mails that waited then are sent by nobody until a human says
    so (`mails_in_doubt`): who was written to since, the backup does not know. Raises `ChainBroken`, `NobodyAnswers`.
    """
    this = Replay(at, answers)
    if journals.is_ahead() and (doubted := delivery.doubt_all(at=at)):
        this.counts["mails_in_doubt"] = doubted
    first = JournalHead.objects.get().number
    while _segment(this):
        pass
    last = JournalHead.objects.get().number
    if last == first:
        return this.counts
    with transaction.atomic():
        end_sessions()
        journal.note(JournalKind.RESTORED, subject_id=NOBODY, at=at, after=first, up_to=last)
    retention.refresh_everybody()
    files.sweep(at=at)
    return this.counts


@transaction.atomic
def end_sessions() -> None:
    """Whoever was logged in when the backup was taken logs in anew: some of these sessions were ended since."""
    Session.objects.all().delete()
    UserSession.objects.all().delete()


@transaction.atomic
def _segment(this: Replay) -> bool:
    head = JournalHead.objects.select_for_update().get()
    text = journals.read(head.number + 1)
    if text is None:
        if journals.last_outside() > head.number:  # the backup is older than the time the journal is kept
            raise ChainBroken(f"segment {head.number + 1}")
        return False
    segment = json.loads(text)
    if segment["before"] != head.digest:
        raise ChainBroken(f"segment {head.number + 1}")
    JournalEntry.objects.filter(key__in=[entry["key"] for entry in segment["entries"]]).delete()
    for entry in segment["entries"]:
        _again(this, entry)
    head.number, head.digest, head.written_at = head.number + 1, hashlib.sha256(text).hexdigest(), this.at
    head.save()
    return True


def _again(this: Replay, entry: Details) -> None:
    kind, details = JournalKind(entry["kind"]), entry["details"]
    if kind not in AGAIN:  # seals prove, and restores report; neither is done again
        return
    person, at = uuid.UUID(entry["subject"]), moment(entry["at"])
    is_known = AGAIN[kind](this, person, at, details)
    this.counts[kind.value if is_known else "absent"] += 1
