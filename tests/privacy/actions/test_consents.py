"""Consent: given and withdrawn alike, each a row with the words that were shown, and the date moves with it."""

import datetime
import threading
import uuid

import pytest
from django.db import connections

from privacy.actions import consents, retention, subjects
from privacy.actions.subjects import PersonIsGone
from privacy.choices import Channel, ConsentPurpose
from privacy.models import ConsentEvent, Notice, Subject, TrailEntry
from privacy.queries import consents as standing
from tests.factories import ApplicationFactory, NoticeFactory, SubjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

D, PURPOSE = datetime.date, ConsentPurpose.FURTHER_STORAGE
SENT = datetime.datetime(2026, 1, 10, 9, tzinfo=datetime.UTC)
DAY = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)


def applicant():
    subject = ApplicationFactory(submitted_at=SENT).candidate.subject
    retention.refresh(subject.pk)
    return subject.pk


def say(what, person, at=DAY, **more):
    words = {"purpose": PURPOSE, "language": "en", "channel": Channel.MAIL_LINK, "by": None} | more
    return what(subject_id=person, at=at, **words)


def due_on(person):
    return Subject.objects.get(pk=person).due_on


def test_a_consent_moves_the_date_on_and_its_withdrawal_takes_it_back():
    person = applicant()
    assert due_on(person) == D(2028, 1, 10)

    say(consents.give, person)
    assert due_on(person) == D(2030, 1, 10)
    say(consents.withdraw, person)

    assert due_on(person) == D(2028, 1, 10)


@pytest.mark.asvs("PRV-08")
def test_a_consent_keeps_the_words_in_force_that_day_and_the_door_it_came_through():
    NoticeFactory(kind="further_storage", version=900, in_force_from=D(2026, 11, 24))
    shown = Notice.objects.in_force("further_storage", DAY.date())

    event = say(consents.give, applicant())

    assert (event.notice, event.language, event.channel, event.action) == (shown, "en", "mail_link", "given")
    assert shown.version == 1


def test_each_word_is_a_row_and_a_line_of_the_trail():
    person = applicant()

    say(consents.give, person)
    say(consents.withdraw, person)
    say(consents.give, person)

    said = ConsentEvent.objects.order_by("pk").values_list("action", flat=True)
    lines = TrailEntry.objects.order_by("pk").values_list("verb", "fields")
    assert list(said) == ["given", "withdrawn", "given"]
    assert list(lines) == [
        ("consented", [PURPOSE]), ("consent_withdrawn", [PURPOSE]), ("consented", [PURPOSE]),
    ]  # fmt: skip
    assert standing.in_force(person, PURPOSE).pk == ConsentEvent.objects.latest("pk").pk


def test_the_same_yes_twice_a_day_is_one():
    person = applicant()
    say(consents.give, person)

    with pytest.raises(consents.AlreadyGiven):
        say(consents.give, person, at=DAY + datetime.timedelta(hours=12))
    say(consents.give, person, at=DAY + datetime.timedelta(days=1))

    assert ConsentEvent.objects.count() == 2


def test_nothing_can_be_withdrawn_that_was_not_given():
    person = applicant()

    with pytest.raises(consents.NotGiven):
        say(consents.withdraw, person)
    say(consents.give, person)
    say(consents.withdraw, person)
    with pytest.raises(consents.NotGiven):
        say(consents.withdraw, person)

    assert ConsentEvent.objects.count() == 2


def test_a_consent_given_under_an_alias_is_withdrawn_by_the_person():
    person, alias = applicant(), SubjectFactory()
    say(consents.give, alias.pk)
    subjects.merge(lost=alias, into=Subject.objects.get(pk=person), by=None, at=DAY)
    retention.refresh(alias.pk)
    assert due_on(person) == D(2030, 1, 10)

    say(consents.withdraw, person)

    assert (standing.in_force(person, PURPOSE), due_on(person)) == (None, D(2028, 1, 10))


def test_somebody_who_is_gone_can_neither_give_nor_withdraw():
    for what in (consents.give, consents.withdraw):
        with pytest.raises(PersonIsGone):
            say(what, uuid.uuid4())

    assert ConsentEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_ten_equal_clicks_at_once_are_one_consent():
    person, answers = applicant(), []

    def click():
        try:
            say(consents.give, person)
            answers.append("given")
        except consents.AlreadyGiven:
            answers.append("already")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(answers) == ["already"] * 9 + ["given"]
    assert ConsentEvent.objects.count() == 1
