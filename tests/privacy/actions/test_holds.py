"""A hold keeps everything about one person, with a name that answers for it, until it is released."""

import datetime
import uuid

import pytest

from privacy.actions import erasure, holds, purge, retention
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause, HoldReason
from privacy.models import Hold, Subject, TrailEntry
from tests.factories import NOW, ApplicationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

SENT = datetime.datetime(2026, 1, 10, 9, tzinfo=datetime.UTC)
DUE = datetime.date(2028, 1, 10)


def applicant():
    subject = ApplicationFactory(submitted_at=SENT).candidate.subject
    retention.refresh(subject.pk)
    return subject.pk


def place(subject_id, by, reason=HoldReason.LEGAL_CLAIM):
    return holds.place(
        subject_id=subject_id, reason=reason, explanation="Krav i brev.", ends_on=datetime.date(2027, 5, 1),
        by=by, at=NOW,
    )  # fmt: skip


def due_on(subject_id):
    return Subject.objects.get(pk=subject_id).due_on


def test_a_hold_takes_the_date_away_and_its_release_brings_it_back():
    person, officer = applicant(), StaffFactory(roles=["privacy"])
    assert due_on(person) == DUE

    hold = place(person, officer)
    assert due_on(person) is None
    holds.release(hold=hold, by=officer, at=NOW)

    assert due_on(person) == DUE


def test_of_two_holds_each_keeps_alone():
    person, officer = applicant(), StaffFactory(roles=["privacy"])
    first, second = place(person, officer), place(person, officer, HoldReason.COMPLAINT)

    holds.release(hold=first, by=officer, at=NOW)
    assert due_on(person) is None
    holds.release(hold=second, by=officer, at=NOW)

    assert due_on(person) == DUE


def test_a_hold_and_its_end_have_a_name_and_a_line_each():
    person, officer, manager = applicant(), StaffFactory(roles=["privacy"]), StaffFactory(roles=["manager"])

    hold = place(person, officer)
    holds.release(hold=hold, by=manager, at=NOW)

    kept = Hold.objects.get()
    assert (kept.opened_by, kept.released_by, kept.released_at) == (officer, manager, NOW)
    lines = TrailEntry.objects.filter(subject_uuid=person).order_by("pk").values_list("verb", "actor_uuid", "fields")
    assert list(lines) == [("held", officer.subject_id, ["reason"]), ("released", manager.subject_id, [])]


def test_a_hold_ends_once():
    officer = StaffFactory(roles=["privacy"])
    hold = place(applicant(), officer)
    holds.release(hold=hold, by=officer, at=NOW)

    with pytest.raises(holds.AlreadyReleased):
        holds.release(hold=hold, by=StaffFactory(), at=NOW)

    assert Hold.objects.get().released_by == officer


def test_a_hold_stops_the_purge_long_after_the_time():
    person = applicant()
    place(person, StaffFactory(roles=["privacy"]))

    run = purge.run(as_of=datetime.date(2040, 1, 1), at=NOW)

    assert (run.due, run.erased, Subject.objects.filter(pk=person).exists()) == (0, 0, True)


def test_nobody_can_be_held_who_is_gone():
    person, officer = applicant(), StaffFactory(roles=["privacy"])
    erasure.erase_person(subject_id=person, cause=ErasureCause.STAFF, by=None, at=NOW)

    for gone in (person, uuid.uuid4()):
        with pytest.raises(PersonIsGone):
            place(gone, officer)
