"""F22: two at the client read a presentation while it ends: whoever asks after the end is shown nobody, and no page may be kept.

Each end against each way of reading, one by one, at the very lock: `tests/candidates/test_presentation_races.py`.
"""

import threading
import time
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from candidates.actions import applications, permissions, presentations
from candidates.models import PresentationItem
from candidates.queries import presentations as reading
from clients.actions import orders
from privacy.actions import erasure, restrictions
from privacy.choices import ErasureCause, RestrictionGround
from tests.candidates.drafts import put_together
from tests.candidates.test_presentations import confirmed, link_of
from tests.factories import NOW, StaffFactory
from tests.faults.rounds import SEEDS, noted, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("approved_periods"),
    pytest.mark.promise("P33"),
]
OVER = 410


def stopped(whole, candidate):
    permissions.stop(candidate=candidate, order=whole.job_order, by=candidate.subject.user, at=timezone.now())


def withdrawn(whole, candidate):
    applications.withdraw(application=candidate.applications.get(), by=candidate.subject.user, at=timezone.now())


def erased(whole, candidate):
    erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=timezone.now())


def set_aside(whole, candidate):
    by = candidate.subject.user
    restrictions.place(subject_id=candidate.subject_id, ground=RestrictionGround.ACCURACY, by=by, at=timezone.now())


def revoked(whole, candidate):
    presentations.revoke(presentation=whole, by=StaffFactory(), at=timezone.now())


def closed(whole, candidate):
    candidate.applications.update(stage="placed")  # an order closes when everybody is answered
    orders.close(order=whole.job_order, by=whole.job_order.adviser, at=timezone.now())


ENDS = [stopped, withdrawn, erased, set_aside, revoked, closed]


class Reader(threading.Thread):
    """Somebody at the client, who asks for the page and the file again and again; what came of each, and when it was asked."""

    def __init__(self, browser, pages):
        super().__init__(daemon=True)
        self.browser, self.pages, self.answers, self.over = browser, pages, [], threading.Event()

    def run(self):
        try:
            while not self.over.is_set():
                for ask in self.pages:
                    asked = time.monotonic()
                    answer = ask(self.browser)
                    self.answers.append((asked, answer.status_code, shows(answer), answer.get("Cache-Control", "")))
        finally:
            connection.close()


def shows(answer):
    """Whether anything of Kari is in it: her name on the page, or a file."""
    content = b"".join(answer) if answer.streaming else answer.content
    return b"Kari" in content or content.startswith(b"%PDF")


@contextmanager
def read_by_two(whole):
    link = link_of(whole, whole.readers.get().contact.email)
    item = PresentationItem.objects.get(presentation=whole, kind="document").pk
    pages = [lambda browser: browser.get(link), lambda browser: browser.post(f"{link}fil/{item}/")]
    readers = [Reader(confirmed(Client(), link), pages) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.over.set()
            reader.join(60)


def wait_for(condition):
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "nobody reads"
        time.sleep(0.01)


def a_round(dice):
    """Read, ended at some moment, read on; gives the end, when it was said to be done, and all that was read."""
    cache.clear()  # nobody is held back for asking often
    whole, end = put_together(), dice.choice(ENDS)
    candidate = reading.in_it(whole)[0]
    presentations.send(presentation=whole, by=StaffFactory(), at=timezone.now())
    whole.refresh_from_db()
    with read_by_two(whole) as readers:
        wait_for(lambda: all(each.answers for each in readers))
        time.sleep(dice.uniform(0, 0.3))
        end(whole, candidate)
        ended = time.monotonic()
        wait_for(lambda: all(sum(asked > ended for asked, *_ in each.answers) >= 2 for each in readers))
    return end.__name__, ended, [each for reader in readers for each in reader.answers]


def test_whoever_asks_after_the_end_is_shown_nobody_and_nothing_may_be_kept(time_machine):
    time_machine.move_to(NOW)
    before = after = 0
    for seed in SEEDS:
        with told("presentation", seed) as dice:
            end, ended, answers = a_round(dice)
            shown = [each for each in answers if each[2]]

            late = [(end, status, is_shown) for asked, status, is_shown, _ in answers if asked > ended]
            assert {(status, is_shown) for _, status, is_shown in late} == {(OVER, False)}, late
            assert [kept for *_, kept in answers if "no-store" not in kept] == []
            before, after = before + len(shown), after + len(late)
    noted("presentation", f"{before} times shown before the end, {after} times asked after it and shown nothing")
    assert before > 0
