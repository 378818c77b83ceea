"""Interviews: nobody in two places, what a restriction calls off, what is left of one in the client's mail and view."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.actions import interviews, merging
from candidates.models import Interview
from candidates.queries import interviews as reading
from privacy.actions import erasure, mails, restrictions
from privacy.actions.again import AGAIN, Replay
from privacy.choices import ErasureCause, JournalKind, RestrictionGround
from privacy.models import OutgoingMail, Restriction
from tests import factories as made
from tests.candidates.test_interviews import (
    IN_A_YEAR,
    SOON,
    application,
    entry_of,
    form,
    propose,
    set_up,
    step,
    written,
)
from tests.factories import NOW
from tests.workspace import colleague, log_in

pytestmark = pytest.mark.django_db
HALF = SOON + datetime.timedelta(minutes=30)


@pytest.fixture(autouse=True)
def activities():
    for code in ("applications", "presentations", "rights"):
        made.ProcessingActivityFactory(code=code)


# --- nobody is in two places ---
@pytest.mark.parametrize(
    ("part", "refusal", "saying"),
    [
        ("led_by", interviews.LeaderIsBusy, "leads another interview at that time"),
        ("contact", interviews.ContactIsBusy, "takes part for the client is in another interview"),
    ],
)
def test_who_takes_part_is_not_booked_twice(part, refusal, saying):
    first = made.InterviewFactory()
    about = application(job_order=first.application.job_order, job_ad=None)
    same = {part: getattr(first, part)}
    how = interviews.Meeting(
        "phone",
        60,
        first.led_by if part == "led_by" else made.StaffFactory(),
        **{"contact": first.contact} if part == "contact" else {},
    )

    with pytest.raises(IntegrityError, match=f"interview_one_at_a_time_{part}"), transaction.atomic():
        made.InterviewFactory(application=about, starts_at=HALF, ends_at=HALF + datetime.timedelta(hours=1), **same)
    with pytest.raises(refusal) as refused:
        interviews.set_up(application=about, meeting=how, starts_at=HALF, by=made.StaffFactory(), at=NOW)
    with pytest.raises(interviews.TimeIsTaken):
        interviews.propose(
            application=about, meeting=how, times=[HALF], answer_by=NOW.date(), by=made.StaffFactory(), at=NOW
        )

    assert saying in str(refusal.__doc__)
    assert refused.value.__cause__ is None  # asked before the database had to
    made.InterviewFactory(
        application=about, starts_at=first.ends_at, ends_at=HALF + datetime.timedelta(hours=1), **same
    )


def test_the_screen_says_who_is_busy_and_keeps_what_was_typed(client, settings, time_machine):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(NOW)
    adviser = colleague("adviser")
    when = IN_A_YEAR + datetime.timedelta(hours=1)
    made.InterviewFactory(led_by=adviser, starts_at=when - datetime.timedelta(hours=1), ends_at=when)
    log_in(client, adviser)

    answer = client.post(step(application(), "set-interview"), form(led_by=adviser.pk), follow=True)

    assertContains(answer, "Whoever leads it from us leads another interview at that time.")
    assertContains(answer, 'value="2027-12-01"')  # what was typed stands there to be put right
    assertContains(answer, 'aria-label="Begins: time of day"')
    assert Interview.objects.count() == 1


def test_a_slip_of_the_finger_in_the_year_is_said_and_falls_nowhere(client, time_machine):
    time_machine.move_to(NOW)
    log_in(client, colleague("adviser"))
    times = {"time_1_0": "9999-12-31", "time_1_1": "23:59", "answer_by": "9999-12-31"}

    alone = client.post(step(application(), "set-interview"), form(starts_at_0="9999-12-31"))
    several = client.post(step(application(), "propose-interview"), form(**times))

    assert [set(each.context["form"].errors) for each in (alone, several)] == [{"starts_at"}, {"answer_by", "time_1"}]


def test_times_are_proposed_once_for_an_application():
    about = application()
    propose(about)

    with pytest.raises(IntegrityError, match="interview_proposed_once"), transaction.atomic():
        made.InterviewFactory(application=about, proposed=True)
    with pytest.raises(interviews.AlreadyProposed):
        propose(about)


def test_a_time_taken_meanwhile_is_not_offered_any_more(client, time_machine):
    time_machine.move_to(NOW)
    free = SOON + datetime.timedelta(days=1)
    interview = propose(application(), SOON, free)
    taken = interview.times.get(starts_at=SOON)
    other = application()
    how = interviews.Meeting("phone", 30, interview.led_by)
    interviews.set_up(application=other, meeting=how, starts_at=HALF, by=made.StaffFactory(), at=NOW)

    shown = [time.starts_at for time in reading.times_to_choose(interview, at=NOW)]
    with pytest.raises(interviews.NotAmongThem):
        interviews.choose(interview=interview, time=taken.pk, by=None, at=NOW)

    assert shown == [free]


def test_merged_their_interviews_go_over_and_the_later_is_marked():
    into, lost = set_up(application()), set_up(application(), starts_at=HALF)
    apart = made.InterviewFactory(
        application=lost.application, starts_at=NOW, ends_at=NOW + datetime.timedelta(hours=1)
    )
    said = {name: getattr(into.candidate, name) for name in ("first_name", "last_name", "phone", "language")}
    made.ProcessingActivityFactory(code="candidate_base")

    one = merging.merge(lost=lost.candidate, into=into.candidate, by=made.StaffFactory(), at=NOW, **said)

    theirs = Interview.objects.filter(candidate=one)
    assert {each.pk: each.overlaps for each in theirs} == {into.pk: False, lost.pk: True, apart.pk: False}


# --- set aside ---
def test_set_aside_it_is_called_off_the_person_is_told_and_the_client_hears_a_number():
    about = application(candidate__first_name="Kari", candidate__last_name="Holm")
    first, second = set_up(about, with_client=True), propose(about, SOON + datetime.timedelta(days=2))
    person = about.candidate.subject

    restrictions.place(subject_id=person.pk, ground=RestrictionGround.ACCURACY, by=person.user, at=NOW)

    states = list(Interview.objects.order_by("made_at", "starts_at").values_list("pk", "state", "sequence"))
    word = written("client_interview_cancelled")[0]
    told = written("interview_set_aside")
    for mail in told:
        mails.send(pk=mail.pk, at=NOW)
    said = word.subject_line + word.body_text + word.calendar_text
    assert set(states) == {(first.pk, "cancelled", 1), (second.pk, "cancelled", 1)}
    assert (entry_of(word)[0], word.subject_id) == ("CANCEL", None)
    assert [name in said for name in ("Kari", "Holm", "begrens")] == [False, False, False]
    assert sorted(bool(mail.calendar_text) for mail in told) == [False, True]
    assert [mail.state for mail in OutgoingMail.objects.filter(pk__in=[mail.pk for mail in told])] == ["sent", "sent"]
    assert written("interview_cancelled") == []


@pytest.mark.parametrize(("category", "state"), [("document", "set"), ("application", "cancelled")])
def test_only_what_is_set_aside_is_called_off(category, state):
    interview = made.InterviewFactory()
    person = interview.candidate.subject

    restrictions.place(
        subject_id=person.pk, ground=RestrictionGround.ACCURACY, category=category, by=person.user, at=NOW
    )  # fmt: skip

    interview.refresh_from_db()
    assert interview.state == state


def test_a_restriction_done_again_after_a_restore_calls_off_what_the_backup_still_had():
    interview = made.InterviewFactory()
    person, key = interview.candidate.subject_id, made.RestrictionFactory.build().pk
    details = {
        "key": key, "category": "", "ground": "accuracy", "opened_at": NOW.isoformat(), "by": "",
    }  # fmt: skip

    for _twice in range(2):
        AGAIN[JournalKind.RESTRICTED](Replay(NOW, None), person, NOW, details)

    interview.refresh_from_db()
    assert (interview.state, interview.sequence, Restriction.objects.count()) == ("cancelled", 1, 1)


# --- what is left of it elsewhere ---
def test_erased_the_name_leaves_the_clients_mail_and_its_calendar_entry(monkeypatch):
    monkeypatch.setattr(reading, "known_to_client", lambda interview, **_at: reading.Known("U-000007", "Kari Holm"))
    about, other = application(), application()
    for each in (about, other):
        set_up(each, with_client=True)
    named = written("client_interview")
    mails.send(pk=named[0].pk, at=NOW)

    erasure.erase_person(subject_id=about.candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert ["Kari" in mail.body_text and "Kari" in mail.calendar_text for mail in named] == [True, True]
    assert [(mail.body_text, mail.calendar_text) for mail in written("client_interview")[:1]] == [("", "")]
    assert "Kari" in written("client_interview")[1].calendar_text
    assert [mail.to == named[0].to for mail in written("client_interview_cancelled")] == [True]


def test_the_client_sees_when_its_own_people_take_part_and_nothing_about_whom(client, time_machine):
    time_machine.move_to(NOW)
    interview = made.InterviewFactory()
    order = interview.application.job_order
    reader = made.OrderReaderFactory(order=order, contact=interview.contact)
    for values in (
        {"contact": None, "starts_at": SOON + datetime.timedelta(days=1)},
        {"state": "cancelled", "starts_at": SOON + datetime.timedelta(days=2)},
        {"starts_at": NOW - datetime.timedelta(days=1), "contact": interview.contact},
    ):
        ends = values["starts_at"] + datetime.timedelta(hours=1)
        made.InterviewFactory(application=made.ApplicationFactory(job_order=order, job_ad=None), ends_at=ends, **values)

    shown = reading.of_client(order.pk, at=NOW)
    restrictions.place(
        subject_id=interview.candidate.subject_id, ground=RestrictionGround.ACCURACY, at=NOW,
        by=interview.candidate.subject.user,
    )  # fmt: skip

    assert (shown, reading.of_client(order.pk, at=NOW)) == ([SOON], [])
    assert reader.contact_id == interview.contact_id


def test_the_card_shows_the_interviews_of_all_applications(client, settings):
    settings.LANGUAGE_CODE = "en"
    interview = made.InterviewFactory()
    log_in(client, colleague("adviser"))

    page = client.get(reverse("admin:candidates_candidate_change", args=[interview.candidate_id]))

    assertContains(page, f'href="{interview.get_absolute_url()}"')
