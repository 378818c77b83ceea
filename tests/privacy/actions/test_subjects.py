"""Persons: locked in one order, brought together, and honestly gone."""

import datetime
import threading
import uuid

import pytest
from django.db import connections, transaction

from privacy.actions import erasure, subjects
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.models import Subject, TrailEntry
from tests.factories import NOW, CandidateFactory, SubjectFactory

DAY = datetime.date(2026, 11, 23)


def persons(number):
    return sorted((SubjectFactory() for _ in range(number)), key=lambda subject: subject.pk)


def merge(lost, into):
    subjects.merge(lost=lost, into=into, by=None, at=NOW)


def fresh(*people):
    return [Subject.objects.get(pk=person.pk).merged_into_id for person in people]


@pytest.mark.django_db
def test_a_lock_takes_the_persons_in_the_order_of_their_numbers(django_assert_num_queries):
    first, second, third = persons(3)

    with transaction.atomic(), django_assert_num_queries(1):
        locked = list(Subject.objects.locked_for_writing([third.pk, first.pk, second.pk]))

    assert locked == [first, second, third]


@pytest.mark.django_db
def test_a_lock_says_who_each_of_them_is():
    alias, root, other = persons(3)
    merge(alias, root)

    with transaction.atomic():
        assert subjects.lock(alias.pk, other.pk) == {alias.pk: root.pk, other.pk: other.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("alias_is_first", [True, False])
def test_for_an_alias_the_person_is_locked_and_never_the_alias(alias_is_first):
    one, two = persons(2)
    alias, root = (one, two) if alias_is_first else (two, one)
    merge(alias, root)

    with transaction.atomic():
        assert list(Subject.objects.locked_for_writing([alias.pk])) == [root]


@pytest.mark.django_db
def test_somebody_who_is_gone_cannot_be_locked():
    there = SubjectFactory()

    with pytest.raises(PersonIsGone):
        subjects.lock(there.pk, uuid.uuid4())


@pytest.mark.django_db
def test_a_merged_person_is_an_alias_and_is_due_no_more():
    lost, root = SubjectFactory(due_on=DAY), SubjectFactory(due_on=DAY)

    merge(lost, root)

    assert fresh(lost, root) == [root.pk, None]
    assert Subject.objects.get(pk=lost.pk).due_on is None
    assert list(TrailEntry.objects.values_list("subject_uuid", "verb")) == [(root.pk, "merged")]


@pytest.mark.django_db
def test_aliases_of_the_lost_one_come_along():
    oldest, lost, root = (SubjectFactory() for _ in range(3))
    merge(oldest, lost)

    merge(lost, root)

    assert fresh(oldest, lost, root) == [root.pk, root.pk, None]


@pytest.mark.django_db
def test_a_merge_into_an_alias_reaches_the_person():
    alias, root, lost = (SubjectFactory() for _ in range(3))
    before = Subject.objects.get(pk=alias.pk)
    merge(alias, root)

    merge(lost, before)  # read before it became an alias

    assert fresh(alias, root, lost) == [root.pk, None, root.pk]


@pytest.mark.django_db
def test_the_same_person_twice_is_nothing_to_do():
    alias, root = SubjectFactory(), SubjectFactory()
    merge(alias, root)

    merge(alias, root)
    merge(Subject.objects.get(pk=root.pk), Subject.objects.get(pk=alias.pk))

    assert fresh(alias, root) == [root.pk, None]
    assert TrailEntry.objects.count() == 1


@pytest.mark.django_db
def test_nobody_is_merged_with_somebody_who_is_gone():
    gone = CandidateFactory().subject
    erasure.erase_person(subject_id=gone.pk, cause=ErasureCause.STAFF, by=None, at=NOW)

    with pytest.raises(PersonIsGone):
        merge(SubjectFactory(), gone)


@pytest.mark.django_db(transaction=True)
def test_two_who_lock_alias_and_person_from_both_ends_never_block_each_other_for_good():
    alias, root = SubjectFactory(pk=uuid.UUID(int=9)), SubjectFactory(pk=uuid.UUID(int=1))  # the person sorts first
    merge(alias, root)
    gate, done = threading.Barrier(2), []

    def work(*ids):
        try:
            gate.wait(10)
            for _ in range(40):
                with transaction.atomic():
                    subjects.lock(*ids)
            done.append(ids)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=ids) for ids in ([alias.pk], [root.pk, alias.pk])]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]

    assert sorted(done) == sorted([(alias.pk,), (root.pk, alias.pk)])
