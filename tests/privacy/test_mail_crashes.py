"""A mail server that says no, falls silent or hangs up, and a worker killed anywhere: nobody gets one mail twice (I4, F08)."""

import datetime
import json
import os
import subprocess
import sys

import pytest
from django.utils import timezone

from privacy.actions import delivery, mails
from privacy.choices import AlarmCode, MailState
from privacy.models import OutgoingMail
from privacy.queries import vitals
from tests.factories import NOW, OutgoingMailFactory, StaffFactory
from tests.programs import database_of_the_test
from tests.smtp import letter_box

LATER = delivery.DEAD_AFTER + datetime.timedelta(seconds=1)


@pytest.fixture
def box(settings):
    with letter_box() as box:
        settings.EMAIL_BACKEND = "privacy.adapters.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def became(mail):
    mail.refresh_from_db()
    return mail.state, mail.attempts, mail.last_error


# --- what the server says ---
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "came_out"),
    [
        ({}, (MailState.SENT, 0, "")),
        ({"RCPT": "550 no such mailbox kari@example.test"}, (MailState.FAILED, 1, "SMTPRecipientsRefused 550")),
        ({"RCPT": "451 try later"}, (MailState.QUEUED, 1, "SMTPRecipientsRefused 451")),
        ({"MAIL": "452 full"}, (MailState.QUEUED, 1, "SMTPSenderRefused 452")),
        ({"DATA": "554 looks like spam"}, (MailState.FAILED, 1, "SMTPDataError 554")),
        ({"DATA": "451 try later"}, (MailState.QUEUED, 1, "SMTPDataError 451")),
        ({"MAIL": None}, (MailState.QUEUED, 1, "SMTPServerDisconnected")),
        ({"taken": None}, (MailState.UNKNOWN, 0, "MayHaveGone")),
    ],
)
def test_what_the_server_says_decides_what_becomes_of_the_mail(box, answers, came_out):
    box.answers = answers
    mail = OutgoingMailFactory()

    mails.send(pk=mail.pk, at=NOW)

    assert became(mail) == came_out
    assert box.count(mail.message_uuid) == (1 if came_out[0] in (MailState.SENT, MailState.UNKNOWN) else 0)


@pytest.mark.django_db
def test_one_that_may_have_gone_is_not_sent_again_by_itself_and_somebody_is_told(box):
    box.answers = {"taken": None}
    mail = OutgoingMailFactory()
    mails.send(pk=mail.pk, at=NOW)
    box.answers = {}

    for days in range(3):
        delivery.deliver(pks=mails.waiting(at=NOW + datetime.timedelta(days=days)), at=NOW)

    assert (box.count(mail.message_uuid), became(mail)[0]) == (1, MailState.UNKNOWN)
    assert AlarmCode.MAILS in set(vitals.wrong(NOW))


@pytest.mark.django_db
def test_a_human_says_that_it_went_or_sends_it_once_more(box):
    went, lost = (OutgoingMailFactory(state=MailState.UNKNOWN, claimed_at=NOW) for _ in range(2))
    by = StaffFactory(roles=["privacy"])

    mails.went(mail=went, by=by, at=NOW + LATER)
    mails.retry(mail=lost, by=by, at=NOW + LATER)
    delivery.deliver(pks=[went.pk, lost.pk], at=NOW + LATER)

    assert (became(went)[0], went.sent_at, box.count(went.message_uuid)) == (MailState.SENT, NOW, 0)
    assert (became(lost)[0], lost.sent_at, box.count(lost.message_uuid)) == (MailState.SENT, NOW + LATER, 1)


@pytest.mark.django_db
def test_a_server_that_is_down_for_a_day_gets_it_once(box, settings):
    mail = OutgoingMailFactory()
    settings.EMAIL_PORT = 1
    for hour in range(24):
        mails.send(pk=mail.pk, at=NOW + datetime.timedelta(hours=hour))
    settings.EMAIL_PORT = box.port

    for hour in range(24, 60):
        mails.send(pk=mail.pk, at=NOW + datetime.timedelta(hours=hour))

    assert (became(mail)[0], box.count(mail.message_uuid)) == (MailState.SENT, 1)


@pytest.mark.django_db
def test_many_go_over_one_line_and_one_that_is_refused_stops_no_other(box):
    sent = [OutgoingMailFactory(to=f"reader{number}@example.test") for number in range(3)]
    OutgoingMail.objects.filter(pk=sent[1].pk).update(subject_line="Hei\nBcc: thief@example.test")

    delivery.deliver(pks=[each.pk for each in sent], at=NOW)

    assert [became(each)[0] for each in sent] == [MailState.SENT, MailState.QUEUED, MailState.SENT]
    assert len(box.taken) == 2


@pytest.mark.django_db
def test_erased_while_it_was_sent_the_mail_goes_with_the_person(box, monkeypatch):
    mail = OutgoingMailFactory()
    send = delivery._Line.send

    def erased_meanwhile(line, message):
        send(line, message)
        OutgoingMail.objects.filter(pk=mail.pk).delete()

    monkeypatch.setattr(delivery._Line, "send", erased_meanwhile)
    mails.send(pk=mail.pk, at=NOW)

    assert (box.count(mail.message_uuid), OutgoingMail.objects.count()) == (1, 0)


# --- a worker killed ---
DOUBTLESS = {"before connecting": 0, "before the claim": 0}
IN_DOUBT = {
    "after the claim": 0, "after the recipient": 0, "after the text, before the answer": 1,
    "after the answer, before it is noted": 1, "before the note is committed": 1,
}  # fmt: skip


class Worker:
    """The program that dies, on this test's own database."""

    def __init__(self, port: int) -> None:
        environment = {"DATABASE_URL": database_of_the_test(), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.privacy.mail_child"],
            env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def lives(self, mail: OutgoingMail, point: str = "", way: str = "") -> bool:
        print(json.dumps([mail.pk, point, way]), file=self._program.stdin, flush=True)
        answer = self._program.stdout.readline()
        assert answer, "the program ended"
        return json.loads(answer)

    def end(self) -> None:
        self._program.communicate()


@pytest.fixture
def worker(box):
    worker = Worker(box.port)
    yield worker
    worker.end()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_anywhere_sends_nobody_two_and_leaves_one_that_shows(box, worker):
    now = timezone.now()
    died = {point: OutgoingMailFactory(next_at=now) for point in (*DOUBTLESS, *IN_DOUBT)}

    lived = [worker.lives(mail, point) for point, mail in died.items()]
    first = {point: box.count(mail.message_uuid) for point, mail in died.items()}
    for _again in range(2):
        delivery.doubt(at=timezone.now() + LATER)
        assert all(worker.lives(mail) for mail in died.values())

    assert (set(lived), first) == ({False}, DOUBTLESS | IN_DOUBT)
    for point, mail in died.items():
        expected = MailState.SENT if point in DOUBTLESS else MailState.UNKNOWN
        assert (point, became(mail)[0]) == (point, expected)
        assert (point, box.count(mail.message_uuid)) == (point, first[point] or int(point in DOUBTLESS))
    assert AlarmCode.MAILS in set(vitals.wrong(timezone.now()))


@pytest.mark.django_db(transaction=True)
def test_the_way_it_was_sends_it_twice(box, worker):
    """That the tries would show it: sent inside the transaction, killed before the commit."""
    mail = OutgoingMailFactory(next_at=timezone.now())

    died = worker.lives(mail, "after the answer, before it is noted", "as it was")
    lived = worker.lives(mail, "", "as it was")

    assert ((died, lived), became(mail)[0], box.count(mail.message_uuid)) == ((False, True), MailState.SENT, 2)
