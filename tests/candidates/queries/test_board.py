import datetime

import pytest

from candidates.choices import Stage
from candidates.queries import board
from tests.factories import NOW, ApplicationFactory, JobOrderFactory, StaffFactory, UserFactory

DAY = datetime.timedelta(days=1)


def test_every_stage_has_a_column_longest_waiting_first(db):
    order = JobOrderFactory()
    young = ApplicationFactory(job_ad=None, job_order=order, stage_since=NOW)
    old = ApplicationFactory(job_ad=None, job_order=order, stage_since=NOW - DAY)
    ApplicationFactory()

    columns = board.columns(order, reader=StaffFactory())

    assert [column.stage for column in columns] == list(Stage)
    assert columns[0].applications == (old, young)
    assert [column.applications for column in columns[1:]] == [()] * 7


def test_whoever_may_not_see_candidates_sees_none(db):
    application = ApplicationFactory()

    columns = board.columns(application.job_order, reader=UserFactory())

    assert [column.applications for column in columns] == [()] * 8


@pytest.mark.parametrize("number", [1, 3])
def test_a_board_is_one_query(db, django_assert_num_queries, number):
    order, reader = JobOrderFactory(), StaffFactory()
    for _ in range(number):
        ApplicationFactory(job_ad=None, job_order=order)

    with django_assert_num_queries(1):
        assert [str(each) for each in board.columns(order, reader=reader)[0].applications] != []
