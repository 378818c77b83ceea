"""Interviews: times chosen by the candidate, invitations that tell no more than they must, and what calls one off."""

import datetime
import email
import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from candidates.actions import applications, interviews
from candidates.emails.calendars import OSLO, Entry, cancelled, invited
from candidates.models import Interview
from candidates.queries import interviews as reading
from clients.actions import orders
from privacy.actions import erasure, mails, subjects
from privacy.choices import ErasureCause
from privacy.models import Disclosure, OutgoingMail, TrailEntry
from tests import factories as made
from tests.database_role import by_force
from tests.factories import NOW
from tests.workspace import colleague, log_in

pytestmark = pytest.mark.django_db

SOON = NOW + datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def activities():
    for code in ("applications", "presentations", "rights"):
        made.ProcessingActivityFactory(code=code)


def application(**values):
    found = made.ApplicationFactory(stage="interview", **values)
    made.RecipientFactory(kind="client", company_uuid=found.job_order.company_id)
    return found


def meeting(about, *, with_client: bool = False, **values) -> interviews.Meeting:
    contact = made.ClientContactFactory(company=about.job_order.company) if with_client else None
    return interviews.Meeting("on_site", 60, made.StaffFactory(), place="Storgata 1", contact=contact, **values)


def set_up(about, *, starts_at=SOON, **values) -> Interview:
    return interviews.set_up(
        application=about, meeting=meeting(about, **values), starts_at=starts_at, by=made.StaffFactory(), at=NOW
    )


def propose(about, *times, **values) -> Interview:
    return interviews.propose(
        application=about, meeting=meeting(about, **values), times=times or (SOON,), by=made.StaffFactory(), at=NOW,
        answer_by=NOW.date() + datetime.timedelta(days=3),
    )  # fmt: skip


def written(template: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(template=f"candidates/email/{template}").order_by("pk"))


def entry_of(mail: OutgoingMail):
    calendar = Calendar.from_ical(mail.calendar_text)
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


# --- the calendar, without a database row written ---
def calendar_of(starts_at: datetime.datetime, *, sequence: int = 0, make=invited) -> str:
    interview = Interview(
        starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=1), sequence=sequence,
        led_by=get_user_model()(email="jon@example.test", name="Jon Ødegård"),
    )  # fmt: skip
    return make(Entry(interview, "kari@example.test", "Kari Åsen Holm", "nb", "Æ" * 200, NOW))


@pytest.mark.parametrize(
    ("day", "offset"), [((2027, 3, 27), 1), ((2027, 3, 28), 2), ((2027, 10, 30), 2), ((2027, 10, 31), 1)]
)
def test_the_clock_of_oslo_goes_with_the_entry(day, offset):
    text = calendar_of(datetime.datetime(*day, 10, 0, tzinfo=OSLO))
    calendar = Calendar.from_ical(text)
    event, zone = calendar.walk("VEVENT")[0], calendar.walk("VTIMEZONE")[0]

    assert event["DTSTART"].params["TZID"] == zone["TZID"] == "Europe/Oslo"
    assert datetime.datetime(*day, 10, 0, tzinfo=zone.to_tz()).utcoffset() == datetime.timedelta(hours=offset)
    assert event.start == datetime.datetime(*day, 10, 0, tzinfo=OSLO)


def test_lines_are_folded_and_nobody_learns_what_it_is_about():
    text = calendar_of(SOON)
    event = Calendar.from_ical(text).walk("VEVENT")[0]

    assert max(len(line.encode()) for line in text.split("\r\n")) == 75
    assert text.count("\n") == text.count("\r\n")
    assert (event["SUMMARY"], event["CLASS"], event["STATUS"]) == ("Samtale", "PRIVATE", "CONFIRMED")
    assert (str(event["ORGANIZER"]), event["ATTENDEE"].params["RSVP"]) == ("mailto:jon@example.test", "TRUE")


def test_a_cancelling_says_so_twice_and_tells_nothing_more():
    calendar = Calendar.from_ical(calendar_of(SOON, sequence=3, make=cancelled))
    event = calendar.walk("VEVENT")[0]

    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert ("DESCRIPTION" in event, "LOCATION" in event) == (False, False)


