"""One changed row shows: in the database against its seals, and the seals against the journal outside."""

import datetime
import io
import threading
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from privacy.actions import erasure, relay, retention, seals, trail
from privacy.choices import ErasureCause, JournalKind, Verb
from privacy.models import JournalEntry, TrailEntry, TrailSeal
from privacy.queries import seals as asked
from tests import database_role
from tests.factories import NOW, ApplicationFactory

KARI, OLA = uuid.UUID(int=1), uuid.UUID(int=2)
A_DAY = datetime.timedelta(days=1)


def write(person, *verbs):
    for verb in verbs:
        trail.record(verb, subject_id=person, by=None, at=NOW, activity="applications", fields=["phone"])


def by_force(statement, *values):
    """What somebody with the keys of the database could do."""
    with database_role.by_force() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def verdict():
    out = io.StringIO()
    try:
        call_command("verify_trail", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def sealed(db):
    write(KARI, Verb.COLLECTED, Verb.VIEWED)
    write(OLA, Verb.COLLECTED)
    seals.seal(at=NOW)
    write(KARI, Verb.OPENED)
    seals.seal(at=NOW + A_DAY)


def test_each_person_has_a_seal_built_on_the_one_before(sealed):
    kept = list(TrailSeal.objects.order_by("id").values_list("subject_uuid", "count"))

    assert kept == [(KARI, 2), (OLA, 1), (KARI, 1)]
    assert verdict()[0] == 0
    assert JournalEntry.objects.filter(kind=JournalKind.SEALED).count() == 3


def test_nothing_new_makes_no_seal(sealed):
    assert seals.seal(at=NOW) == 0


@pytest.mark.asvs("LOG-05")
@pytest.mark.parametrize("number", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE privacy_trailentry SET role = 'manager' WHERE id = %s",
        "UPDATE privacy_trailentry SET fields = '{email}' WHERE id = %s",
        "UPDATE privacy_trailentry SET at = at + interval '1 second' WHERE id = %s",
        "UPDATE privacy_trailentry SET subject_uuid = '00000000-0000-0000-0000-000000000009' WHERE id = %s",
        "DELETE FROM privacy_trailentry WHERE id = %s",
    ],
)
def test_one_changed_row_is_found(sealed, number, change):
    by_force(change, TrailEntry.objects.order_by("id")[number].pk)

    code, said = verdict()

    assert code == 1
    assert "the entries are not those that were sealed" in said


@pytest.mark.asvs("LOG-05")
def test_an_entry_slipped_in_is_found(sealed):
    first = TrailEntry.objects.order_by("id").first()
    by_force("DELETE FROM privacy_trailentry WHERE id = %s", first.pk)
    TrailEntry.objects.create(
        id=first.pk, subject_uuid=uuid.UUID(int=9), verb=Verb.VIEWED, role="adviser", activity="x", at=NOW
    )

    assert {each.subject_id for each in asked.broken()} == {KARI, uuid.UUID(int=9)}


@pytest.mark.asvs("LOG-05")
def test_a_trail_made_anew_with_its_seals_is_found_by_the_journal(sealed):
    relay.write(at=NOW)
    by_force("DELETE FROM privacy_trailseal WHERE subject_uuid = %s", KARI)
    by_force("DELETE FROM privacy_trailentry WHERE subject_uuid = %s", KARI)

    assert list(asked.broken()) == []
    assert [each.subject_id for each in asked.missing()] == [KARI, KARI]
    assert verdict()[0] == 1


@pytest.mark.asvs("LOG-05")
def test_seals_are_append_only(sealed):
    for change in ("UPDATE privacy_trailseal SET count = 9", "DELETE FROM privacy_trailseal"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), database_role.by_force() as cursor:
            cursor.execute(change)


@pytest.mark.usefixtures("approved_periods")
def test_seals_go_with_the_trail_and_are_not_missed(db):
    person = ApplicationFactory().candidate.subject_id
    retention.refresh(person)
    write(person, Verb.VIEWED)
    erasure.erase_person(subject_id=person, cause=ErasureCause.PERSON, by=None, at=NOW)
    seals.seal(at=NOW)
    relay.write(at=NOW)
    two_years_on = datetime.date(2028, 11, 23)

    for day in (two_years_on - A_DAY, two_years_on):
        with connection.cursor() as cursor:
            cursor.execute("SELECT privacy_expire_ledgers(%s)", [day])
        left = TrailSeal.objects.filter(subject_uuid=person).count()
        assert left == (0 if day == two_years_on else 1)

    assert verdict()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_still_writing_is_not_passed_over(monkeypatch):
    monkeypatch.setattr(seals, "WAIT", 2)
    has_written, may_end = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            write(KARI, Verb.VIEWED)
            has_written.set()
            may_end.wait(30)
        connections["default"].close()

    writer = threading.Thread(target=slow)
    writer.start()
    has_written.wait(30)
    write(OLA, Verb.VIEWED)

    while_writing = seals.seal(at=NOW)
    may_end.set()
    writer.join()
    afterwards = seals.seal(at=NOW)

    assert (while_writing, afterwards) == (0, 2)
    assert verdict()[0] == 0
