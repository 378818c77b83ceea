"""Mail of ours that came back, and replies to mail of ours: known by the Message-ID nobody can guess."""

import uuid

import pytest

from candidates.actions import people
from privacy.models import CaseMessage, Collection, InboxCase, OutgoingMail
from tests.factories import InboxCaseFactory, OutgoingMailFactory, StaffFactory
from tests.privacy.inbox_world import MONDAY, inbox_at, letter, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(tmp_path):
    return inbox_at(tmp_path / "inbox")


def named(mail: OutgoingMail) -> str:
    return f"<{mail.message_uuid}@fremrykk.no>"


def sent(**values) -> OutgoingMail:
    return OutgoingMailFactory(state="sent", sent_at=MONDAY, **values)


def test_a_notice_that_came_back_told_nobody(box):
    people.add_by_hand(
        email="kari@example.test", received_on=MONDAY.date(), by=StaffFactory(), at=MONDAY, first_name="Kari",
        last_name="Lundemo", phone="", language="nb",
    )  # fmt: skip
    OutgoingMail.objects.update(state="sent", sent_at=MONDAY)
    box.deliver(report(named(OutgoingMail.objects.get())))

    counts = box.read()

    mail = OutgoingMail.objects.get()
    assert (counts, InboxCase.objects.count(), box.lies_there()) == ({"bounce": 1}, 0, 0)
    assert (mail.state, mail.last_error, mail.sent_at, mail.body_text) == ("failed", "Bounced", None, "")
    assert Collection.objects.get().is_told is False


@pytest.mark.parametrize(("action", "state"), [("failed", "failed"), ("delayed", "sent"), ("relayed", "sent")])
def test_only_what_is_lost_is_marked_and_any_report_is_no_case(box, action, state):
    mail = sent(body_text="Hei")
    box.deliver(report(named(mail), action=action))

    counts = box.read()

    mail.refresh_from_db()
    assert (sum(counts.values()), InboxCase.objects.count(), mail.state, mail.body_text) == (1, 0, state, "Hei")


@pytest.mark.parametrize("name", [f"<{uuid.UUID(int=7)}@fremrykk.no>", "<x@example.test>", ""])
def test_a_report_about_no_mail_of_ours_changes_nothing(box, name):
    mail = sent()
    box.deliver(report(name))

    assert (box.read(), InboxCase.objects.count()) == ({"report": 1}, 0)
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_our_own_mail_come_back_is_no_case(box):
    box.deliver(letter(Message_ID=named(sent())))

    assert (box.read(), InboxCase.objects.count(), box.lies_there()) == ({"own": 1}, 0, 0)


@pytest.mark.parametrize(("sender", "came_of_it"), [("kari@example.test", "added"), ("ola@example.test", "case")])
def test_a_reply_without_the_number_finds_its_case_by_what_it_answers(box, sender, came_of_it):
    case = InboxCaseFactory(email="kari@example.test")
    mail = sent(subject=case.subject)
    box.deliver(letter("Takk", From=sender, Subject="Re:", In_Reply_To=named(mail)))

    assert (box.read(), CaseMessage.objects.count()) == ({came_of_it: 1}, int(came_of_it == "added"))
