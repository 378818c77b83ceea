"""Who follows an order: let in, invited, taken out; and who reads nothing at the next request."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from clients.actions import companies, orders, readers
from clients.models import ClientContact, OrderReader
from fremrykk.accounts.models import User
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import OutgoingMail, Subject
from tests.accounts.logins import ask_for_code, mailed_code
from tests.clients.test_story import COLLEAGUE, logged_in
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientContactFactory,
    JobOrderFactory,
    OrderReaderFactory,
    RestrictionFactory,
    StaffFactory,
    UserFactory,
)
from tests.workspace import log_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


@pytest.fixture
def reader():
    """Somebody let in to an order, with an account."""
    user = UserFactory(email="ola@fjellvik.example.test")
    return OrderReaderFactory(contact__subject=user.subject, contact__email=user.email)


@pytest.fixture
def browser(client, reader):
    log_in(client, reader.contact.subject.user)
    return client


def page(order) -> str:
    return reverse("my_order", args=[order.pk])


def invite(browser, order, **changed):
    return browser.post(reverse("invite_colleague", args=[order.pk]), COLLEAGUE | changed, follow=True)


def revoked(reader):
    readers.revoke(reader=reader, by=StaffFactory(), at=NOW)


def ended(reader):
    companies.end_contact(contact=reader.contact, by=StaffFactory(), at=NOW)


def restricted(reader):
    RestrictionFactory(subject=reader.contact.subject)


def corrected_to_another_address(reader):
    ClientContact.objects.filter(pk=reader.contact_id).update(email="en-annen@example.test")


def moved_to_another_company(reader):
    ClientContact.objects.filter(pk=reader.contact_id).update(company=ClientContactFactory().company)


def unconfirmed(reader):
    EmailAddress.objects.update(verified=False)


def closed_long_ago(reader):
    orders.close(order=reader.order, by=reader.order.adviser, at=NOW - datetime.timedelta(days=31))


@pytest.mark.promise("P70")
@pytest.mark.parametrize(
    "happens",
    [revoked, ended, restricted, corrected_to_another_address, moved_to_another_company, unconfirmed, closed_long_ago],
)
def test_at_the_next_request_there_is_nothing_to_see(browser, reader, time_machine, happens):
    time_machine.move_to(NOW, tick=False)
    log_in(browser, reader.contact.subject.user)
    assert browser.get(page(reader.order)).status_code == 200

    happens(reader)

    assert browser.get(page(reader.order)).status_code == 404
    assert invite(browser, reader.order).status_code == 404
    assert browser.get(reverse("my_orders")).context["orders"] == []


def test_whoever_is_erased_is_out_and_the_access_is_gone(browser, reader):
    erasure.erase_person(subject_id=reader.contact.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert browser.get(page(reader.order)).status_code == 302
    assert OrderReader.objects.count() == 0


def test_nobody_else_sees_it(reader):
    same_company = OrderReaderFactory(
        contact=ClientContactFactory(company=reader.contact.company, subject=UserFactory().subject),
        order=JobOrderFactory(company=reader.contact.company, agreement=reader.order.agreement),
    )
    another = OrderReaderFactory(contact__subject=UserFactory().subject)
    strangers = [
        same_company.contact.subject.user,
        another.contact.subject.user,
        UserFactory(),
        CandidateFactory().subject.user,
    ]

    seen = []
    for user in strangers:
        browser = Client()
        log_in(browser, user)
        seen.append(browser.get(page(reader.order)).status_code)

    assert seen == [404] * 4
    assert Client().get(page(reader.order)).status_code == 302


# --- Logging in ---------------------------------------------------------------------------------
def test_a_code_to_the_address_of_a_contact_person_opens_the_account_of_the_same_person(client):
    reader = OrderReaderFactory(contact__email="Ola@Fjellvik.example.test")

    browser = logged_in("ola@fjellvik.example.test")

    user = User.objects.get(subject=reader.contact.subject)
    assert (user.email, user.has_usable_password(), user.is_staff) == ("ola@fjellvik.example.test", False, False)
    assert EmailAddress.objects.get(user=user).verified is True
    assert browser.get(page(reader.order)).status_code == 200


def test_asking_for_a_code_is_no_account_that_can_be_used(client):
    OrderReaderFactory(contact__email="ola@fjellvik.example.test")

    for _twice in range(2):
        ask_for_code(client, "ola@fjellvik.example.test")

    assert list(EmailAddress.objects.filter(user__is_staff=False).values_list("verified", flat=True)) == [False]
    assert mailed_code("ola@fjellvik.example.test")
    theirs = User.objects.get(is_staff=False).subject_id
    codes = OutgoingMail.objects.filter(template__startswith="account/")
    assert set(codes.values_list("subject", flat=True)) == {theirs}  # in the person's history, from the first


@pytest.mark.parametrize("happens", [revoked, ended, restricted])
def test_who_may_follow_nothing_gets_no_account_and_the_page_says_the_same(client, happens):
    reader = OrderReaderFactory(contact__email="ola@fjellvik.example.test")
    happens(reader)

    known, unknown = (ask_for_code(client, email) for email in ("ola@fjellvik.example.test", "ukjent@example.test"))

    assert User.objects.filter(is_staff=False).count() == 0
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_somebody_with_an_account_says_that_the_contact_person_is_the_same(client):
    candidate = CandidateFactory(account__email="ola@fjellvik.example.test")
    reader = OrderReaderFactory(contact__email="ola@fjellvik.example.test")
    log_in(client, candidate.subject.user)
    assert client.get(page(reader.order)).status_code == 404
    assertContains(client.get(reverse("my_orders")), reader.contact.name)

    client.post(reverse("claim_orders"))

    assert Subject.objects.get(pk=reader.contact.subject_id).merged_into == candidate.subject
    assert client.get(page(reader.order)).status_code == 200


def test_nothing_is_claimed_by_another_address_or_by_who_works_here(client):
    reader = OrderReaderFactory(contact__email="ola@fjellvik.example.test")

    found = [readers.claim(by=by, at=NOW) for by in (UserFactory(), StaffFactory(email="Ola@fjellvik.example.test"))]

    assert found == [0, 0]
    assert Subject.objects.get(pk=reader.contact.subject_id).merged_into is None


# --- Inviting -----------------------------------------------------------------------------------
def test_what_cannot_be_is_said_on_the_page_and_what_was_typed_stays(browser, reader, settings):
    settings.LANGUAGE_CODE = "en"
    wrong = invite(browser, reader.order, email="ingen adresse")
    for number in range(4):
        invite(browser, reader.order, email=f"kollega{number}@fjellvik.example.test")
    invite(browser, reader.order)
    twice = invite(browser, reader.order, email="Kollega1@fjellvik.example.test")
    self = invite(browser, reader.order, email=reader.contact.email)

    assertContains(wrong, "ingen adresse")
    assertContains(wrong, "Enter a valid email address.")
    for refused in (twice, self):
        assertContains(refused, "Five colleagues follow this order already")
    assert OrderReader.objects.filter(is_invited=True).count() == 5
    first = OrderReader.objects.filter(is_invited=True).earliest("pk")
    browser.post(reverse("take_out_colleague", args=[reader.order_id, first.pk]))
    assertContains(invite(browser, reader.order, email="Kollega1@fjellvik.example.test"), "follows the order already")
    assert ClientContact.objects.get(pk=first.contact_id).ended_at is not None  # registered only to follow it


def test_a_colleague_whose_data_are_set_aside_is_not_invited_and_the_inviter_is_not_told_why(browser, reader):
    colleague = ClientContactFactory(company=reader.contact.company)
    RestrictionFactory(subject=colleague.subject)

    page = invite(browser, reader.order, email=colleague.email)

    assertContains(page, "Denne personen kan ikke inviteres akkurat nå. Spør rådgiveren din.")
    assertContains(page, colleague.email)
    assert (OrderReader.objects.count(), OutgoingMail.objects.count()) == (1, 0)


def test_inviting_and_taking_out_again_sends_twenty_mails_a_day_and_no_more(reader):
    by = reader.contact.subject.user
    OrderReaderFactory.create_batch(
        20, is_invited=True, revoked_at=NOW, contact__company=reader.contact.company, order=reader.order,
    )  # fmt: skip
    asked = {"order": reader.order, "name": "Per", "email": "per@offer.example.test", "by": by}

    with pytest.raises(readers.TooManyToday):
        readers.invite(at=NOW + datetime.timedelta(hours=23), **asked)

    assert not OutgoingMail.objects.exists()
    assert readers.invite(at=NOW + datetime.timedelta(hours=24), **asked).is_invited


def test_a_colleague_we_have_is_not_registered_again_and_stays_when_taken_out(browser, reader):
    known = ClientContactFactory(company=reader.contact.company, email=COLLEAGUE["email"])

    invite(browser, reader.order)
    row = OrderReader.objects.get(contact=known)
    browser.post(reverse("take_out_colleague", args=[reader.order_id, row.pk]))

    assert (row.only_reads, row.invited_by) == (False, reader.contact)
    known.refresh_from_db()
    assert known.ended_at is None
    assert list(OutgoingMail.objects.values_list("to", "template")) == [(known.email, "clients/email/order_access")]


def test_only_the_own_invitations_of_the_own_order_are_taken_back(browser, reader):
    by_us = OrderReaderFactory(contact=ClientContactFactory(company=reader.contact.company), order=reader.order)
    elsewhere = OrderReaderFactory(is_invited=True)

    answers = [
        browser.post(reverse("take_out_colleague", args=[reader.order_id, row.pk])).status_code
        for row in (by_us, elsewhere)
    ]

    assert answers == [404, 404]
    assert OrderReader.objects.filter(revoked_at=None).count() == 3


def test_the_relation_to_who_only_follows_ends_with_the_last_order(browser, reader):
    invite(browser, reader.order)
    invited = OrderReader.objects.get(is_invited=True)
    orders.close(order=reader.order, by=reader.order.adviser, at=NOW)

    ended = [readers.end_expired(at=NOW + datetime.timedelta(days=days)) for days in (29, 31, 32)]

    assert ended == [0, 1, 0]
    assert ClientContact.objects.filter(ended_at=None).get() == reader.contact
    assert ClientContact.objects.exclude(ended_at=None).get() == invited.contact


# --- The workspace and the database ---------------------------------------------------------------
def test_an_adviser_lets_in_and_takes_out_and_is_told_what_cannot_be(client, settings):
    settings.LANGUAGE_CODE = "en"
    contact, stranger = ClientContactFactory(), ClientContactFactory()
    order = JobOrderFactory(company=contact.company)
    sign_in(client, "adviser")
    add = reverse("admin:clients_orderreader_add")

    wrong = client.post(add, {"contact": str(stranger.pk), "order": str(order.pk)}, follow=True)
    client.post(add, {"contact": str(contact.pk), "order": str(order.pk)})
    reader = OrderReader.objects.get()
    client.post(reverse("admin:clients_orderreader_step", args=[reader.pk, "revoke"]))

    assertContains(wrong, "This person does not speak for the client that ordered.")
    reader.refresh_from_db()
    assert (reader.contact, reader.revoked_at is not None) == (contact, True)


def another_company(reader):
    OrderReaderFactory(contact=ClientContactFactory(), order=reader.order)


def somebody_who_left(reader):
    OrderReaderFactory(contact=ClientContactFactory(company=reader.contact.company, ended_at=NOW), order=reader.order)


def invited_by_somebody_invited(reader):
    colleagues = [ClientContactFactory(company=reader.contact.company) for _ in range(2)]
    OrderReaderFactory(contact=colleagues[0], order=reader.order, is_invited=True, invited_by=reader.contact)
    OrderReaderFactory(contact=colleagues[1], order=reader.order, is_invited=True, invited_by=colleagues[0])


def a_sixth(reader):
    for _number in range(6):
        contact = ClientContactFactory(company=reader.contact.company)
        OrderReaderFactory(contact=contact, order=reader.order, is_invited=True, invited_by=reader.contact)


def another_order(reader):
    order = JobOrderFactory(company=reader.contact.company, agreement=reader.order.agreement)
    OrderReader.objects.filter(pk=reader.pk).update(order=order)


def given_again(reader):
    OrderReader.objects.filter(pk=reader.pk).update(revoked_at=NOW)
    OrderReader.objects.filter(pk=reader.pk).update(revoked_at=None)


def twice(reader):
    OrderReaderFactory(contact=reader.contact, order=reader.order)


@pytest.mark.parametrize(
    "breaks",
    [another_company, somebody_who_left, invited_by_somebody_invited, a_sixth, another_order, given_again, twice],
)
def test_the_database_refuses(reader, breaks):
    with pytest.raises(IntegrityError), transaction.atomic():
        breaks(reader)


def test_the_database_lets_nobody_in_to_a_closed_order(reader):
    orders.close(order=reader.order, by=reader.order.adviser, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        OrderReaderFactory(contact=ClientContactFactory(company=reader.contact.company), order=reader.order)


def test_another_language_after_a_refused_invitation_leads_to_the_order(browser, reader):
    assert f'name="next" value="{page(reader.order)}"' in invite(browser, reader.order, email="x").text
