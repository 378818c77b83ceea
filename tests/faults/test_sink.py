"""F23: a trail that cannot be written stops what must be in it, and nothing else; a journal that cannot be written catches up.

A log that cannot be written stops nobody: `tests/logs/test_sink.py`.
"""

import datetime
import hashlib
from contextlib import contextmanager, suppress

import pytest
from botocore.config import Config
from django.core.files.storage import storages
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import Application
from privacy.actions import consents, erasure, packages, relay
from privacy.choices import AlarmCode, Channel, ConsentPurpose, ErasureCause
from privacy.models import JournalEntry, Package, Subject, TrailEntry
from privacy.queries import consents as asked
from privacy.queries import fence, journals, vitals
from privacy.storage.bucket import ANSWER_IN_TIME
from tests.candidates.sent import pdf
from tests.database_role import by_force
from tests.factories import ApplicationFactory, DocumentFactory
from tests.faults.desk import FORM, Desk
from tests.faults.proxy import CUTS, HTTP_500, Harm, proxy
from tests.faults.rounds import IS_LONG, SEEDS, noted, told
from tests.files import pdf_cv
from tests.privacy.storage.buckets import bucket, plain_bucket, s3  # noqa: F401
from tests.privacy.test_restore_drill import fence_open  # noqa: F401
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

