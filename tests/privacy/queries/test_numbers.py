"""The numbers one person goes by, as the database itself asks for them before a mail is written."""

import uuid

import pytest
from django.db import connection

from privacy.queries.numbers import numbers_of
from tests.factories import SubjectFactory

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