# --- what is sent ---
def test_moved_and_called_off_it_stays_one_entry_with_a_higher_number():
    interview = set_up(application())
    how = {"kind": "video", "minutes": 30, "place": "", "video_link": "https://video.example.test/1"}

    interviews.move(
        interview=interview, starts_at=SOON + datetime.timedelta(days=1), by=made.StaffFactory(), at=NOW, **how
    )
    interviews.cancel(interview=interview, by=made.StaffFactory(), at=NOW)
    with pytest.raises(interviews.NotAhead):
        interviews.cancel(interview=interview, by=made.StaffFactory(), at=NOW)

    sent = [entry_of(each) for each in [*written("interview_set"), *written("interview_cancelled")]]
    assert [(method, event["SEQUENCE"]) for method, event in sent] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    assert len({str(event["UID"]) for _method, event in sent}) == 1


def test_the_entry_goes_as_a_part_of_the_mail_and_is_wiped_with_its_text():
    set_up(application())
    mail = written("interview_set")[0]

    mails.send(pk=mail.pk, at=NOW)

    parts = [
        part.get_content_type() for part in email.message_from_bytes(outbox.outbox[-1].message().as_bytes()).walk()
    ]
    calendar = next(
        part for part in email.message_from_bytes(outbox.outbox[-1].message().as_bytes()).walk()
        if part.get_content_type() == "text/calendar"
    )  # fmt: skip
    assert parts[1:] == ["text/plain", "text/html", "text/calendar"]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert Calendar.from_ical(calendar.get_payload(decode=True))["METHOD"] == "REQUEST"


def test_the_client_is_told_a_number_before_a_presentation():
    about = application(candidate__first_name="Qvintus", candidate__last_name="Wexelhus")

    set_up(about, with_client=True)

    mail, given = written("client_interview")[0], Disclosure.objects.get()
    said = mail.subject_line + mail.body_text + mail.calendar_text
    assert ("Qvintus" in said, "Wexelhus" in said, f"U-{given.pk:06d}" in mail.body_text) == (False, False, True)
    assert given.categories == ["application"]
    assert mail.subject_id == Interview.objects.get().contact.subject_id


