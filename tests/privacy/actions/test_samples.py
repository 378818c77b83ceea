"""Nobody erased goes on standing in what the planner keeps of a table, whether others are left in it or not."""

import datetime

import pytest

from candidates.actions import words
from candidates.models import Candidate, SearchWord
from privacy.actions import erasure, purge, retention, samples
from privacy.choices import ErasureCause
from privacy.queries import residue
from tests.database_role import by_force
from tests.factories import NOW, ApplicationFactory, ErasureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

SENT = datetime.datetime(2024, 6, 1, 9, tzinfo=datetime.UTC)
NAME = "Xanthippe"
REMAINING = "Zebulonsen"  # no other test's people are called so: what autovacuum sampled of theirs stays between tests
NAMES = [
    (1, f"pg_stats: {place}")
    for place in (
        "candidate_by_name.candidates_name_key",
        "candidate_last_name_parts.upper",
        "candidate_plain_name.candidates_plain_name",
        "candidates_candidate.last_name",
    )
]  # the column, and the indexes over what is made of it


def applicant(sent, name):
    application = ApplicationFactory(
        submitted_at=sent, stage_since=sent, candidate__last_name=name, candidate__last_active_at=sent,
        candidate__created_at=sent,
    )  # fmt: skip
    retention.refresh(application.candidate.subject_id)
    return application.candidate


def namesakes(sent):
    """Two, since the planner keeps what occurs more than once."""
    return [applicant(sent, NAME) for _ in range(2)]


def analyze():
    with by_force() as cursor:
        cursor.execute("ANALYZE candidates_candidate")


def sampled(name=NAME):
    with by_force():  # samples of an index are shown to its owner alone
        return [(finding.number, finding.place) for finding in residue.in_statistics([name])]


@pytest.mark.parametrize("others", [0, 3])
@pytest.mark.asvs("PRV-02")
def test_who_is_purged_stands_in_no_sample_afterwards(others):
    namesakes(SENT)
    for _ in range(others):
        applicant(NOW, REMAINING)
    analyze()
    assert sampled() == NAMES

    run = purge.run(as_of=NOW.date(), at=NOW)

    assert (run.erased, sampled(), Candidate.objects.count()) == (2, [], others)


# The negative controls: erasing alone leaves the name, and so does ANALYZE where nobody is left.
def test_without_it_the_name_would_stay():
    people = namesakes(NOW)
    analyze()

    for person in people:
        erasure.erase_person(subject_id=person.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)
    assert sampled() == NAMES
    analyze()

    assert (Candidate.objects.count(), sampled()) == (0, NAMES)


def test_who_was_erased_by_their_own_button_is_forgotten_in_the_night():
    people = namesakes(NOW)
    analyze()
    for person in people:
        erasure.erase_person(subject_id=person.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    purge.run(as_of=NOW.date(), at=NOW + datetime.timedelta(hours=12))

    assert sampled() == []


def test_those_who_are_left_are_sampled():
    applicant(SENT, NAME)
    for _ in range(3):
        applicant(NOW, REMAINING)

    purge.run(as_of=NOW.date(), at=NOW)

    assert sampled(REMAINING) == NAMES


def test_a_dry_run_samples_nothing():
    namesakes(SENT)

    purge.run(as_of=NOW.date(), at=NOW, dry_run=True)

    assert sampled() == []


def test_words_pruned_after_an_erasure_stand_in_no_sample_either():
    for word in ("xanthippe", "zeuthen"):
        SearchWord.objects.create(word=word)
    with by_force() as cursor:
        cursor.execute("ANALYZE candidates_searchword")
    assert sampled("xanthippe") == [
        (1, "pg_stats: candidates_searchword.word"),
        (1, "pg_stats: search_word_plain.candidates_plain"),
    ]

    assert words.prune() == 2

    assert sampled("xanthippe") == []


@pytest.mark.parametrize(("days", "expected"), [(7, [Candidate]), (8, [])])
def test_a_night_that_failed_is_made_good_within_a_week(days, expected):
    ErasureFactory(at=NOW - datetime.timedelta(days=days), counts={"candidates.candidate (redacted)": 1})

    assert samples._that_lost_rows(NOW - samples.LATELY) == expected
