"""F13: a backup of any moment, restored after any acts: whoever was erased since is gone again, and nobody is written to twice.

What a restored program refuses, and each kind of act by itself: `tests/privacy/test_restore_drill.py`.
"""

import datetime
from dataclasses import dataclass

import pytest
from django.core import mail as outbox
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from candidates.models import Application, Document
from privacy.actions import brake, consents, delivery, erasure, files, mails, purge, relay, replay, restrictions, seals
from privacy.choices import ConsentPurpose, ErasureCause, MailState, RestrictionGround
from privacy.models import OutgoingMail, Restriction, Subject
from privacy.queries import consents as asked
from privacy.queries import fence, journals
from tests import tables
from tests.factories import NOW, OutgoingMailFactory
from tests.faults.rounds import IS_LONG, SEEDS, noted, often, told
from tests.privacy.test_restore_drill import LONGER, applicant, fence_open, stored  # noqa: F401

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("approved_periods", "fence_open"),
]

AS_OF = datetime.date(2026, 11, 24)
PEOPLE, ACTS = (14, 14) if IS_LONG else (8, 8)
MINUTE = datetime.timedelta(minutes=1)


@dataclass(eq=False)
class Person:
    """What is true of somebody, as they and we were told."""

    subject_id: object
    name: str
    sealed: bytes
    consents: bool = False
    is_restricted: bool = False
    is_erased: bool = False


class Days:
    def __init__(self, dice):
        self.dice, self.at, self.mails = dice, NOW, []
        self.people = [self._somebody() for _ in range(PEOPLE)]

    def _somebody(self):
        candidate = applicant()
        name = str(Document.objects.get(candidate=candidate).file)
        return Person(candidate.subject_id, name, stored(name))

    def go_on(self):
        """Some acts; at their end all of it has left for the journal, as each minute."""
        acts = {self.erase: 3, self.consent: 3, self.restrict: 1, self.purge: 1, self.write: 3, self.deliver: 2}
        often(self.dice, acts, times=ACTS)
        seals.seal(at=self.at)
        relay.write(at=self.at)

    def someone(self):
        self.at += MINUTE
        return self.dice.choice([each for each in self.people if not each.is_erased] or [None])

    def erase(self):
        if person := self.someone():
            cause = self.dice.choice([ErasureCause.PERSON, ErasureCause.STAFF])
            erasure.erase_person(subject_id=person.subject_id, cause=cause, by=None, at=self.at)
            person.is_erased = True

    def consent(self):
        person = self.someone()
        if person and not person.is_restricted:
            say = consents.withdraw if person.consents else consents.give
            say(subject_id=person.subject_id, at=self.at, **LONGER)
            person.consents = not person.consents

    def restrict(self):
        person = self.someone()
        if person and not person.is_restricted:
            by = Subject.objects.get(pk=person.subject_id).user
            restrictions.place(subject_id=person.subject_id, ground=RestrictionGround.CLAIM, by=by, at=self.at)
            person.is_restricted = True

    def purge(self):
        self.at += MINUTE
        run = purge.run(as_of=AS_OF, at=self.at)
        assert (run.failed, run.brake_cause) == (0, "")
        for person in self.people:
            person.is_erased |= not (person.consents or person.is_restricted)

    def write(self):
        if person := self.someone():
            mail = OutgoingMailFactory(
                subject_id=person.subject_id, next_at=self.at, created_at=self.at, reaches_restricted=True
            )
            self.mails.append((person, mail.pk, str(mail.message_uuid)))

    def deliver(self):
        self.at += MINUTE
        delivery.deliver(pks=mails.waiting(at=self.at), at=self.at)

    # --- what must be true after the restore ---
    def problems(self):
        for person in self.people:
            there = Subject.objects.filter(pk=person.subject_id).exists()
            if there == person.is_erased:
                yield f"I2: erased {person.is_erased}, there {there}"
            elif person.is_erased and storages["files_raw"].exists(person.name):
                yield "I2: a file of somebody erased is there"
            elif there:
                yield from self._of_whoever_is_there(person)
        yield from self._of_mails()

    def _of_whoever_is_there(self, person):
        consents_now = asked.in_force(person.subject_id, ConsentPurpose.FURTHER_STORAGE) is not None
        restricted = Restriction.objects.in_force().filter(subject=person.subject_id).exists()
        applied = Application.objects.filter(candidate__subject=person.subject_id).count()
        if (consents_now, restricted, applied) != (person.consents, person.is_restricted, 1):
            yield f"I1: {person}: consent {consents_now}, restricted {restricted}, {applied} applications"

    def _of_mails(self):
        came = [message.extra_headers["Message-ID"] for message in outbox.outbox]
        for person, pk, number in self.mails:
            times, row = sum(number in each for each in came), OutgoingMail.objects.filter(pk=pk).first()
            if times > 1 or (person.is_erased and row):
                yield f"I4: {times} mails, {row and row.state}, erased {person.is_erased}"
            if row and not times and row.state != MailState.UNKNOWN:
                yield f"I4: never came, and the row says {row.state}"


def a_round(dice):
    """Days of acts, of which a backup knows the first; the files come back from a backup of their own, or not."""
    days = Days(dice)
    days.go_on()
    with tables.as_now() as restore_the_backup:
        before = journals.last_outside()
        days.go_on()
        days.has_news = journals.last_outside() > before
        files.sweep(at=days.at)
        restore_the_backup()
    connection.close()
    if dice.random() < 0.5:
        for person in days.people:
            if not storages["files_raw"].exists(person.name):
                storages["files_raw"].save(person.name, ContentFile(person.sealed))
    return days


def refuses_to_serve(client):
    if not fence.look():
        return False
    with pytest.raises(CommandError, match="restored from a backup"):
        call_command("purge")
    return client.get("/").status_code == 503


def test_a_backup_of_any_moment_is_caught_up_with_before_anybody_is_let_in(client, monkeypatch):
    monkeypatch.setattr(brake, "FLOOR", len(SEEDS) * 2 * PEOPLE)  # all rounds are of one day
    again = 0
    for seed in SEEDS:
        with told("restore", seed) as dice:
            days = a_round(dice)
            assert refuses_to_serve(client) == days.has_news  # nothing done since is nothing to do again

            again += replay.run(at=days.at + MINUTE)["erased"]
            days.at += 2 * MINUTE
            days.deliver()
            files.reconcile(at=days.at)
            files.sweep(at=days.at + files.BACK_OFF)

            assert (list(days.problems()), fence.look()) == ([], False)
    noted("restore", f"{again} erasures done again")
    assert again > 0


def test_a_restore_without_a_replay_is_found_out(monkeypatch):
    monkeypatch.setattr("tests.faults.test_restore.often", lambda dice, acts, times: [next(iter(acts))() for _ in "12"])
    with told("careless restore", 1) as dice:
        days = a_round(dice)

    assert {said[:4] for said in days.problems()} >= {"I2: "}
