"""Mail as rows: in the reader's language, once, again when it fails, and nothing slipped into its head."""

import datetime
import threading

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import emails
from privacy.actions import mails
from privacy.choices import MailState
from privacy.emails import Message, case_answered, case_received, erased
from privacy.jobs import send_mails
from privacy.models import OutgoingMail, TrailEntry
from tests.factories import (
    NOW,
    ApplicationFactory,
    InboxCaseFactory,
    OutgoingMailFactory,
    StaffFactory,
    SubjectFactory,
)

DEAD = "127.0.0.1"  # and port 1: nobody answers


def later(**length):
    return NOW + datetime.timedelta(**length)


def queue(message, subject=None, language="nb"):
    person = subject or SubjectFactory()
    return mails.queue(message, to="kari@example.test", subject_id=person.pk, language=language, at=NOW)


def case(**values):
    return InboxCaseFactory(**{"name": "Kari", "message": "Når?", "due_on": datetime.date(2026, 12, 23)} | values)


@pytest.fixture
def broken_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = DEAD, 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "greeting"), [("nb", "Hei!"), ("en", "Hello,")]
)  # fmt: skip
def test_a_mail_is_written_in_the_readers_language(language, greeting):
    mail = queue(case_received(case()), language=language)

    assert mail.language == language
    assert mail.body_text.splitlines()[0] == greeting


@pytest.mark.django_db
def test_a_mail_is_sent_and_the_trail_says_so_without_its_words():
    mail = queue(case_received(case()))

    mails.send(pk=mail.pk, at=later(seconds=5))

    sent = OutgoingMail.objects.get(pk=mail.pk)
    assert (sent.state, sent.sent_at, sent.body_text) == (MailState.SENT, later(seconds=5), mail.body_text)
    assert [(each.subject, each.to) for each in outbox.outbox] == [(mail.subject_line, ["kari@example.test"])]
    entry = TrailEntry.objects.get()
    assert (entry.verb, entry.subject_uuid, entry.fields) == (
        "mailed",
        mail.subject_id,
        ["privacy/email/case_received"],
    )


@pytest.mark.django_db
def test_a_mail_is_sent_once_however_often_it_is_asked_for():
    mail = queue(case_received(case()))

    for _ in range(3):
        mails.send(pk=mail.pk, at=NOW)

    assert len(outbox.outbox) == 1


class SlowBackend(BaseEmailBackend):
    """Stands where the mail server does; slow enough for a second worker to come by."""

    started, go_on, sent = threading.Event(), threading.Event(), []

    def send_messages(self, messages):
        self.started.set()
        self.go_on.wait(10)
        self.sent.extend(messages)
        return len(messages)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(settings):
    mail = queue(case_received(case()))
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    SlowBackend.sent.clear()

    def work():
        try:
            mails.send(pk=mail.pk, at=NOW)
        finally:
            connections.close_all()

    first, second = threading.Thread(target=work), threading.Thread(target=work)
    first.start()
    SlowBackend.started.wait(10)
    second.start()
    second.join(10)
    SlowBackend.go_on.set()
    first.join(10)

    assert len(SlowBackend.sent) == 1
    assert OutgoingMail.objects.get(pk=mail.pk).state == MailState.SENT


@pytest.mark.django_db
def test_a_mail_that_fails_waits_longer_each_time_and_is_given_up_aloud(broken_server, caplog):
    mail = queue(case_received(case()))
    at, waits = NOW, []

    for _ in range(7):
        mails.send(pk=mail.pk, at=at)
        mail.refresh_from_db()
        waits.append(mail.next_at - at)
        at = mail.next_at
    mails.send(pk=mail.pk, at=at)

    mail.refresh_from_db()
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 5, 15, 60, 240, 720, 1440]
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.FAILED, 8, "ConnectionRefusedError")
    assert caplog.messages == [f"mail {mail.pk} given up after 8 attempts: ConnectionRefusedError"]


@pytest.mark.django_db
def test_a_mail_is_not_tried_before_its_time(broken_server):
    mail = queue(case_received(case()))
    mails.send(pk=mail.pk, at=NOW)

    mails.send(pk=mail.pk, at=later(seconds=59))

    assert OutgoingMail.objects.get(pk=mail.pk).attempts == 1