@pytest.mark.parametrize(
    ("is_anonymous", "is_revoked", "told"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_the_client_is_told_a_name_that_a_presentation_has_told(monkeypatch, is_anonymous, is_revoked, told):
    interview = made.InterviewFactory()
    whole = made.PresentationFactory(job_order=interview.application.job_order, is_anonymous=is_anonymous)
    made.PresentationReaderFactory(presentation=whole, contact=interview.contact)
    made.PresentationItemFactory(presentation=whole, candidate=interview.candidate, kind="introduction", disclosure=7)
    with lifted():
        type(whole).objects.filter(pk=whole.pk).update(
            sent_at=NOW, **({"revoked_at": NOW, "revoked_by": made.StaffFactory()} if is_revoked else {})
        )
    monkeypatch.setattr(reading.presentations, "why_not", lambda *_args, **_moment: "")

    known = reading.known_to_client(interview, at=NOW)

    assert known == reading.Known("U-000007", str(interview.candidate) if told else "")


class lifted:
    """The guards of presentations, who ask for a whole world."""

    def __enter__(self):
        self._run("DISABLE")

    def __exit__(self, *_error):
        self._run("ENABLE")

    def _run(self, how: str) -> None:
        with by_force() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE candidates_presentation {how} TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- the candidate chooses ---
def test_opening_the_link_changes_nothing_and_choosing_ends_it(client, time_machine):
    time_machine.move_to(NOW)
    interview = propose(application(), SOON, SOON + datetime.timedelta(days=1))
    path = re.search(r"http\S+(/samtale/svar/\S+/)", written("interview_times")[0].body_text)[1]
    time = interview.times.order_by("-starts_at").first()

    opened = [client.get(path).status_code, Interview.objects.get().state]
    nothing = client.post(path, {"time": "nonsense"})
    done = client.post(path, {"time": str(time.pk)})
    after = client.get(path)

    interview.refresh_from_db()
    assert opened == [200, "proposed"]
    assert [nothing.status_code, done.status_code, after.status_code] == [200, 200, 410]
    assert (interview.state, interview.starts_at, interview.sequence) == ("set", time.starts_at, 0)
    assert [entry_of(each)[0] for each in written("interview_set")] == ["REQUEST"]
    assert [mail.to for mail in written("interview_answered")] == [interview.led_by.email]
    assert client.get(reverse("answer_interview", args=["made-up"])).status_code == 410


def test_none_suits_on_the_own_page_and_other_times_follow(client, time_machine):
    time_machine.move_to(NOW)
    about = application()
    interview = propose(about)
    log_in(client, about.candidate.subject.user)
    page = reverse("my_interview", args=[interview.pk])

    seen = [page in client.get(url).content.decode() for url in (reverse("min_side"), about_url(about))]
    client.post(page, {"time": "none"})
    again = client.post(page, {"time": "none"})
    interviews.propose_again(
        interview=interview, times=[SOON], answer_by=NOW.date(), by=made.StaffFactory(), at=NOW
    )  # fmt: skip

    interview.refresh_from_db()
    assert seen == [True, True]
    assert (again.status_code, interview.none_suits_at, len(written("interview_times"))) == (200, None, 2)
    log_in(client, application().candidate.subject.user)
    assert client.get(page).status_code == 404
    assert list(
        TrailEntry.objects.filter(object_label="candidates.interview", role="person").values_list("fields")
    ) == [(["none_suits_at"],)]


def about_url(about) -> str:
    return reverse("my_application", args=[about.pk])


# --- what the database refuses ---
def test_two_at_the_same_time_are_refused_by_the_database_and_said_on_the_screen(client, settings):
    settings.LANGUAGE_CODE = "en"
    about = application()
    first = set_up(about)

    with pytest.raises(IntegrityError, match="interview_one_at_a_time"), transaction.atomic():
        made.InterviewFactory(application=about, starts_at=SOON + datetime.timedelta(minutes=59))
    with pytest.raises(interviews.Overlaps):
        set_up(about, starts_at=SOON + datetime.timedelta(minutes=59))
    log_in(client, colleague("adviser"))
    Interview.objects.filter(pk=first.pk).update(
        starts_at=IN_A_YEAR, ends_at=IN_A_YEAR + datetime.timedelta(hours=1), sequence=1
    )
    answer = client.post(step(about, "set-interview"), form(), follow=True)

    assert [str(each) for each in answer.context["messages"]] == [
        "The candidate has another interview with us at that time. Choose another time."
    ]
    made.InterviewFactory(
        application=about,
        starts_at=IN_A_YEAR + datetime.timedelta(hours=1),
        ends_at=IN_A_YEAR + datetime.timedelta(hours=2),
    )


IN_A_YEAR = datetime.datetime(2027, 12, 1, 9, 0, tzinfo=OSLO)


def step(about, name: str) -> str:
    return reverse("admin:candidates_application_step", args=[about.pk, name])


def form(**values) -> dict[str, object]:
    return {
        "kind": "on_site", "minutes": 60, "place": "Storgata 1", "led_by": colleague("adviser").pk,
        "starts_at_0": "2027-12-01", "starts_at_1": "09:30", **values,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        ({"state": "proposed", "starts_at": None, "ends_at": None}, "is not proposed again"),
        ({"starts_at": SOON + datetime.timedelta(minutes=5)}, "with a higher number"),
        ({"state": "cancelled"}, "with a higher number"),
        ({"place": ""}, "interview_says_where"),
        ({"video_link": "javascript:alert(1)"}, "interview_link_is_a_link"),
    ],
)
def test_the_database_refuses(change, saying):
    interview = made.InterviewFactory()

    with pytest.raises(IntegrityError, match=saying), transaction.atomic():
        Interview.objects.filter(pk=interview.pk).update(**change)


def test_nobody_but_the_client_that_ordered_takes_part_nor_anybody_elses_candidate():
    about, stranger = application(), made.ClientContactFactory()

    with pytest.raises(IntegrityError, match="only the client that ordered"), transaction.atomic():
        made.InterviewFactory(application=about, contact=stranger)
    with pytest.raises(IntegrityError, match="the candidate of its application"), transaction.atomic():
        made.InterviewFactory(application=about, candidate=made.CandidateFactory())
    with pytest.raises(IntegrityError, match="whose application has ended"), transaction.atomic():
        made.InterviewFactory(application=made.ApplicationFactory(stage="rejected"))
    with pytest.raises(interviews.NotOfTheClient):
        how = interviews.Meeting("phone", 60, made.StaffFactory(), contact=stranger)
        interviews.set_up(application=about, meeting=how, starts_at=SOON, by=made.StaffFactory(), at=NOW)


# --- what ends it ---
def test_withdrawn_it_is_called_off_and_the_client_hears_neutrally():
    about = application(candidate__first_name="Kari", candidate__last_name="Holm")
    interview = set_up(about, with_client=True)

    applications.withdraw(application=about, by=about.candidate.subject.user, at=NOW)

    interview.refresh_from_db()
    word = written("client_interview_cancelled")[0]
    said = word.subject_line + word.body_text + word.calendar_text
    assert (interview.state, interview.sequence, entry_of(word)[0]) == ("cancelled", 1, "CANCEL")
    assert [name in said for name in ("Kari", "Holm", "trukket")] == [False, False, False]
    assert (word.subject_id, word.is_secret) == (None, True)
    assert [entry_of(each)[0] for each in written("interview_cancelled")] == ["CANCEL"]


def test_closing_the_order_calls_off_what_is_left_of_it():
    about = made.ApplicationFactory(stage="interview")
    interview = made.InterviewFactory(application=about)
    type(about).objects.filter(pk=about.pk).update(stage="placed")

    orders.close(order=about.job_order, by=about.job_order.adviser, at=NOW)

    interview.refresh_from_db()
    assert (interview.state, len(written("client_interview_cancelled"))) == ("cancelled", 1)


def test_erased_the_client_hears_by_number_that_nobody_comes():
    about = application(candidate__first_name="Kari", candidate__last_name="Holm")
    set_up(about, with_client=True)
    number = f"U-{Disclosure.objects.get().pk:06d}"

    erasure.erase_person(subject_id=about.candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    word = written("client_interview_cancelled")[0]
    assert (Interview.objects.count(), entry_of(word)[0], number in word.body_text) == (0, "CANCEL", True)
    assert "Kari" not in word.body_text + word.calendar_text


def test_set_aside_nothing_is_arranged_and_nothing_is_shown(client):
    about = application()
    interview = propose(about)
    link = reading.link(interview).removeprefix("http://localhost:8000")
    made.RestrictionFactory(subject=about.candidate.subject)

    with pytest.raises(subjects.IsRestricted):
        set_up(about)
    with pytest.raises(subjects.IsRestricted):
        interviews.choose(interview=interview, time=interview.times.get().pk, by=None, at=NOW)

    assert client.get(link[link.index("/samtale") :]).status_code == 410
    assert not Interview.objects.visible_to(colleague("adviser")).exists()


# --- the workspace ---
def test_the_workspace_proposes_says_what_is_wrong_and_suggests_it(client, settings):
    settings.LANGUAGE_CODE = "en"
    about = application()
    log_in(client, colleague("adviser"))
    good = form(answer_by="2027-11-01", time_1_0="2027-12-01", time_1_1="09:30")

    empty = client.post(step(about, "propose-interview"), form(place="", answer_by="", time_1_0="", time_1_1=""))
    half = client.post(step(about, "propose-interview"), {**good, "time_2_0": "2027-12-02", "time_2_1": "25:99"})
    done = client.post(step(about, "propose-interview"), good, follow=True)

    assert [each.status_code for each in (empty, half)] == [200, 200]
    assert set(empty.context["form"].errors) == {"place", "answer_by", "time_1"}
    assert set(half.context["form"].errors) == {"time_2"}
    assert [str(each) for each in done.context["messages"]] == [
        "Proposed; the candidate has an e-mail with a link to choose by."
    ]
    page = client.get(Interview.objects.get().get_absolute_url()).content.decode()
    assert "1 Dec 2027 09:30" in page
    moved = made.ApplicationFactory(stage="screening")
    said = client.post(step(moved, "to-interview"), follow=True).content.decode()
    assert f'href="{step(moved, "propose-interview")}"' in said


def test_it_is_noted_as_held_only_after_it_began_and_never_twice():
    interview = made.InterviewFactory()

    with pytest.raises(interviews.TooEarly):
        interviews.note_held(interview=interview, by=made.StaffFactory(), at=NOW)
    interviews.note_held(interview=interview, by=made.StaffFactory(), at=SOON)
    with pytest.raises(interviews.NotAhead):
        interviews.note_held(interview=interview, by=made.StaffFactory(), at=SOON)

    assert Interview.objects.get().state == "held"
