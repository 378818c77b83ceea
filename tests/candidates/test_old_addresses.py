"""A link stands for having read what was sent to one address: it ends when that address is the person's no more."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from candidates import emails
from candidates.actions import applications, leads, merging
from candidates.models import Application, Candidate, Lead
from candidates.queries import interviews as times
from candidates.queries import leads as leading
from candidates.queries import permissions as asked
from fremrykk.accounts.actions import addresses
from fremrykk.accounts.choices import Side
from fremrykk.accounts.models import User
from tests import factories as made
from tests.candidates.leads import taken_in
from tests.candidates.sent import sent
from tests.workspace import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P33")]
NOW = made.NOW
YES = {"interest": "interested", "has_acknowledged": "on"}


def submitted(email: str) -> Application:
    return applications.submit(position=made.JobAdFactory(), by=None, at=NOW, **sent(email=email)).application


def moved(user: User) -> None:
    """The person has another mailbox now; the old one is read by somebody else."""
    change = addresses.ask(user=user, new_email="ny@example.test", at=NOW)
    addresses.confirm(change=change, side=Side.OLD, at=NOW)
    change.refresh_from_db()
    addresses.confirm(change=change, side=Side.NEW, at=NOW)


def account_of(candidate: Candidate) -> User:
    return User.objects.get(subject=candidate.subject)


def pages(address: str) -> list[int]:
    return [Client().get(address).status_code, Client().post(address, YES).status_code]


def test_a_yes_to_being_presented_is_not_given_from_an_old_mailbox(time_machine):
    time_machine.move_to(NOW)
    made.NoticeFactory(kind="sharing")
    permission = made.SharingPermissionFactory()
    address = reverse("answer_permission", args=[asked.token(permission)])
    assert Client().get(address).status_code == 200

    moved(account_of(permission.candidate))

    assert pages(address) == [410, 410]
    permission.refresh_from_db()
    assert (permission.answer, permission.answered_at) == ("", None)
    assert Client().get(reverse("answer_permission", args=[asked.token(permission)])).status_code == 200


def test_a_time_is_not_chosen_from_an_old_mailbox(time_machine):
    time_machine.move_to(NOW)
    interview = made.InterviewFactory(proposed=True)
    address = reverse("answer_interview", args=[times.link(interview).split("/")[-2]])
    assert Client().get(address).status_code == 200

    moved(account_of(interview.candidate))

    assert pages(address) == [410, 410]
    assert Client().get(reverse("answer_interview", args=[times.link(interview).split("/")[-2]])).status_code == 200


def test_who_got_a_leads_mail_by_mistake_reads_nothing_once_the_address_is_put_right():
    lead = taken_in(email="feil@example.test")
    address = reverse("answer_lead", args=[leading.token(lead)])
    assert Client().get(address).status_code == 200

    leads.correct(lead=lead, by=colleague("adviser"), at=NOW, email="rett@example.test")

    answers = [Client().get(address), Client().post(address, {"answer": "no"})]
    assert [(each.status_code, "rett@example.test" in each.text) for each in answers] == [(410, False)] * 2
    lead.refresh_from_db()
    assert Client().get(reverse("answer_lead", args=[leading.token(lead)])).status_code == 200
    assert (Lead.objects.count(), User.objects.filter(is_staff=False).count()) == (1, 0)


def test_a_receipt_proves_no_address_but_the_one_it_was_sent_to():
    mine, other = submitted("mitt@example.test"), submitted("annet@example.test")
    token = emails.confirm_token(mine)
    merging.merge(lost=mine.candidate, into=other.candidate, by=colleague("adviser"), at=NOW)

    with pytest.raises(applications.LinkExpired):
        applications.confirm(token=token, at=NOW)

    assert Candidate.objects.get().unconfirmed_email == "annet@example.test"
    assert not EmailAddress.objects.filter(email="annet@example.test").exists()


def test_brought_together_with_an_account_the_receipt_of_before_opens_no_second_one():
    owner = made.CandidateFactory(account__email="konto@example.test")
    mine = submitted("mitt@example.test")
    token = emails.confirm_token(mine)
    merging.merge(lost=mine.candidate, into=owner, by=colleague("adviser"), at=NOW)

    answer = Client().post(reverse("confirm_address", args=[token]))

    assert answer.status_code == 410
    assert [*User.objects.filter(is_staff=False).values_list("email", flat=True)] == ["konto@example.test"]
    mine.refresh_from_db()
    assert mine.confirmed_at is None
