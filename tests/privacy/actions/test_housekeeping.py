"""What goes by the clock, whoever it is about: on its day, not the day before, and never without an approved length."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog
from django.contrib.sessions.models import Session

from privacy.actions import housekeeping
from privacy.models import OutgoingMail
from tests.factories import NOW, HoldFactory, OutgoingMailFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
# The last moment of 23 November in Oslo, and the first of the 24th: thirty days later one goes a day before the other.
LAST = datetime.datetime(2026, 11, 23, 22, 59, 59, tzinfo=datetime.UTC)
FIRST = LAST + datetime.timedelta(seconds=1)
EVE = datetime.datetime(2026, 12, 22, 22, 59, tzinfo=datetime.UTC)
ON_THE_DAY = datetime.datetime(2026, 12, 22, 23, 0, tzinfo=datetime.UTC)  # the 23rd has begun in Oslo


def session(at):
    row = UserSession.objects.create(user=UserFactory(), ip="127.0.0.1", session_key=f"{at.timestamp()}", user_agent="")
    UserSession.objects.filter(pk=row.pk).update(last_seen_at=at)
    return row


def timed(row, at):
    type(row).objects.filter(pk=row.pk).update(attempt_time=at)
    return row


def attempt(at):
    return timed(AccessAttempt.objects.create(username=f"{at}", failures_since_start=1, ip_address="127.0.0.1"), at)


def failure(at):
    return timed(AccessFailureLog.objects.create(username=f"{at}"), at)


MAKERS = [session, attempt, failure]


def left(row):
    return set(type(row).objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize("make", MAKERS)
def test_a_row_goes_thirty_days_after_its_day_in_oslo_and_not_a_minute_before(make):
    older, younger = make(LAST), make(FIRST)

    housekeeping.expire(at=EVE)
    assert left(older) == {older.pk, younger.pk}
    counts = housekeeping.expire(at=ON_THE_DAY)

    assert left(older) == {younger.pk}
    assert counts[type(older)._meta.label] == 1


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_goes_while_no_length_is_approved(make):
    row = make(NOW - 9000 * DAY)

    counts = housekeeping.expire(at=NOW)

    assert left(row) == {row.pk}
    assert counts == {
        "farewells": 0,
        "unsent texts": 0,
        "sent forms": 0,
        "sessions.Session": 0,
        "ledger": 0,
        "disclosures": 0,
        "journal": 0,
    }


@pytest.mark.usefixtures("approved_periods")
def test_the_text_of_a_mail_goes_after_thirty_days_and_that_it_was_sent_stays():
    words = {"state": "sent", "body_text": "Hei\n"}
    older, younger = (OutgoingMailFactory(sent_at=at, **words) for at in (LAST, FIRST))

    housekeeping.expire(at=EVE)
    assert OutgoingMail.objects.filter(body_text="Hei\n").count() == 2
    counts = housekeeping.expire(at=ON_THE_DAY)

    texts = OutgoingMail.objects.order_by("pk").values_list("pk", "body_text", "subject_line")
    assert list(texts) == [
        (older.pk, "", "Søknaden er mottatt"),
        (younger.pk, "Hei\n", "Søknaden er mottatt"),
    ]
    assert (counts["privacy.OutgoingMail"], housekeeping.expire(at=ON_THE_DAY)["privacy.OutgoingMail"]) == (1, 0)


@pytest.mark.usefixtures("approved_periods")
def test_a_mail_that_still_waits_keeps_its_text():
    mail = OutgoingMailFactory(created_at=NOW - 400 * DAY)

    housekeeping.expire(at=NOW)

    assert OutgoingMail.objects.get(pk=mail.pk).body_text == "Hei\n"


@pytest.mark.parametrize(("age", "stays"), [(DAY, 1), (DAY + datetime.timedelta(seconds=1), 0)])
def test_a_farewell_that_cannot_be_sent_goes_after_a_day(age, stays):
    OutgoingMailFactory(subject=None, is_secret=True, created_at=NOW - age)
    OutgoingMailFactory(created_at=NOW - 400 * DAY)  # somebody's: goes with the person

    housekeeping.expire(at=NOW)

    assert OutgoingMail.objects.filter(subject=None).count() == stays
    assert OutgoingMail.objects.exclude(subject=None).count() == 1


def test_a_login_that_is_over_leaves_no_session():
    ended = Session.objects.create(session_key="ended", expire_date=NOW - datetime.timedelta(seconds=1))
    Session.objects.create(session_key="open", expire_date=NOW)

    counts = housekeeping.expire(at=NOW)

    assert (left(ended), counts["sessions.Session"]) == ({"open"}, 1)


@pytest.mark.usefixtures("approved_periods")
def test_the_end_of_a_lock_goes_with_the_attempt():
    row = attempt(LAST)
    AccessAttemptExpiration.objects.create(access_attempt=row, expires_at=LAST)

    housekeeping.expire(at=ON_THE_DAY)

    assert AccessAttemptExpiration.objects.count() == 0


@pytest.mark.usefixtures("approved_periods")
@pytest.mark.parametrize("state", ["failed", "withheld", "unknown"])
def test_the_text_of_a_mail_that_never_went_goes_as_soon_as_that_of_one_that_did(state):
    words = {"state": state, "body_text": "Hei\n", "claimed_at": NOW}
    older, younger = (OutgoingMailFactory(created_at=at, **words) for at in (LAST, FIRST))
    held = OutgoingMailFactory(created_at=LAST, **words)
    HoldFactory(subject=held.subject, approved_by=StaffFactory(roles=["manager"]), approved_at=NOW)

    housekeeping.expire(at=EVE)
    assert OutgoingMail.objects.filter(body_text="Hei\n").count() == 3
    counts = housekeeping.expire(at=ON_THE_DAY)

    left = OutgoingMail.objects.exclude(body_text="").values_list("pk", flat=True)
    assert (counts["unsent texts"], set(left)) == (1, {younger.pk, held.pk})
    assert OutgoingMail.objects.get(pk=older.pk).state == state


@pytest.mark.parametrize(("age", "stays"), [(30 * DAY, 1), (31 * DAY, 0)])
def test_a_word_to_a_company_that_cannot_be_sent_goes_after_thirty_days(age, stays):
    OutgoingMailFactory(subject=None, created_at=NOW - age)

    housekeeping.expire(at=NOW)

    assert OutgoingMail.objects.count() == stays
