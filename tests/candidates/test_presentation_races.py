"""A client reads, or takes along, in the moment it ends: whoever comes second waits, and nothing is shown after the end.

A reading that holds nobody is the negative control: the end comes through in the middle of it.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from candidates import registries
from candidates.actions import (
    applications,
    permissions,
    presentation_files,
    presentation_readers,
    presentation_reading,
    presentations,
)
from candidates.models import Application, Presentation, PresentationDownload, PresentationItem
from candidates.queries import presentations as reading
from clients.actions import orders
from privacy.actions import erasure, restrictions
from privacy.choices import ErasureCause
from privacy.models import TrailEntry
from tests.candidates.test_presentations import candidate_of, draft, send  # noqa: F401
from tests.factories import NOW, DocumentFactory, PresentationItemFactory, StaffFactory
from tests.files import pdf_cv
from tests.privacy.test_disclosure_races import someone_waits

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("approved_periods"),
    pytest.mark.promise("P33", "P49"),
]
OVER = (presentation_reading.IsOver, presentation_files.NotHandedOut)


@pytest.fixture
def sent(draft):  # noqa: F811
    """Of an order whose applicants are all answered, with a CV that may be taken along."""
    Application.objects.update(stage="placed")
    PresentationItem.objects.filter(kind="document").delete()
    document = DocumentFactory(candidate=candidate_of(draft), content=pdf_cv(["Kari"]), text="Kari")
    PresentationItemFactory(presentation=draft, candidate=document.candidate, document=document)
    Presentation.objects.update(may_download=True)
    send(draft)
    return draft


def erased(whole):
    erasure.erase_person(subject_id=candidate_of(whole).subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)


def set_aside(whole):
    restrictions.place(subject_id=candidate_of(whole).subject_id, ground="accuracy", by=StaffFactory(), at=NOW)


def stopped(whole):
    candidate = candidate_of(whole)
    permissions.stop(candidate=candidate, order=whole.job_order, by=candidate.subject.user, at=NOW)


def withdrawn(whole):
    Application.objects.update(stage="presented")
    application = Application.objects.get()
    applications.withdraw(application=application, by=application.candidate.subject.user, at=NOW)


def revoked(whole):
    presentations.revoke(presentation=whole, by=StaffFactory(), at=NOW)


def closed(whole):
    orders.close(order=whole.job_order, by=whole.job_order.adviser, at=NOW)


def taken_out(whole):
    presentation_readers.take_out(reader=whole.readers.get(), at=NOW)


def contact_erased(whole):
    person = whole.readers.get().contact.subject_id
    erasure.erase_person(subject_id=person, cause=ErasureCause.PERSON, by=None, at=NOW)


ENDS = [
    erased,
    set_aside,
    withdrawn,
    revoked,
    closed,
    taken_out,
    contact_erased,
]  # "stopped" holds what "withdrawn" does


def looks(whole) -> Callable[[], Any]:
    reader = reading.readers().get(presentation=whole)
    return lambda: presentation_reading.read(reader=reader, at=NOW)


def takes(whole) -> Callable[[], Any]:
    reader, item = reading.readers().get(presentation=whole), PresentationItem.objects.get(kind="document").pk
    paper = registries.outside().paper
    return lambda: presentation_files.take(reader=reader, item=item, paper=paper, at=NOW)


class Other(threading.Thread):
    """Somebody else, on a connection of their own."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.act, self.error, self.result = act, None, None

    def run(self) -> None:
        try:
            self.result = self.act()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def waits(self) -> bool:
        """Begin, and say whether it waits for whoever began before."""
        self.start()
        for _each in range(200):
            if someone_waits() or not self.is_alive():
                break
            time.sleep(0.02)
        return self.is_alive()


def written() -> int:
    return TrailEntry.objects.filter(role="client").count() + PresentationDownload.objects.count()


@pytest.mark.parametrize(
    ("reads", "happens"),
    [*((looks, each) for each in ENDS), (takes, erased), (takes, revoked), (takes, closed)],
    ids=lambda each: each.__name__,
)
def test_what_has_ended_is_not_shown_to_whoever_waited(sent, reads, happens):
    client = Other(reads(sent))

    with transaction.atomic():
        happens(sent)
        waited = client.waits()
    client.join(timeout=30)

    assert waited
    assert (type(client.error) in OVER, client.result, written()) == (True, None, 0), client.error


@pytest.mark.parametrize("happens", [erased, set_aside, revoked, closed], ids=lambda each: each.__name__)
def test_whoever_ends_it_waits_until_the_look_is_written(sent, happens):
    look, end = looks(sent), Other(lambda: happens(sent))

    with transaction.atomic():
        shown = look()
        waited = end.waits()
    end.join(timeout=30)

    assert (waited, end.error, len(shown)) == (True, None, 1)
    with pytest.raises(presentation_reading.IsOver):
        look()
    assert TrailEntry.objects.filter(role="client", verb="viewed").count() == 1


@pytest.mark.parametrize("happens", [stopped, revoked], ids=lambda each: each.__name__)
def test_a_reading_that_holds_nobody_is_found_out(sent, happens, monkeypatch):
    monkeypatch.setattr(presentation_reading, "locked", lambda reader: reading.readers().get(pk=reader.pk))
    look, end = looks(sent), Other(lambda: happens(sent))

    with transaction.atomic():
        shown = look()
        waited = end.waits()
    end.join(timeout=30)

    assert (waited, end.error, len(shown)) == (False, None, 1)
