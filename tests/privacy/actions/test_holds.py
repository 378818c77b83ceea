"""A hold keeps everything about one person, with a name that answers for it, until it is released."""

import datetime
import uuid

import pytest
from django.urls import reverse

from privacy.actions import erasure, holds, purge, retention
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause, HoldReason
from privacy.models import Hold, Subject, TrailEntry
from tests import workspace
from tests.factories import NOW, ApplicationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

SENT = datetime.datetime(2026, 1, 10, 9, tzinfo=datetime.UTC)
DUE = datetime.date(2028, 1, 10)
END = datetime.date(2030, 6, 1)
A_DAY = datetime.timedelta(days=1)


def applicant():
    subject = ApplicationFactory(submitted_at=SENT).candidate.subject
    retention.refresh(subject.pk)
    return subject.pk


def place(subject_id, by, reason=HoldReason.LEGAL_CLAIM, ends_on=datetime.date(2027, 5, 1), at=NOW):
    return holds.place(
        subject_id=subject_id, reason=reason, explanation="Krav i brev.", ends_on=ends_on, by=by, at=at
    )  # fmt: skip


def due_on(subject_id):
    return Subject.objects.get(pk=subject_id).due_on


def test_a_hold_moves_the_date_to_its_end_and_its_release_brings_it_back():
    person, officer, manager = applicant(), StaffFactory(roles=["privacy"]), StaffFactory(roles=["manager"])
    assert due_on(person) == DUE

    hold = place(person, officer, ends_on=END)
    holds.approve(hold=hold, by=manager, at=NOW)
    assert due_on(person) == END
    holds.release(hold=hold, by=officer, at=NOW)

    assert due_on(person) == DUE


def test_of_two_holds_each_keeps_alone():
    person, officer, manager = applicant(), StaffFactory(roles=["privacy"]), StaffFactory(roles=["manager"])
    first = place(person, officer, ends_on=END)
    second = place(person, officer, HoldReason.COMPLAINT, ends_on=END + A_DAY)
    for hold in (first, second):
        holds.approve(hold=hold, by=manager, at=NOW)

    holds.release(hold=second, by=officer, at=NOW)
    assert due_on(person) == END
    holds.release(hold=first, by=officer, at=NOW)

    assert due_on(person) == DUE


@pytest.mark.asvs("PRV-09")
def test_nobody_approves_the_own_hold_and_none_is_approved_twice():
    person, officer, manager = applicant(), StaffFactory(roles=["privacy"]), StaffFactory(roles=["manager"])
    hold = place(person, officer)

    with pytest.raises(holds.SamePerson):
        holds.approve(hold=hold, by=officer, at=NOW)
    holds.approve(hold=hold, by=manager, at=NOW)
    with pytest.raises(holds.AlreadyApproved):
        holds.approve(hold=hold, by=manager, at=NOW)

    assert Hold.objects.get().approved_by == manager


@pytest.mark.asvs("PRV-09")
def test_what_nobody_approves_holds_for_a_fortnight_and_deletion_goes_on_by_itself():
    person = applicant()
    opened = datetime.datetime(2028, 1, 5, 9, tzinfo=datetime.UTC)
    fortnight = datetime.date(2028, 1, 19)
    place(person, StaffFactory(roles=["privacy"]), ends_on=END, at=opened)

    eve = purge.run(as_of=fortnight - A_DAY, at=NOW)
    on_the_day = purge.run(as_of=fortnight, at=NOW)

    assert (eve.erased, on_the_day.erased) == (0, 1)


@pytest.mark.asvs("PRV-09")
def test_the_day_a_hold_ends_deletion_goes_on_by_itself():
    person, manager = applicant(), StaffFactory(roles=["manager"])
    holds.approve(hold=place(person, StaffFactory(roles=["privacy"]), ends_on=END), by=manager, at=NOW)

    eve = purge.run(as_of=END - A_DAY, at=NOW)
    on_the_day = purge.run(as_of=END, at=NOW)

    assert (eve.erased, on_the_day.erased) == (0, 1)


def test_a_hold_that_ends_today_holds_nothing_and_is_refused():
    with pytest.raises(holds.EndsTooSoon):
        place(applicant(), StaffFactory(roles=["privacy"]), ends_on=NOW.date())

    assert Hold.objects.count() == 0


def test_a_hold_and_its_end_have_a_name_and_a_line_each():
    person, officer, manager = applicant(), StaffFactory(roles=["privacy"]), StaffFactory(roles=["manager"])

    hold = place(person, officer)
    holds.release(hold=hold, by=manager, at=NOW)

    kept = Hold.objects.get()
    assert (kept.opened_by, kept.released_by, kept.released_at) == (officer, manager, NOW)
    lines = TrailEntry.objects.filter(subject_uuid=person).order_by("pk").values_list("verb", "actor_uuid", "fields")
    assert list(lines) == [("held", officer.subject_id, ["ends_on", "reason"]), ("released", manager.subject_id, [])]


@pytest.mark.asvs("PRV-09")
def test_a_hold_stands_in_a_list_until_it_ends(client):
    officer = workspace.sign_in(client, "privacy")
    standing, ended = place(applicant(), officer, ends_on=END), place(applicant(), officer)
    holds.release(hold=ended, by=officer, at=NOW)

    shown = client.get(reverse("admin:privacy_hold_changelist")).context["cl"].queryset

    assert {hold.pk: (hold.ends_on, hold.released_at) for hold in shown} == {
        standing.pk: (END, None), ended.pk: (ended.ends_on, NOW)
    }  # fmt: skip


def test_a_hold_ends_once():
    officer = StaffFactory(roles=["privacy"])
    hold = place(applicant(), officer)
    holds.release(hold=hold, by=officer, at=NOW)

    with pytest.raises(holds.AlreadyReleased):
        holds.release(hold=hold, by=StaffFactory(), at=NOW)

    assert Hold.objects.get().released_by == officer


def test_nobody_can_be_held_who_is_gone():
    person, officer = applicant(), StaffFactory(roles=["privacy"])
    erasure.erase_person(subject_id=person, cause=ErasureCause.STAFF, by=None, at=NOW)

    for gone in (person, uuid.uuid4()):
        with pytest.raises(PersonIsGone):
            place(gone, officer)
