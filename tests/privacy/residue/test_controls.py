"""The filling and the scan held against each other, and against an engine that forgets a table."""

import datetime
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, models, transaction
from django.test.utils import isolate_apps

from privacy import declarations, graph
from privacy.actions import erasure, housekeeping, purge
from privacy.choices import ErasureCause
from privacy.decide import decide
from privacy.models import OutgoingMail, PurgeFailure, Subject
from privacy.queries import facts, residue
from tests.factories import NOW, CandidateFactory
from tests.privacy.residue.doors import come_in
from tests.privacy.residue.filling import employed_long_ago, fill_every_field, number_rows_apart
from tests.privacy.residue.marks import Marks, Unfillable, can_carry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

ERASABLE = [step.model for step in graph.parent_first() if step.model is not Subject]


@pytest.fixture(scope="module", autouse=True)
def _empty_storage():
    """Once: the files of the one person who is filled stay till the last test."""
    root = Path(storages["files_raw"].base_location)
    shutil.rmtree(root)
    root.mkdir()


@pytest.fixture(scope="module")
def filled(made_once):
    marks = Marks(0)
    number_rows_apart()
    subject = CandidateFactory().subject
    rows = fill_every_field(subject, marks)
    employed_long_ago(subject)
    return subject, marks, rows


@pytest.fixture
def subject(filled):
    return Subject.objects.get(pk=filled[0].pk)


@pytest.fixture
def marks(filled):
    return filled[1]


@pytest.fixture
def rows(filled):
    return filled[2]


def erase(subject):
    return erasure.erase_person(subject_id=subject.pk, cause=ErasureCause.PERSON, by=None, at=NOW)


@contextmanager
def forgotten(model):
    """An engine to which nobody declared this model."""
    known = dict(declarations.declared())
    declarations.withdraw(model)
    graph.parent_first.cache_clear()
    try:
        yield
    finally:
        for declaration in known:
            declarations.withdraw(declaration)
        declarations._declared.update(known)
        graph.parent_first.cache_clear()


def repeated(places):
    """The columns whose rows go with a row by naming what stands in these."""
    hops = [hop for step in graph.parent_first() for hop in step.hops]
    return {
        f"{hop.child._meta.db_table}.{hop.column}"
        for hop in hops
        if f"{hop.parent._meta.db_table}.{hop.parent_column}" in places
    }


def one_of_each_table(marks):
    """A mark for every table; `PROVE=1` looks for all of them, which takes ten times as long."""
    told = marks.told_to_the_source()
    held = sorted((place.partition(".")[0], mark) for mark, places in marks.held.items() for place in places)
    sought = [(table, mark) for table, mark in held if mark not in told]
    return sorted({mark for _, mark in sought} if os.environ.get("PROVE") else dict(sought).values())


def below(model):
    """The table and those whose rows go with its rows."""
    children = [hop.child for step in graph.parent_first() for hop in step.hops if hop.parent is model]
    return {model._meta.db_table}.union(*map(below, children))


def test_each_mark_is_found_once_in_its_own_column_and_where_a_key_repeats_it(rows, marks):
    sought, found = sorted(marks.held), {}
    for look in (residue.in_database, residue.in_files):
        for finding in look(sought):
            found.setdefault(sought[finding.number - 1], {})[finding.place] = finding.times

    assert found == {mark: dict.fromkeys(places | repeated(places), 1) for mark, places in marks.held.items()}


def test_every_column_that_can_carry_a_mark_has_one(rows, marks):
    marked = set().union(*marks.held.values(), *marks.numbers.values())
    bare = {
        f"{model._meta.db_table}.{column.column}"
        for model in rows
        for column in model._meta.concrete_fields
        if can_carry(column) and f"{model._meta.db_table}.{column.column}" not in marked
    }

    soft = {hop.column for step in graph.parent_first() for hop in step.hops}
    assert {place for place in bare if place.partition(".")[2] not in soft} == set()


@isolate_apps("privacy")
def test_a_column_of_a_kind_nobody_knows_is_named():
    class Stay(models.Model):
        length = models.DurationField()

        class Meta:
            app_label = "privacy"

        def __str__(self) -> str:
            return ""

    with pytest.raises(Unfillable, match=r"privacy\.Stay\.length"):
        Marks(0).made_for(Stay._meta.get_field("length"))


def test_what_a_key_holds_in_place_stops_the_erasure_and_what_none_holds_is_found(rows, subject, marks):
    outcome, sought = {}, one_of_each_table(marks)
    decision = decide(facts.of_person(subject.pk).on_request(), NOW.date())

    for model in ERASABLE:
        try:
            with transaction.atomic(), forgotten(model):
                erasure.erase([decision], cause=ErasureCause.PERSON, as_of=NOW.date(), at=NOW)
                left = {finding.place.partition(".")[0] for finding in residue.in_database(sought)}
                outcome[model._meta.label] = left
                transaction.set_rollback(True)
        except IntegrityError:
            outcome[model._meta.label] = "refused"

    by_key = {model._meta.label: "refused" for model in ERASABLE if not declarations.of(model).hops}
    by_value = {model._meta.label: below(model) for model in ERASABLE if declarations.of(model).hops}
    assert outcome == by_key | by_value


def test_without_a_table_forgotten_nothing_is_found(rows, subject, marks):
    erase(subject)

    left = [(sorted(marks.held)[each.number - 1], each.place) for each in residue.in_database(sorted(marks.held))]
    farewell, source = OutgoingMail.objects.get(), marks.told_to_the_source()
    assert {mark for mark, _ in left} == marks.known_in(farewell.to) | source
    assert {place for mark, place in left if mark in source} == {"privacy_recipientnotice.source_references"}
    assert {place for mark, place in left if mark not in source} == {"privacy_outgoingmail.to"}


def test_a_farewell_that_cannot_be_sent_is_gone_after_a_day_with_the_address(rows, subject, marks):
    erase(subject)
    day = datetime.timedelta(days=1, minutes=1)

    housekeeping.expire(at=NOW + day)

    assert list(residue.in_database(sorted(set(marks.held) - marks.told_to_the_source()))) == []


def test_a_failure_of_the_purge_is_recorded_without_a_value(rows, subject, marks, caplog):
    with forgotten(ERASABLE[-1]):
        run = purge.run(as_of=NOW.date(), at=NOW)

    failure = PurgeFailure.objects.get(subject_uuid=subject.pk)
    assert (run.failed, failure.error, marks.known_in(caplog.text)) == (1, "ForeignKeyViolation", set())


def test_no_word_said_at_a_door_reaches_queue_cache_or_log(caplog, django_capture_on_commit_callbacks):
    marks = Marks(0)

    with django_capture_on_commit_callbacks(execute=True):
        candidate = come_in(marks)

    document = str(candidate.documents.get().pk)
    assert list(residue.in_cache([document]))  # packed as the queue packs it, and yet seen
    assert list(residue.in_cache(sorted(marks.held))) == []
    assert marks.known_in(caplog.text) == set()
