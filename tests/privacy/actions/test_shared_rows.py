"""A row about two people: each goes without the other, the row goes with the last, whoever erases them when."""

from functools import partial
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from privacy.actions import erasure
from privacy.actions.deletion import Deletion
from privacy.choices import ErasureCause
from privacy.decide import Facts, decide
from privacy.models import Erasure, FileTombstone, Subject
from tests.factories import NOW, CandidateFactory, SubjectFactory
from tests.fixture_apps.references import declared
from tests.fixture_apps.references.models import Reading, Referee, Reference
from tests.turns import Point, Turns

DAY = NOW.date()


@pytest.fixture
def two_people_tables(db):
    """Gone with the test's transaction."""
    with declared.declared():
        declared.create_tables()
        yield


@pytest.fixture
def two_people_tables_of_everybody(transactional_db):
    """Seen by every connection."""
    with declared.declared():
        declared.create_tables()
        yield
        declared.drop_tables()


def referee(subject=None):
    return Referee.objects.create(subject=subject or SubjectFactory(), name="Ola Nordmann")


def reference(candidate, by, *, letter=""):
    row = Reference.objects.create(
        candidate=candidate, referee=by, statement="flink", rating=5, phone="22334455", letter=letter
    )
    Reading.objects.create(reference=row)
    return row


def erase(*subjects):
    """As the purge does it for persons it has locked: many at once."""
    ids = [subject.pk for subject in Subject.objects.filter(pk__in=subjects).order_by("pk").select_for_update()]
    decisions = [decide(Facts(subject).on_request(), DAY) for subject in ids]
    erasure.erase(decisions, cause=ErasureCause.PURGE, as_of=DAY, at=NOW)


def left():
    return list(Reference.objects.order_by("pk").values_list("candidate", "referee", "statement", "rating", "phone"))


def counted(subject_id):
    counts = Erasure.objects.get(subject_uuid=subject_id).counts
    return {name: number for name, number in counts.items() if name.startswith("references")}


def buried():
    return set(FileTombstone.objects.values_list("name", flat=True))


# --- one after the other --------------------------------------------------------------------------
def test_when_one_goes_what_is_about_that_one_goes_and_the_rest_stays(two_people_tables):
    candidate, ola = CandidateFactory(), referee()
    row = reference(candidate, ola, letter="aa/1")

    erase(candidate.subject_id)

    assert left() == [(None, ola.pk, "", None, "22334455")]
    row.refresh_from_db()
    assert (row.loud, row.letter.name, buried(), Reading.objects.count()) == ("", "aa/1", set(), 1)
    assert counted(candidate.subject_id) == {"references.reference (redacted)": 1}


def test_the_file_of_an_emptied_field_is_removed_too(two_people_tables):
    candidate, ola = CandidateFactory(), referee()
    name = storages["files"].save("brev.pdf", ContentFile(b"letter"))
    reference(candidate, ola, letter=name)

    erase(ola.subject_id)

    assert left() == [(candidate.pk, None, "flink", 5, "")]
    assert buried() == {name}
    assert counted(ola.subject_id) == {"references.reference (redacted)": 1, "references.referee": 1}


def test_with_the_last_of_them_the_row_goes_and_what_hangs_on_it(two_people_tables):
    candidate, ola = CandidateFactory(), referee()
    reference(candidate, ola, letter="aa/1")
    erase(ola.subject_id)

    erase(candidate.subject_id)

    assert (left(), Reading.objects.count(), buried()) == ([], 0, {"aa/1"})
    assert counted(candidate.subject_id) == {"references.reading": 1, "references.reference": 1}


def test_both_in_one_batch_have_the_row_in_their_proof(two_people_tables):
    candidate, ola = CandidateFactory(), referee()
    reference(candidate, ola, letter="aa/1")

    erase(candidate.subject_id, ola.subject_id)

    assert (left(), Reading.objects.count(), buried()) == ([], 0, {"aa/1"})
    proofs = [counted(candidate.subject_id), counted(ola.subject_id)]
    assert [proof["references.reference"] for proof in proofs] == [1, 1]
    assert sum(proof.get("references.reading", 0) for proof in proofs) == 1


def test_somebody_who_is_both_goes_with_the_row(two_people_tables):
    candidate = CandidateFactory()
    reference(candidate, referee(candidate.subject))

    erase(candidate.subject_id)

    assert left() == []
    expected = {"references.reading": 1, "references.reference": 1, "references.referee": 1}
    assert counted(candidate.subject_id) == expected


def test_rows_about_others_are_not_touched(two_people_tables):
    reference(CandidateFactory(), referee())
    before = left()
    candidate = CandidateFactory()
    reference(candidate, None)

    erase(candidate.subject_id)

    assert left() == before


