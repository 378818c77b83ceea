"""Whoever takes a reason back in the moment data are given: the disclosure waits, and is refused.

The guards without their locks are the negative control: they must let the disclosure through.
"""

import re
import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from clients.actions import orders
from clients.models import JobOrder
from privacy.actions import erasure, recipients, restrictions
from privacy.models import Disclosure, Recipient
from tests.database_role import by_force
from tests.factories import (
    NOW,
    DisclosureFactory,
    JobOrderFactory,
    ProcessingActivityFactory,
    SharingAgreementFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("P36")]
GUARDS = ("privacy_guard_disclosure", "clients_guard_disclosure")


def without_locks():
    """The guards as they would be if nobody had thought of two at once."""
    with by_force() as cursor:
        for name in GUARDS:
            cursor.execute("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s", [name])
            source = cursor.fetchone()[0]
            assert "FOR SHARE" in source
            cursor.execute(re.sub(r"FOR SHARE( SKIP LOCKED)?", "", source))
            yield source


@pytest.fixture
def broken_guards():
    sources = list(without_locks())
    yield
    with by_force() as cursor:
        for source in sources:
            cursor.execute(source)


class Case:
    """Somebody who may be given data now, and what ends that."""

    def __init__(self, ends: str) -> None:
        self.by, self.person = StaffFactory(), UserFactory().subject
        ProcessingActivityFactory(code="rights")
        self.agreement = SharingAgreementFactory(subject=self.person)
        self.recipient = self.agreement.recipient
        if ends == "order closed":
            self.order = JobOrderFactory(opened_at=None)
            orders.open(order=self.order, by=self.by, at=NOW)
            self.recipient = Recipient.objects.get(company_uuid=self.order.company_id)
        self.end = {
            "order closed": self._close, "taken back": self._take_back, "set aside": self._set_aside, "erased": self._erase,
            "left the register": self._leave,
        }[ends]  # fmt: skip

    def _close(self):
        orders.close(order=JobOrder.objects.get(pk=self.order.pk), by=self.by, at=NOW)

    def _take_back(self):
        recipients.withdraw(agreement=self.agreement, by=self.by, at=NOW)

    def _set_aside(self):
        restrictions.place(subject_id=self.person.pk, ground="accuracy", by=self.by, at=NOW)

    def _erase(self):
        erasure.erase_person(subject_id=self.person.pk, cause="person", by=None, at=NOW)

    def _leave(self):
        recipients.end(recipient=self.recipient, at=NOW)


def give(case: Case, refused: list[str], row: dict) -> None:
    try:
        Disclosure.objects.create(**row)
    except IntegrityError as error:
        refused.append(str(error))
    finally:
        connection.close()


def someone_waits() -> bool:
    with by_force() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees what it saw when it first asked
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def given_while_it_ends(case: Case) -> list[str]:
    """What was refused: the disclosure is written while the end is not committed yet."""
    refused: list[str] = []
    built = DisclosureFactory.build(recipient=case.recipient, activity=None, subject_uuid=case.person.pk)
    row = {name: getattr(built, name) for name in ("subject_uuid", "recipient", "categories", "role", "at")}
    row["activity"] = ProcessingActivityFactory(code="rights")
    other = threading.Thread(target=give, args=(case, refused, row))
    with transaction.atomic():
        case.end()
        other.start()
        for _each in range(100):
            if someone_waits() or not other.is_alive():
                break
            time.sleep(0.05)
    other.join(timeout=20)
    assert not other.is_alive()
    return refused


ENDS = ["order closed", "taken back", "set aside", "erased", "left the register"]


@pytest.mark.parametrize("ends", ENDS)
def test_the_disclosure_waits_and_is_refused(ends):
    refused = given_while_it_ends(Case(ends))

    assert (len(refused), Disclosure.objects.count()) == (1, 0)


@pytest.mark.parametrize("ends", ["order closed", "set aside"])  # one for each guard
def test_guards_without_locks_would_let_it_through(broken_guards, ends):
    refused = given_while_it_ends(Case(ends))

    assert (len(refused), Disclosure.objects.count()) == (0, 1)
