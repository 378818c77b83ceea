"""Whoever was erased and applies again is somebody new: nothing leads back, but the proof of the erasure."""

import pytest
from django.db import connection
from django.test import Client

from candidates.models import Application, Candidate
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import Erasure, Subject
from privacy.queries import residue
from tests.candidates.sent import pdf
from tests.factories import NOW, JobAdFactory

# Random numbers and codes of who is gone, each for a period of its own (privacy/personal_data.py: outlives).
PROOFS = {"privacy_erasure", "privacy_trailentry", "privacy_consentevent", "privacy_journalentry"}
ADDRESS = "kari.kommerigjen@example.test"
FORM = {
    "first_name": "Kari",
    "last_name": "Kommerigjen",
    "email": ADDRESS,
    "phone": "22 33 44 55",
    "message": "Jeg vil gjerne jobbe hos dere.",
    "sharing_acknowledged": "on",
    "terms_accepted": "on",
    "sharing_scope": "this_position",
    "keep_scope": "candidate_base",
    "notice_version": "2",
}


def applied(ad):
    Client().post(f"/stillinger/{ad.slug}/sok/", FORM | {"cv": pdf()})
    return Application.objects.get().candidate


def tables_with(*words):
    """Every table with a row in which all of these stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" row WHERE (SELECT bool_and(strpos(row::text, each) > 0) FROM unnest(%s::text[]) each)',
                [list(words)],
            )
            found |= {table} if cursor.fetchone()[0] else set()
        return found


@pytest.mark.asvs("PRV-12")
def test_who_comes_back_after_an_erasure_is_new_and_nothing_leads_back(db, approved_periods):
    ad = JobAdFactory()
    before = applied(ad)
    numbers = [str(before.subject_id), str(before.pk)]
    erasure.erase_person(subject_id=before.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    after = applied(ad)

    assert {str(after.subject_id), str(after.pk)} & {*numbers} == set()
    assert (Candidate.objects.count(), Subject.objects.filter(pk=before.subject_id).exists()) == (1, False)
    assert Subject.objects.get(pk=after.subject_id).merged_into_id is None
    assert {finding.place.split(".")[0] for finding in residue.in_database(numbers)} <= PROOFS
    assert tables_with(numbers[0], str(after.subject_id)) == set()
    assert tables_with(numbers[0], ADDRESS) == set()
    assert Erasure.objects.filter(subject_uuid=before.subject_id).count() == 1


# The negative control: before the erasure the same person is known by both numbers and by name.
def test_without_the_erasure_much_leads_there(db, approved_periods):
    person = applied(JobAdFactory())

    assert tables_with(str(person.subject_id), ADDRESS) != set()
    assert {finding.place.split(".")[0] for finding in residue.in_database([str(person.pk)])} - PROOFS != set()
