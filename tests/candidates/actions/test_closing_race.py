"""An application and the closing of its position in the same moment: whichever is first, the storage time knows of both."""

import datetime
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from candidates.actions import applications
from candidates.models import Application
from clients.actions import orders
from privacy.models import RetentionPeriod, Subject
from tests.candidates.sent import pdf, sent
from tests.factories import NOW, CandidateFactory, JobAdFactory

CLOSED_DUE = datetime.date(2027, 2, 23)


def is_closed(order) -> bool:
    try:
        orders.close(order=order, by=order.adviser, at=NOW)
    except orders.Unanswered:  # somebody was in first, and is answered first
        return False
    return True


def closed_in_the_end(order) -> None:
    while not is_closed(order):
        answer_all(order.adviser)


def answer_all(by) -> None:
    for application in Application.objects.in_progress():
        applications.reject(application=application, reason="Besatt.", by=by, at=NOW)


@pytest.mark.parametrize("seed", range(6))
def test_submit_and_close_at_once(transactional_db, approved_periods, seed):
    # Otherwise the look after 30 days without activity comes first and hides what this is about.
    RetentionPeriod.objects.filter(code="account").update(length=4000, ceiling=4000)
    ad, form = JobAdFactory(), sent(keep_scope="this_position")
    members = [CandidateFactory().subject.user for _ in range(3)]
    pause = random.Random(seed)

    def submit(by):
        time.sleep(pause.random() / 50)
        try:
            applications.submit(position=ad, by=by, at=NOW, **form | {"cv": pdf()})
        except applications.PositionClosed:
            return "closed"
        finally:
            connection.close()
        return "sent"

    def close():
        time.sleep(pause.random() / 50)
        try:
            closed_in_the_end(ad.order)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        answers = [threads.submit(submit, by) for by in (None, *members)]
        threads.submit(close).result()

    assert [answer.result() for answer in answers].count("sent") == Application.objects.count()
    due = Subject.objects.filter(candidate__applications__isnull=False).values_list("due_on", flat=True)
    assert set(due) <= {CLOSED_DUE}
