import threading
import time

import pytest
from django.db import connection, transaction

from privacy.actions import purge
from privacy.actions.hands import share
from privacy.models import Erasure, PurgeFailure
from tests.database_role import by_force
from tests.privacy.actions.test_purge import DAY, NIGHT, applicant, numbers


@pytest.mark.django_db(transaction=True)
def test_each_hand_has_a_connection_and_lets_go_of_it():
    all_there, seen = threading.Barrier(3, timeout=10), []

    def work():
        all_there.wait()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            seen.append(cursor.fetchone()[0])

    share(work, hands=3)

    assert len(set(seen)) == 3
    deadline = time.monotonic() + 15
    while still_there(seen) > 1 and time.monotonic() < deadline:  # a server's process ends a moment after its client
        time.sleep(0.05)
    assert still_there(seen) == 1


def still_there(seen: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)", [seen])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_there_is_one():
    hands = []

    with transaction.atomic():
        share(lambda: hands.append(threading.current_thread()), hands=3)

    assert hands == [threading.current_thread()]


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_one_hand_is_not_hidden():
    me = threading.current_thread()

    def work():
        if threading.current_thread() is not me:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        share(work, hands=2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize("limit", [None, 7])
def test_a_purge_with_many_hands_takes_each_person_once_and_no_more_than_it_may(monkeypatch, limit):
    monkeypatch.setattr(purge, "BATCH", 2)
    for _ in range(12):
        applicant()

    run = purge.run(as_of=DAY, at=NIGHT, limit=limit, hands=3)

    most = limit or 12
    assert numbers(run) == {"due": most, "erased": most, "kept": 0, "review": 0, "failed": 0}
    assert Erasure.objects.values("subject_uuid").distinct().count() == Erasure.objects.count() == most


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("approved_periods")
def test_with_many_hands_too_one_poisoned_person_is_set_aside(monkeypatch):
    monkeypatch.setattr(purge, "BATCH", 2)
    people = [applicant() for _ in range(6)]
    with by_force() as cursor:
        cursor.execute(
            "CREATE TABLE stranger (id int, person uuid REFERENCES privacy_subject DEFERRABLE INITIALLY DEFERRED)"
        )
        cursor.execute("INSERT INTO stranger VALUES (1, %s)", [people[2].subject_id])
    try:
        run = purge.run(as_of=DAY, at=NIGHT, hands=3)
    finally:
        with by_force() as cursor:
            cursor.execute("DROP TABLE stranger")

    assert numbers(run) == {"due": 6, "erased": 5, "kept": 0, "review": 0, "failed": 1}
    assert PurgeFailure.objects.get().subject_uuid == people[2].subject_id
