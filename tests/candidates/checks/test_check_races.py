"""A check noted in the moment its order is closed: whoever comes second waits, and nothing is left."""

import threading

import pytest
from django.db import connection

from candidates.actions import checks
from candidates.models import CheckTally, SpecialCheck
from clients.actions import orders
from tests.factories import NOW, CheckNoticeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("P28")]


def placed():
    notice = CheckNoticeFactory(application__stage="placed")
    return notice, notice.requirement.order


def at_once(*both):
    """Both begin together, in connections of their own; what each ran into."""
    gate, wrong = threading.Barrier(len(both)), []

    def run(act):
        gate.wait()
        try:
            act()
        except checks.AssignmentOver as error:
            wrong.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in both]
    [each.start() for each in threads]
    [each.join() for each in threads]
    return wrong


@pytest.mark.parametrize("_again", range(3))
def test_note_and_close_at_once(_again):
    notice, order = placed()

    def note():
        checks.note(notice=notice, seen_on=NOW.date(), by=order.adviser, at=NOW)

    def close():
        orders.close(order=order, by=order.adviser, at=NOW)

    late = at_once(note, close)

    counted = sum(CheckTally.objects.values_list("count", flat=True))
    assert SpecialCheck.objects.count() == 0
    assert (len(late), counted) in [(1, 0), (0, 1)]
