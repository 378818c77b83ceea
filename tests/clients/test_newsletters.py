"""News for clients: to customers who were told, and to whoever asked; never after a no, and the warning still comes."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clients.actions import companies, newsletters
from clients.models import ClientContact, Newsletter
from clients.queries import newsletters as asked
from privacy.actions import consents, mailings, mails, retention, suppressions, warnings
from privacy.choices import Channel, ConsentPurpose
from privacy.models import Mailing, OutgoingMail
from tests.factories import (
    NOW,
    AgreementFactory,
    ApplicationFactory,
    CandidateFactory,
    ClientCompanyFactory,
    ClientContactFactory,
    CollectionFactory,
    JobOrderFactory,
    NewsletterFactory,
    OutgoingMailFactory,
    RestrictionFactory,
    StaffFactory,
)
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P54")]

DAY = datetime.timedelta(days=1)
TEXT = {"subject_nb": "Nytt", "text_nb": "Hei, alle.\n\nNytt avsnitt.", "subject_en": "News", "text_en": "All of you."}


def contact(*, is_customer=True, told=True, language="nb", **values):
    company = ClientCompanyFactory()
    if is_customer:
        AgreementFactory(company=company)
    card = ClientContactFactory(company=company, **values)
    if told:
        CollectionFactory(subject=card.subject, language=language, collected_at=NOW - DAY)
    return card


def ask_for_it(card, at=NOW):
    how = {"language": "nb", "channel": Channel.STAFF, "by": StaffFactory(), "at": at}
    consents.give(subject_id=card.subject_id, purpose=ConsentPurpose.NEWSLETTER, **how)


def sent(by=None, at=NOW):
    """Written, tested, ordered and written to all; who got it, as what."""
    by = by or StaffFactory(roles=["marketing"])
    newsletter = newsletters.write(by=by, at=at, **TEXT)
    newsletters.test(newsletter=newsletter, by=by, at=at)
    mailing = newsletters.send(newsletter=newsletter, by=by, at=at)
    while mailings.write(pk=mailing.pk, at=at):
        pass
    return {
        mail.to: (mail.marketing_ground, mail.subject_line) for mail in OutgoingMail.objects.filter(mailing=mailing)
    }


def test_customers_who_were_told_and_whoever_asked_get_it_in_their_language():
    customer, english = contact(), contact(language="en")
    asked_for = contact(is_customer=False)
    ask_for_it(asked_for)
    contact(is_customer=False)
    contact(told=False)
    contact(role="invoices")
    contact(ended_at=NOW)

    assert sent() == {
        customer.email: ("customer", "Nytt"), english.email: ("customer", "News"), asked_for.email: ("consent", "Nytt"),
    }  # fmt: skip


def no_agreement_any_more(card):
    card.company.agreements.update(valid_until=NOW.date() - DAY)


def said_no(card):
    suppressions.stop_for_person(subject_id=card.subject_id, kind="client_newsletter", cause="link", by=None, at=NOW)


def took_consent_back(card):
    ask_for_it(card, NOW - DAY)
    how = {"language": "nb", "channel": Channel.STAFF, "by": StaffFactory(), "at": NOW}
    consents.withdraw(subject_id=card.subject_id, purpose=ConsentPurpose.NEWSLETTER, **how)


def set_aside(card):
    RestrictionFactory(subject=card.subject)


def ended(card):
    companies.end_contact(contact=card, by=StaffFactory(), at=NOW)


@pytest.mark.parametrize("why", [no_agreement_any_more, said_no, took_consent_back, set_aside, ended])
def test_nobody_else_gets_it(why):
    stays, leaves = contact(), contact()
    why(leaves)

    assert list(sent()) == [stays.email]


def test_an_order_within_two_years_makes_a_customer():
    recent, old = contact(is_customer=False), contact(is_customer=False)
    for card, days in ((recent, 700), (old, 800)):
        JobOrderFactory(company=card.company, opened_at=NOW - days * DAY, created_at=NOW - days * DAY)
        card.company.agreements.update(valid_until=NOW.date() - 10 * DAY)

    assert list(sent()) == [recent.email]


def test_the_database_refuses_news_without_a_ground_and_a_change_of_what_was_sent():
    by = StaffFactory()
    newsletter = NewsletterFactory(tested_at=NOW, tested_by=by)
    mailing, card = newsletters.send(newsletter=newsletter, by=by, at=NOW), contact(is_customer=False)
    values = {"message_class": "marketing", "marketing_ground": "customer", "marketing_kind": "client_newsletter"}
    with pytest.raises(IntegrityError, match="needs a consent"), transaction.atomic():
        OutgoingMailFactory(
            subject=card.subject, mailing=mailing, activity=mailing.activity, template=mailing.template,
            address_digests=["a"], **values,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Newsletter.objects.update(text_nb="Noe annet.")
    with pytest.raises(IntegrityError, match="newsletter_tested_before_sent"), transaction.atomic():
        NewsletterFactory(sent_at=NOW, sent_by=StaffFactory())


def test_it_is_read_as_a_test_first_again_after_each_change_and_sent_once():
    by = StaffFactory(roles=["marketing"])
    newsletter = newsletters.write(by=by, at=NOW, **TEXT)
    with pytest.raises(newsletters.NotTested):
        newsletters.send(newsletter=newsletter, by=by, at=NOW)
    newsletters.test(newsletter=newsletter, by=by, at=NOW)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [by.email, by.email]  # in both languages
    newsletters.change(newsletter=newsletter, by=by, at=NOW, **TEXT | {"text_nb": "Endret."})
    with pytest.raises(newsletters.NotTested):
        newsletters.send(newsletter=newsletter, by=by, at=NOW)
    newsletters.test(newsletter=newsletter, by=by, at=NOW)
    newsletters.send(newsletter=newsletter, by=by, at=NOW)

    with pytest.raises(newsletters.AlreadySent):
        newsletters.send(newsletter=newsletter, by=by, at=NOW)


def test_who_said_no_is_still_warned_before_something_is_deleted(approved_periods):
    candidate = CandidateFactory()
    ApplicationFactory(candidate=candidate, submitted_at=NOW)
    retention.refresh(candidate.subject_id)
    suppressions.stop_for_person(subject_id=candidate.subject_id, cause="request", by=candidate.subject.user, at=NOW)

    warnings.warn(at=NOW + 700 * DAY)
    mail = OutgoingMail.objects.get(subject=candidate.subject)
    mails.send(pk=mail.pk, at=NOW + 700 * DAY)

    assert (mail.template, OutgoingMail.objects.get(pk=mail.pk).state) == ("privacy/email/storage_ends", "sent")


# --- on screen ---
def test_marketing_sees_the_number_of_readers_and_nobody(settings):
    settings.LANGUAGE_CODE = "nb"
    card, client = contact(), Client()
    marketing = colleague("marketing")
    log_in(client, marketing)

    client.post(reverse("admin:clients_newsletter_add"), TEXT)
    newsletter = Newsletter.objects.get()
    send, test = (reverse("admin:clients_newsletter_step", args=[newsletter.pk, step]) for step in ("send", "test"))
    too_early = client.post(send, {}, follow=True).content.decode()
    client.post(test, {})
    page = client.get(send).content.decode()
    client.post(send, {})

    assert "Send deg selv en test først, og les den." in too_early
    assert ("Lesere: 1" in page, card.name in page, card.email in page) == (True, False, False)
    assert Newsletter.objects.get().sent_by == marketing
    assert (asked.counts(Mailing(ordered_at=NOW)), ClientContact.objects.count()) == ({"customer": 1}, 1)
    log_in(client, colleague("adviser"))
    assert client.get(send).status_code == 404
