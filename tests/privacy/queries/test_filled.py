import pytest

from candidates.models import Application, Candidate, Document
from privacy.models import Hold
from privacy.queries.filled import filled
from tests.factories import ApplicationFactory, DocumentFactory, HoldFactory

PLACES = [
    (Candidate, "subject"),
    (Application, "candidate__subject"),
    (Document, "candidate__subject"),
    (Hold, "subject"),
]

pytestmark = pytest.mark.django_db


def test_the_tables_with_rows_of_somebody_are_named_and_no_others(django_assert_num_queries):
    one, other = ApplicationFactory().candidate, DocumentFactory().candidate
    HoldFactory()

    with django_assert_num_queries(2):
        assert filled(PLACES, [one.subject_id]) == {(Candidate, "subject"), (Application, "candidate__subject")}
        assert filled(PLACES, [one.subject_id, other.subject_id]) == set(PLACES[:3])


def test_nobody_has_rows_anywhere():
    ApplicationFactory()

    assert filled(PLACES, []) == set()
