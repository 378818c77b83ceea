"""A breach: 72 hours by the clock, those it concerns from the history, a letter to each, and no way round the law."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from privacy.actions import breaches
from privacy.choices import AlarmCode, Verb
from privacy.deadlines import report_breach_by
from privacy.models import Breach, BreachPerson, OutgoingMail, TrailEntry
from privacy.queries import vitals
from privacy.queries.breaches import Choice, affected, unusual
from tests.factories import (
    NOW,
    BreachFactory,
    BreachPersonFactory,
    StaffFactory,
    SubjectFactory,
    TrailEntryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
LETTER = {
    "happened_nb": "En liste kom bort.",
    "consequences_nb": "Noen kan ringe deg.",
    "measures_nb": "Listen er slettet.",
}


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        ((2026, 11, 23, 9, 0), (2026, 11, 26, 9, 0)),
        ((2026, 11, 27, 16, 0), (2026, 11, 30, 16, 0)),  # over a weekend
        ((2026, 12, 24, 12, 0), (2026, 12, 27, 12, 0)),  # over Christmas
        ((2026, 3, 27, 12, 0), (2026, 3, 30, 13, 0)),  # an hour is skipped: the wall clock shows one more
        ((2026, 10, 23, 12, 0), (2026, 10, 26, 11, 0)),  # an hour comes twice
    ],
)
def test_there_are_72_hours_by_the_clock(aware, due):
    found = report_breach_by(datetime.datetime(*aware, tzinfo=OSLO))

    assert found == datetime.datetime(*due, tzinfo=OSLO)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reported_at": NOW + 72 * HOUR + datetime.timedelta(seconds=1)},
        {"reported_at": NOW - HOUR},
        {"no_report_reason": "Ingen risiko.", "risk": "risk"},
        {"closed_at": NOW + HOUR},
        {"closed_at": NOW + HOUR, "closed_by": 1},
        {"closed_at": NOW + HOUR, "closed_by": 1, "reported_at": NOW + HOUR, "risk": "high"},
        {"kinds": []},
        {"kinds": ["rumour"]},
        {"risk": "none"},
    ],
)
def test_what_is_wrong_is_refused_by_the_database(wrong):
    breach = BreachFactory()
    if "closed_by" in wrong:
        wrong = wrong | {"closed_by": StaffFactory()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(**wrong)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Oslo"])
def test_the_database_counts_clock_hours_in_every_time_zone(zone):
    aware = datetime.datetime(2026, 10, 23, 12, 0, tzinfo=OSLO)
    breach = BreachFactory(aware_at=aware)

    with transaction.atomic():
        connection.cursor().execute("SELECT set_config('TimeZone', %s, true)", [zone])
        Breach.objects.filter(pk=breach.pk).update(reported_at=report_breach_by(aware))
        with pytest.raises(IntegrityError), transaction.atomic():
            Breach.objects.filter(pk=breach.pk).update(
                reported_at=report_breach_by(aware) + datetime.timedelta(minutes=1)
            )


def test_reported_late_only_with_a_reason():
    breach = BreachFactory()
    late = {"reported_at": NOW + 80 * HOUR, "reference": "26/1", "at": NOW + 81 * HOUR}

    with pytest.raises(breaches.LateWithoutReason):
        breaches.report(breach=breach, late_reason=" ", **late)
    breaches.report(breach=breach, late_reason="Oppdaget omfanget sent.", **late)

    assert Breach.objects.get().late_reason == "Oppdaget omfanget sent."


@pytest.mark.parametrize(
    ("risk", "reason", "refused"),
    [
        ("unlikely", "Kryptert.", None),
        ("unlikely", "", breaches.NotReported),
        ("risk", "Kryptert.", breaches.NotReported),
    ],
)
def test_closed_without_a_report_only_when_a_risk_is_unlikely(risk, reason, refused):
    breach = BreachFactory(risk=risk)

    def close():
        breaches.close(breach=breach, no_report_reason=reason, no_tell_reason="", by=StaffFactory(), at=NOW + HOUR)

    if refused:
        with pytest.raises(refused):
            close()
    else:
        close()

    assert Breach.objects.open().exists() == bool(refused)


def test_whom_it_concerns_is_read_from_the_history():
    actor, other = StaffFactory(), StaffFactory()
    seen, merged = SubjectFactory(), SubjectFactory()
    alias = SubjectFactory(merged_into=merged)
    for person, who, at in (
        (seen, actor, NOW),
        (alias, actor, NOW),
        (SubjectFactory(), other, NOW),
        (SubjectFactory(), actor, NOW - 2 * DAY),
    ):
        TrailEntryFactory(subject_uuid=person.pk, actor_uuid=who.subject_id, at=at)
    TrailEntryFactory(actor_uuid=actor.subject_id, subject_uuid=SubjectFactory().pk, verb=Verb.CHANGED)
    choice = Choice(NOW - DAY, NOW + DAY, actor.subject_id)

    assert affected(choice) == sorted([seen.pk, merged.pk])


def test_everybody_on_the_list_gets_one_letter_and_whoever_has_no_address_is_left_to_be_told():
    breach, officer = BreachFactory(**LETTER, risk="high"), StaffFactory(roles=["privacy"])
    known, unknown = UserFactory(), SubjectFactory()
    for person in (known.subject_id, unknown.pk):
        TrailEntryFactory(subject_uuid=person)
    added = breaches.add_persons(breach=breach, choice=Choice(NOW - DAY, NOW + DAY), at=NOW)

    first = breaches.tell(breach=breach, by=officer, at=NOW)
    again = breaches.tell(breach=breach, by=officer, at=NOW + HOUR)

    assert (added, first, again) == (2, (1, 1), (0, 1))
    assert OutgoingMail.objects.get().to == known.email
    assert all(part in OutgoingMail.objects.get().body_text for part in (*LETTER.values(), "post@fremrykk.no"))
    assert TrailEntry.objects.filter(verb=Verb.INFORMED).count() == 1
    with pytest.raises(breaches.NotTold):
        Breach.objects.filter(pk=breach.pk).update(reported_at=NOW)
        breaches.close(breach=breach, no_report_reason="", no_tell_reason="", by=officer, at=NOW + HOUR)
    assert breaches.told_otherwise(breach=breach, by=officer, at=NOW + HOUR) == 1
    assert Breach.objects.get().told_at == NOW + HOUR


def test_no_letter_goes_out_half_written():
    breach = BreachPersonFactory(breach__happened_nb="En liste kom bort.").breach

    with pytest.raises(breaches.LetterIncomplete):
        breaches.tell(breach=breach, by=StaffFactory(), at=NOW)


@pytest.mark.parametrize(("hours", "wrong"), [(47, False), (48, True), (73, True)])
def test_the_manager_is_alarmed_with_a_day_left(hours, wrong):
    BreachFactory(aware_at=NOW - hours * HOUR)

    assert (AlarmCode.BREACH in vitals.wrong(NOW)) == wrong


def test_it_goes_five_years_after_it_was_closed(approved_periods):
    closed = {"reported_at": NOW, "closed_at": NOW, "closed_by": StaffFactory()}
    BreachPersonFactory(breach=BreachFactory(**closed))
    BreachFactory()

    kept = breaches.expire(at=NOW.replace(year=2031) - DAY)
    gone = breaches.expire(at=NOW.replace(year=2031))

    assert (kept, gone, Breach.objects.count(), BreachPerson.objects.count()) == (0, 1, 1, 0)


def look_up(actor, number, at):
    for _ in range(number):
        TrailEntryFactory(actor_uuid=actor.subject_id, at=at)


def test_unusual_is_far_above_ones_own_usual_or_at_night():
    usual, curious, owl = StaffFactory(), StaffFactory(), StaffFactory()
    for back in range(1, 4):
        look_up(usual, 5, NOW - back * DAY)
        look_up(curious, 4, NOW - back * DAY)
    look_up(usual, 25, NOW)  # five times, not more
    look_up(curious, 21, NOW)
    look_up(owl, 1, datetime.datetime(2026, 11, 22, 23, 30, tzinfo=OSLO))

    found = unusual(NOW + DAY)

    assert [(each.actor_uuid, each.persons, each.usual, each.at_night) for each in found] == [
        (curious.subject_id, 21, 4.0, 0),
        (owl.subject_id, 1, 0.0, 1),
    ]
