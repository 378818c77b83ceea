import datetime

import pytest

from candidates.choices import Stage
from candidates.queries.board import SHOWN, board
from tests.factories import NOW, ApplicationFactory, JobOrderFactory, StaffFactory, UserFactory

DAY = datetime.timedelta(days=1)


def test_every_open_stage_has_a_column_longest_waiting_first(db):
    order = JobOrderFactory()
    young = ApplicationFactory(job_ad=None, job_order=order, stage_since=NOW)
    old = ApplicationFactory(job_ad=None, job_order=order, stage_since=NOW - DAY)
    ApplicationFactory(job_ad=None, job_order=order, stage=Stage.REJECTED)
    ApplicationFactory()

    found = board(order, reader=StaffFactory(), at=NOW)

    assert [column.stage for column in found.columns] == list(SHOWN)
    assert [(card.application, card.days) for card in found.columns[0].cards] == [(old, 1), (young, 0)]
    assert [(column.cards, column.count) for column in found.columns[1:]] == [((), 0)] * 5
    assert found.ended == [(Stage.REJECTED, 1), (Stage.WITHDRAWN, 0)]


def test_whoever_may_not_see_candidates_sees_none(db):
    application = ApplicationFactory()

    found = board(application.job_order, reader=UserFactory(), at=NOW)

    assert [(column.cards, column.count) for column in found.columns] == [((), 0)] * 6


@pytest.mark.parametrize("number", [1, 3])
def test_a_board_is_two_queries(db, django_assert_num_queries, number):
    order, reader = JobOrderFactory(), StaffFactory()
    for _ in range(number):
        ApplicationFactory(job_ad=None, job_order=order)

    with django_assert_num_queries(2):
        cards = board(order, reader=reader, at=NOW).columns[0].cards
        assert [str(card.application) for card in cards] != []