MINUTE = datetime.timedelta(minutes=1)
LONGER = {"purpose": ConsentPurpose.FURTHER_STORAGE, "language": "nb", "channel": Channel.OWN_PAGES, "by": None}
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON privacy_trailentry FOR EACH ROW EXECUTE FUNCTION no_room();
"""


@contextmanager
def trail_full():
    """As PostgreSQL says it of a disk without room, when the trail is to grow."""
    with by_force() as cursor:
        cursor.execute(NO_ROOM)
    try:
        yield
    finally:
        with by_force() as cursor:
            cursor.execute("DROP FUNCTION no_room CASCADE")


class Office:
    """Things that must be in the trail; each says whether it was done, which is asked of what is there."""

    def __init__(self, dice):
        self.dice, self.at, self.number = dice, timezone.now(), 0
        self.adviser, self.path = Client(raise_request_exception=False), Desk(dice).path
        log_in(self.adviser, colleague("adviser"))

    def somebody(self):
        candidate = ApplicationFactory(candidate__last_name="Merkelig").candidate
        return candidate, DocumentFactory(candidate=candidate, content=pdf_cv())

    def open_a_file(self):
        _, document = self.somebody()
        answer = self.adviser.get(reverse("document", args=[document.pk]))
        return b"%PDF" in (b"".join(answer) if answer.streaming else answer.content)

    def open_a_card(self):
        candidate, _ = self.somebody()
        answer = self.adviser.get(reverse("admin:candidates_candidate_change", args=[candidate.pk]))
        return "Merkelig" in answer.content.decode()

    def apply(self):
        self.number += 1
        before = Application.objects.count()
        browser, email = Client(raise_request_exception=False), f"kanari{self.number}@example.test"
        answer = browser.post(self.path, FORM | {"email": email, "cv": pdf()})
        is_there = Application.objects.count() > before
        assert (answer.status_code == 302) == is_there
        return is_there

    def erase(self):
        candidate, document = self.somebody()
        with suppress(DatabaseError):
            erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=self.at)
        left = (
            Subject.objects.filter(pk=candidate.subject_id).exists(),
            Application.objects.filter(candidate=candidate).exists(),
        )
        assert (left[0] == left[1], document.file.storage.exists(document.file.name)) == (True, True)
        return not left[0]

    def consent(self):
        candidate, _ = self.somebody()
        with suppress(DatabaseError):
            consents.give(subject_id=candidate.subject_id, at=self.at, **LONGER)
        return asked.in_force(candidate.subject_id, ConsentPurpose.FURTHER_STORAGE) is not None

    def order_a_copy(self):
        candidate, _ = self.somebody()
        with suppress(DatabaseError):
            packages.order(subject_id=candidate.subject_id, by=None, at=self.at)
        return Package.objects.filter(subject=candidate.subject_id).exists()

    def goes_on(self):
        """What is in no trail: pages for everybody, the login, the scanner, the clock."""
        document = DocumentFactory(
            content=pdf_cv(["Sykepleier"]), state="received", text="", text_state="waiting", next_at=None
        )
        Desk(self.dice).read_files(), Desk(self.dice).read_files()
        document.refresh_from_db()
        pages = [Client().get(path).status_code for path in ("/", "/stillinger/", "/konto/login/")]
        return (pages, document.text_state) == ([200, 200, 200], "read")


def test_what_must_be_in_the_trail_is_not_done_without_it_and_the_rest_goes_on(quiet):
    refused = 0
    for seed in SEEDS:
        with told("sink", seed) as dice:
            office = Office(dice)
            acts = [
                office.open_a_file,
                office.open_a_card,
                office.apply,
                office.erase,
                office.consent,
                office.order_a_copy,
            ]
            before = TrailEntry.objects.count()
            with trail_full():
                done = {act.__name__: act() for act in dice.sample(acts, len(acts))}
                assert office.goes_on()
            written = TrailEntry.objects.count() - before
            again = {act.__name__: act() for act in dice.sample(acts, len(acts))}

            assert (set(done.values()), written, set(again.values())) == ({False}, 0, {True}), (done, again)
            assert TrailEntry.objects.count() - before >= len(acts)
            refused += len(done)
    noted("trail", f"{refused} acts that must be in it were not done without it")


@pytest.fixture
def journal(plain_bucket, settings, fence_open):  # noqa: F811
    """Gives a proxy before the bucket the journal lies in from now on."""
    host, port = plain_bucket.endpoint.removeprefix("http://").split(":")
    with proxy((host, int(port)), seed=SEEDS[0], refusal=HTTP_500, harms=[*CUTS, Harm.SILENT], share=0.4) as ill:
        impatient = ANSWER_IN_TIME.merge(Config(connect_timeout=2, read_timeout=1))
        options = plain_bucket.options | {"endpoint_url": f"http://127.0.0.1:{ill.port}", "client_config": impatient}
        kept = {"BACKEND": "privacy.storage.bucket.DurableBucketStorage", "OPTIONS": options}
        settings.STORAGES = settings.STORAGES | {"journal": kept}
        yield ill


def chain():
    """The number and what is wrong of each segment that does not follow the one before; and all keys that are outside."""
    before, broken, keys = None, [], []
    for number, segment in journals.segments():
        if before and (before != segment["before"]):
            broken.append(number)
        with storages["journal"].open(journals.name_of(number)) as file:
            before = hashlib.sha256(file.read()).hexdigest()
        keys += [entry["key"] for entry in segment["entries"]]
    return broken, keys


def test_a_journal_that_fails_is_caught_up_with_and_closes_nobody_out(journal):
    noted_down, at = set(), timezone.now()
    journal.is_ill = False
    assert fence.look() is False
    for seed in SEEDS:
        with told("journal", seed) as dice:
            journal.is_ill = True
            for _ in range(8 if IS_LONG else 5):
                at += MINUTE
                consents.give(subject_id=ApplicationFactory().candidate.subject_id, at=at, **LONGER)
                noted_down |= {str(key) for key in JournalEntry.objects.values_list("key", flat=True)}
                if dice.random() < 0.7:
                    with suppress(Exception):  # as a worker: told in the log, done again in a minute
                        relay.write(at=at)
                assert fence.look() is False
            waits = JournalEntry.objects.exists()
            assert (AlarmCode.JOURNAL in vitals.wrong(at + 30 * MINUTE)) == waits
            journal.heal()
            relay.write(at=at)

            broken, keys = chain()
            assert (broken, sorted(keys), fence.look()) == ([], sorted(noted_down), False)
    harms = sum(times for harm, times in journal.done.items() if harm is not Harm.NONE)
    noted("journal", f"{len(noted_down)} entries, {harms} times ill, each is outside once and in order")
    assert harms > 0
