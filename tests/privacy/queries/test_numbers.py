"""The numbers one person goes by, as the database itself asks for them before a mail is written."""

import uuid

import pytest
from django.db import connection

from privacy.models import ConsentEvent
from privacy.queries.numbers import numbers_of
from tests.database_role import by_force
from tests.factories import ConsentEventFactory, SubjectFactory

pytestmark = pytest.mark.django_db


def asked_of_the_database(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_numbers_of(%s)", [number])
        return {found for (found,) in cursor.fetchall()}


def plan_of(question, number):
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off"
        )  # few rows: what no index can answer is read whole all the same
        cursor.execute(f"EXPLAIN {question}", [number])
        return "\n".join(line for (line,) in cursor.fetchall())


def test_whichever_number_is_asked_for_all_of_the_same_person_are_found_and_nobody_elses():
    root, stranger = SubjectFactory(), SubjectFactory()
    one, other = SubjectFactory(merged_into=root), SubjectFactory(merged_into=root)

    for number in (root.pk, one.pk, other.pk):
        assert asked_of_the_database(number) == set(numbers_of(number)) == {root.pk, one.pk, other.pk}
    assert asked_of_the_database(stranger.pk) == {stranger.pk}
    assert asked_of_the_database(uuid.uuid4()) == set()


def test_they_are_found_by_indexes_however_many_people_there_are():
    by_reading_all = "SELECT id FROM privacy_subject WHERE coalesce(merged_into_id, id) = %s"

    assert "Seq Scan" in plan_of(by_reading_all, uuid.uuid4())
    assert "Seq Scan" not in plan_of("SELECT * FROM privacy_numbers_of(%s)", uuid.uuid4())


READ_WHOLE = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'privacy_consentevent'"


def test_one_persons_consent_is_found_by_index_however_many_have_said_something():
    one = ConsentEventFactory()
    same = {name: getattr(one, name) for name in ("purpose", "action", "notice", "language", "channel", "at")}
    ConsentEvent.objects.bulk_create(ConsentEvent(subject_uuid=uuid.uuid4(), **same) for _ in range(5_000))

    with by_force() as cursor:
        cursor.execute("ANALYZE privacy_consentevent")
        assert read_whole(cursor, one.subject_uuid) == 0
        cursor.execute("ALTER FUNCTION candidates_numbers_of(uuid) ROWS 1000")  # the negative control
        assert read_whole(cursor, one.subject_uuid) == 1


def read_whole(cursor, person):
    """How many times all consents were read to answer of one person, who gave it."""
    cursor.execute(READ_WHOLE)
    (before,) = cursor.fetchone()
    cursor.execute("SELECT candidates_has_consent(%s, 'further_storage')", [person])
    assert cursor.fetchone() == (True,)
    cursor.execute(READ_WHOLE)
    return cursor.fetchone()[0] - before
