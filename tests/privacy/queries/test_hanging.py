"""Which tables have rows that hang on what goes: those with one, in one question, and by an index."""

import pytest
from django.db import connection

from candidates.models import Application, Candidate, Document
from privacy import graph
from privacy.queries.hanging import _statement, hanging
from tests.factories import ApplicationFactory, CandidateFactory, DocumentFactory

pytestmark = pytest.mark.django_db

KEYS = graph.keys_to(Candidate, "id")


def found(*candidates):
    with connection.cursor() as cursor:
        return {hop.child for hop in hanging(cursor, KEYS, [each.pk for each in candidates])}


def test_the_tables_with_a_row_of_one_of_them_are_named_and_no_others(django_assert_num_queries):
    one, other, nobody = ApplicationFactory().candidate, DocumentFactory().candidate, CandidateFactory()

    with django_assert_num_queries(3):
        assert found(one) == {Application}
        assert found(one, other, nobody) == {Application, Document}
        assert found(nobody) == set()


def test_every_foreign_key_by_which_rows_go_with_a_candidate_is_asked_for():
    into = {(hop.child, hop.column) for step in graph.parent_first() for hop in (*step.hops, *step.shares)}
    declared = {(model, column) for model, column in into if Candidate in keys_of(model, column)}

    assert {(hop.child, hop.column) for hop in KEYS} == declared
    assert len(KEYS) > 5


def keys_of(model, column):
    return [field.related_model for field in graph.foreign_keys(model) if field.column == column]


def test_no_table_is_read_whole():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + _statement(KEYS).as_string(None), [[CandidateFactory().pk]])
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Seq Scan" not in plan
    assert plan.count("Index") >= len(KEYS)
