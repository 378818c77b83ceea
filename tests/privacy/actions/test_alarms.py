"""Nothing that is wrong is silent: it is an alarm, the manager hears of it once, and it ends when it is right again."""

import datetime

import pytest

from privacy.actions import alarms, seals
from privacy.choices import AlarmCode, BrakeCause, MailState
from privacy.models import Alarm, FileTombstone, OutgoingMail, PurgeFailure
from privacy.queries import facts, travel, vitals
from tests.factories import (
    NOW,
    OutgoingMailFactory,
    PurgeRunFactory,
    StaffFactory,
    SubjectFactory,
    TrailEntryFactory,
)

pytestmark = pytest.mark.django_db

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clocks_agree(monkeypatch):
    monkeypatch.setattr(travel, "_database_clock", lambda: NOW)


def purged(started_at):
    PurgeRunFactory(started_at=started_at, ended_at=started_at)


def test_an_empty_agency_has_no_alarm():
    assert vitals.wrong(NOW) == set()


@pytest.mark.parametrize(("hours", "expected"), [(25, set()), (27, {AlarmCode.PURGE_NOT_RUN})])
def test_a_purge_that_did_not_run(hours, expected):
    purged(NOW - hours * HOUR)

    assert vitals.wrong(NOW) == expected


@pytest.mark.parametrize(("hours", "expected"), [(20, set()), (30, {AlarmCode.PURGE_NOT_RUN})])
def test_a_first_night_is_waited_for_and_then_missed(hours, expected):
    SubjectFactory(created_at=NOW - hours * HOUR)

    assert vitals.wrong(NOW) == expected


@pytest.mark.parametrize(("days", "expected"), [(1, set()), (4, {AlarmCode.OVERDUE})])
def test_somebody_overdue(days, expected):
    purged(NOW)
    SubjectFactory(due_on=NOW.date() - days * DAY)

    assert vitals.wrong(NOW) == expected


def test_somebody_to_be_reviewed_and_somebody_blocked():
    purged(NOW)
    SubjectFactory(due_on=facts.BEGINNING)
    PurgeFailure.objects.create(subject_uuid=SubjectFactory().pk, error="X", blocked_since=NOW, next_at=NOW)

    assert vitals.wrong(NOW) == {AlarmCode.REVIEW, AlarmCode.BLOCKED}


def test_a_braked_run_until_the_manager_lets_it_go_on():
    run = PurgeRunFactory(started_at=NOW, ended_at=NOW, braked_at=NOW, brake_cause=BrakeCause.SHARE)
    assert vitals.wrong(NOW) == {AlarmCode.BRAKED}

    run.approved_at, run.approved_by = NOW, StaffFactory(roles=["manager"])
    run.save()
    purged(NOW)

    assert vitals.wrong(NOW) == set()


@pytest.mark.parametrize(("minutes", "expected"), [(50, set()), (70, {AlarmCode.FILES})])
def test_a_file_that_does_not_go(minutes, expected):
    FileTombstone.objects.create(storage="files", name="aa/x", created_at=NOW - minutes * HOUR / 60)

    assert vitals.wrong(NOW) == expected


def test_an_unsealed_trail():
    TrailEntryFactory(at=NOW - 2 * DAY)
    assert vitals.wrong(NOW) == {AlarmCode.SEALS}

    seals.seal(at=NOW)

    assert vitals.wrong(NOW) == set()


@pytest.mark.parametrize(
    ("state", "hours", "expected"),
    [
        (MailState.QUEUED, 5, set()),
        (MailState.QUEUED, 7, {AlarmCode.MAILS}),
        (MailState.FAILED, 1, {AlarmCode.MAILS}),
        (MailState.FAILED, 24 * 8, set()),
    ],
)
def test_mails_that_do_not_leave(state, hours, expected):
    purged(NOW)
    OutgoingMailFactory(state=state, sent_at=None, created_at=NOW - hours * HOUR)

    assert vitals.wrong(NOW) == expected


def test_clocks_that_differ():
    assert vitals.wrong(NOW + HOUR / 3) == {AlarmCode.CLOCK}


def test_the_manager_is_told_once_and_again_only_after_it_was_right():
    StaffFactory(roles=["manager"])
    StaffFactory(roles=["adviser"])

    told = [alarms.watch({AlarmCode.OVERDUE}, at=NOW + number * HOUR) for number in range(3)]
    alarms.watch(set(), at=NOW + 3 * HOUR)
    again = alarms.watch({AlarmCode.OVERDUE}, at=NOW + 4 * HOUR)

    assert (told, again) == ([[AlarmCode.OVERDUE], [], []], [AlarmCode.OVERDUE])
    assert OutgoingMail.objects.count() == 2
    first, second = Alarm.objects.order_by("id")
    assert (first.since, first.seen_at, first.ended_at) == (NOW, NOW + 2 * HOUR, NOW + 3 * HOUR)
    assert (second.since, second.ended_at) == (NOW + 4 * HOUR, None)


def test_the_mail_names_what_is_wrong_and_nobody():
    StaffFactory(roles=["manager"])

    alarms.watch({AlarmCode.OVERDUE, AlarmCode.FILES}, at=NOW)

    text = OutgoingMail.objects.get().body_text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- filer kunne ikke fjernes", "- opplysninger skulle vært slettet",
    ]  # fmt: skip
