"""Several small things asked for in one statement: as many, in the same order, of the same types as each asked by itself."""

import datetime

import pytest
from django.db.models import F

from candidates.models import Candidate, Certificate, Skill, WorkExperience
from privacy.models import InboxCase
from privacy.queries import together
from tests import factories as made

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 3, 1)


@pytest.fixture
def kari():
    candidate = made.CandidateFactory(last_name="100 % Nordmann")
    for name, until in (("Truck", DAY), ("Kran", None)):
        Certificate.objects.create(candidate=candidate, name=name, valid_until=until)
    Skill.objects.create(candidate=candidate, name="Sveising")
    made.WorkExperienceFactory(candidate=candidate)
    return candidate


def test_rows_come_as_they_do_alone_and_in_their_order(kari, django_assert_num_queries):
    wanted = [
        Candidate.objects.all(),
        Certificate.objects.order_by("name"),
        Skill.objects.none(),
        WorkExperience.objects.all(),
    ]

    with django_assert_num_queries(1):
        found = together.rows(*wanted)

    assert found == [list(each) for each in wanted]
    for rows, alone in zip(found, wanted, strict=True):
        assert [vars(row) | {"_state": None} for row in rows] == [vars(row) | {"_state": None} for row in alone]
    assert [each._state.adding for each in found[1]] == [False, False]


def test_what_a_row_is_annotated_with_comes_along(kari):
    ((skill,),) = together.rows(
        Skill.objects.annotate(whose=F("candidate__last_name"), since=F("candidate__created_at"))
    )

    assert (skill.whose, skill.since, skill.candidate) == ("100 % Nordmann", kari.created_at, kari)


def test_what_is_left_out_stays_out_until_it_is_asked_for(kari):
    ((skill,),) = together.rows(Skill.objects.defer("plain_name"))

    assert (skill.get_deferred_fields(), skill.name) == ({"plain_name"}, "Sveising")


def test_they_are_counted_in_one_statement(kari, django_assert_num_queries):
    wanted = [Certificate.objects.order_by("name"), Skill.objects.none(), InboxCase.objects.all(),
              Certificate.objects.values("candidate").distinct()]  # fmt: skip

    with django_assert_num_queries(1):
        found = together.counts(wanted)

    assert found == [2, 0, 0, 1]


def test_nothing_wanted_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (together.counts([]), together.rows()) == ([], [])