ONE_OF_THREE = st.none() | st.integers(0, 2)
PAIRS = st.lists(st.tuples(ONE_OF_THREE, ONE_OF_THREE).filter(lambda pair: pair != (None, None)), max_size=6)
BATCHES = st.tuples(st.permutations(range(6)), st.sets(st.integers(1, 5))).map(
    lambda drawn: [drawn[0][start:end] for start, end in pairwise([0, *sorted(drawn[1]), 6])]
)


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS, batches=BATCHES)
def test_in_whatever_batches_they_go_each_row_says_only_what_is_about_those_left(two_people_tables, pairs, batches):
    people = [CandidateFactory() for _ in range(3)] + [referee() for _ in range(3)]
    for c, r in pairs:
        reference(None if c is None else people[c], None if r is None else people[3 + r])

    gone = set()
    for batch in batches:
        erase(*(people[number].subject_id for number in batch))
        gone |= set(batch)
        assert sorted(left(), key=str) == sorted(expected(pairs, gone, people), key=str)

    assert (left(), Reading.objects.count()) == ([], 0)


def expected(pairs, gone, people):
    """The rows somebody is left in: a field goes with the person it is about, and with nobody else."""
    for c, r in pairs:
        candidate_went, referee_went = c in gone, r is not None and 3 + r in gone
        candidate = None if c is None or candidate_went else people[c].pk
        by = None if r is None or referee_went else people[3 + r].pk
        if (candidate, by) != (None, None):
            about_candidate = ("", None) if candidate_went else ("flink", 5)
            yield (candidate, by, *about_candidate, "" if referee_went else "22334455")


# --- at the same moment ---------------------------------------------------------------------------
def erase_at_once(first, second):
    """Both on connections of their own: the second begins when the first has done all but the commit."""
    with Turns(2) as turns:
        one, other = turns.players
        one.begin(partial(transaction.atomic(erase), first), to=Point.COMMITTING)
        other.begin(partial(transaction.atomic(erase), second), to=Point.END)
        waited = other.is_waiting
        turns.finish()
        return waited, one.error, other.error


@pytest.mark.parametrize("candidate_first", [True, False])
def test_two_workers_who_erase_one_of_the_two_each_leave_nothing(two_people_tables_of_everybody, candidate_first):
    candidate, ola = CandidateFactory(), referee()
    rows = [reference(candidate, ola, letter=f"aa/{number}") for number in range(5)]
    both = [candidate.subject_id, ola.subject_id]

    waited, *errors = erase_at_once(*(both if candidate_first else reversed(both)))

    assert (waited, errors) == (True, [None, None])
    assert (left(), Reading.objects.count(), len(buried())) == ([], 0, len(rows))
    first, second = [counted(subject) for subject in (both if candidate_first else reversed(both))]
    assert (first["references.reference (redacted)"], second["references.reference"]) == (5, 5)


def delete_then_redact(self, cursor, step, gone):
    """The wrong order: right for one worker at a time."""
    for hop, owners in gone.items():
        nobody_else = [sql.SQL("{} IS NULL").format(sql.Identifier(key.column)) for key in step.shares if key != hop]
        names = {"table": sql.Identifier(step.table), "key": sql.Identifier(hop.column)}
        delete = sql.SQL("DELETE FROM {table} WHERE {key} = ANY(%s) AND {alone}")
        cursor.execute(delete.format(alone=sql.SQL(" AND ").join(nobody_else), **names), [list(owners)])
        cursor.execute(sql.SQL("UPDATE {table} SET {key} = NULL WHERE {key} = ANY(%s)").format(**names), [list(owners)])


@pytest.mark.parametrize("candidate_first", [True, False])
def test_the_other_order_leaves_a_row_without_people(two_people_tables_of_everybody, monkeypatch, candidate_first):
    monkeypatch.setattr(Deletion, "_delete_shared", delete_then_redact)
    candidate, ola = CandidateFactory(), referee()
    row = Reference.objects.create(candidate=candidate, referee=ola, statement="flink", phone="22334455")
    both = [candidate.subject_id, ola.subject_id]

    waited, *errors = erase_at_once(*(both if candidate_first else reversed(both)))

    assert (waited, errors) == (True, [None, None])
    assert list(Reference.objects.values_list("pk", "candidate", "referee", "statement")) == [
        (row.pk, None, None, "flink")
    ]


def test_the_other_order_passes_where_nobody_races(two_people_tables, monkeypatch):
    monkeypatch.setattr(Deletion, "_delete_shared", delete_then_redact)
    candidate, ola = CandidateFactory(), referee()
    Reference.objects.create(candidate=candidate, referee=ola, statement="flink", phone="22334455")

    erase(candidate.subject_id)
    erase(ola.subject_id)

    assert left() == []