@pytest.mark.django_db
def test_a_mail_given_up_can_be_sent_once_more():
    mail = OutgoingMailFactory(state=MailState.FAILED, attempts=8)

    mails.retry(mail=mail, by=StaffFactory(), at=NOW)
    mails.send(pk=mail.pk, at=NOW)

    assert OutgoingMail.objects.get(pk=mail.pk).state == MailState.SENT


@pytest.mark.django_db
def test_a_sent_mail_is_not_sent_again_by_a_retry():
    mail = OutgoingMailFactory(state=MailState.SENT, sent_at=NOW)

    mails.retry(mail=mail, by=StaffFactory(), at=NOW)
    mails.send(pk=mail.pk, at=NOW)

    assert outbox.outbox == []


@pytest.mark.django_db
def test_a_secret_text_is_wiped_once_sent():
    secret = Message("privacy/email/case_received", activity="enquiries", context={"case": case()}, is_secret=True)
    mail = queue(secret)

    mails.send(pk=mail.pk, at=NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.body_text) == (MailState.SENT, "")
    assert outbox.outbox[0].body.splitlines()[0] == "Hei!"


@pytest.mark.django_db
def test_a_farewell_dies_when_sent():
    mail = mails.queue(erased(), to="kari@example.test", subject_id=None, language="nb", at=NOW)

    mails.send(pk=mail.pk, at=NOW)

    assert len(outbox.outbox) == 1
    assert (OutgoingMail.objects.count(), TrailEntry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_sweep_sends_what_no_nudge_reached_and_leaves_what_is_not_due():
    now = datetime.datetime.now(tz=datetime.UTC)
    due = [OutgoingMailFactory(next_at=now - datetime.timedelta(hours=hour)) for hour in (1, 2, 3)]
    OutgoingMailFactory(next_at=now + datetime.timedelta(hours=1))

    send_mails()

    assert set(OutgoingMail.objects.filter(state=MailState.SENT)) == set(due)
    assert len(outbox.outbox) == 3


@pytest.mark.django_db
def test_what_somebody_wrote_is_shown_as_written():
    mail = queue(case_answered(case(name="Ola & Åse", message="<b>5 > 3</b>")))

    assert mail.body_text.splitlines()[0] == "Hei, Ola & Åse!"
    assert mail.body_text.splitlines().count("<b>5 > 3</b>") == 1


LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("Ab: @" + LINE_ENDS), max_size=30))
def test_no_name_adds_a_line_to_the_head_of_a_mail(name):
    outbox.outbox.clear()
    application = {"position": f"Kokk{name}\r\nBcc: thief@example.test"}
    context = {"application": application, "candidate": {"first_name": name}}
    message = Message("candidates/email/withdrawn", activity="applications", context=context)

    mail = queue(message)
    mails.send(pk=mail.pk, at=NOW)

    head = outbox.outbox[0].message()
    assert OutgoingMail.objects.get(pk=mail.pk).state == MailState.SENT
    assert mail.subject_line == " ".join(mail.subject_line.split())
    assert (outbox.outbox[0].recipients(), head["Bcc"]) == (["kari@example.test"], None)
    names = sorted(set(head.keys()) - {"Content-Transfer-Encoding"})
    assert names == ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["kari@example.test\r\nBcc: thief@example.test", "a@example.test, b@example.test", "kari", "", "<k@e.test>"]
)
def test_a_mail_goes_to_one_address_and_no_two_in_one(to):
    with pytest.raises(mails.NoAddress):
        mails.queue(erased(), to=to, subject_id=None, language="nb", at=NOW)
    with pytest.raises(IntegrityError, match="mail_to_is_one_address"), transaction.atomic():
        OutgoingMailFactory(to=to)


@pytest.mark.django_db
def test_every_mail_names_what_it_is_for():
    application = ApplicationFactory()

    mail = queue(emails.receipt(application), application.candidate.subject)

    assert mail.activity.code == "applications"


@pytest.mark.django_db
def test_a_mail_whose_text_was_wiped_is_not_sent_empty():
    mail = OutgoingMailFactory(state=MailState.FAILED, attempts=8, is_secret=True, body_text="")

    with pytest.raises(mails.TextIsGone):
        mails.retry(mail=mail, by=StaffFactory(), at=NOW)

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
