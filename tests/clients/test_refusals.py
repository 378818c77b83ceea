"""Each "cannot" about clients, campaigns and mail: the database refuses it, and the screen says why and what to do (P6, P18).

What the database refuses beyond these stands beside its action: leads (test_leads), letters, mailings, disclosures, readers.
"""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from candidates.actions import campaigns, letters
from candidates.admin import campaigns as campaign_pages
from candidates.admin import letters as letter_steps
from clients.actions import agreements, companies, credit, enquiries, newsletters, orders, readers, relations
from clients.admin import agreement_steps, prepayments
from clients.admin import companies as company_pages
from clients.admin import credit as credit_pages
from clients.admin import enquiries as enquiry_pages
from clients.admin import newsletters as news_pages
from clients.admin import orders as order_pages
from clients.admin import readers as reader_pages
from clients.models import Agreement, ClientCompany, Enquiry, JobOrder, Newsletter, OrderTerms, Prepayment
from clients.views import own_orders
from privacy.actions import disclosures
from privacy.admin import disclosures as disclosure_pages
from tests import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P6"), pytest.mark.promise("P18")]

NOW, DAY = made.NOW, datetime.timedelta(days=1)


class Cannot(NamedTuple):
    """`write` is what the database refuses with `words`; `told` is what the screen says of `error`."""

    write: Callable[[], Any]
    words: str
    error: type[Exception]
    told: Any
    sentence: str


def opened_without_an_agreement() -> None:
    order = made.JobOrderFactory(agreement=None, opened_at=None)
    JobOrder.objects.filter(pk=order.pk).update(opened_at=NOW, agreement=made.AgreementFactory())


def opened_before_it_is_paid() -> None:
    order = made.PrepaymentFactory(waits=True).order
    JobOrder.objects.filter(pk=order.pk).update(opened_at=NOW, agreement=made.AgreementFactory(company=order.company))


def valid_for_longer_than_a_year() -> None:
    made.CreditAssessmentFactory(valid_until=NOW.date() + 400 * DAY)


def registered_twice() -> None:
    made.ClientCompanyFactory(org_number=made.ClientCompanyFactory().org_number)


def settled_otherwise() -> None:
    made.PrepaymentFactory()
    Prepayment.objects.update(state="asked", settled_at=None, settled_by=None)


def signed_then_changed() -> None:
    made.AgreementFactory()
    Agreement.objects.update(terms="Noe annet.")


def other_terms_for_an_open_order() -> None:
    made.OrderTermsFactory(fee_model="fixed", fee=10)
    OrderTerms.objects.update(fee=20)


def ended_with_an_open_order() -> None:
    order = made.JobOrderFactory()
    ClientCompany.objects.filter(pk=order.company_id).update(ended_at=NOW, ended_by=order.adviser)


def closed_then_changed() -> None:
    made.EnquiryFactory(outcome="no_reply", reason="Ingen svar.", closed_at=NOW)
    Enquiry.objects.update(needs="Noe annet.")


def sent_then_changed() -> None:
    by = made.StaffFactory()
    made.NewsletterFactory(tested_at=NOW, tested_by=by, sent_at=NOW, sent_by=by)
    Newsletter.objects.update(text_nb="Noe annet.")


def shown_then_changed() -> None:
    wording = made.CampaignWordingFactory()
    type(wording).objects.update(text_nb="Noe annet.")


def another_channel_while_it_takes_in() -> None:
    campaign = made.CampaignFactory()
    type(campaign).objects.update(channel="tiktok")


def a_sixth_colleague() -> None:
    reader = made.OrderReaderFactory()
    for _number in range(6):
        contact = made.ClientContactFactory(company=reader.contact.company)
        made.OrderReaderFactory(contact=contact, order=reader.order, is_invited=True, invited_by=reader.contact)


def somebody_of_another_client() -> None:
    made.OrderReaderFactory(order=made.JobOrderFactory())


def written_to_without_a_yes() -> None:
    candidate = made.CandidateFactory()
    made.ApplicationFactory(candidate=candidate, keep_scope="this_position")
    made.PositionLetterFactory(candidate=candidate)


def given_to_who_is_no_recipient() -> None:
    made.DisclosureFactory(recipient__ended_on=NOW.date() - DAY)


STEP = {step.name: step for step in company_pages.ClientCompanyAdmin.steps}
CANNOT = {
    case.write.__name__: case
    for case in (
        Cannot(
            opened_without_an_agreement, "in force that day", orders.NoAgreement, order_pages.REFUSALS,
            "Ingen signert avtale med denne kunden gjelder i dag: Signer en først.",
        ),
        Cannot(
            opened_before_it_is_paid, "until its prepayment is paid", orders.WaitsForPrepayment, order_pages.REFUSALS,
            "En kollega har bestemt at det skal betales først: det kan åpnes når økonomi har merket det som "
            "betalt.",
        ),
        Cannot(
            valid_for_longer_than_a_year, "twelve months", credit.NotValidSoLong, credit_pages.CreditAssessmentAdmin.refusals,
            "Gyldig i høyst tolv måneder etter datoen, og datert i dag eller før.",
        ),
        Cannot(
            registered_twice, "registered already|org_number", companies.AlreadyRegistered, company_pages.ClientCompanyAdmin.refusals,
            "En kunde med dette organisasjonsnummeret er allerede registrert.",
        ),
        Cannot(
            settled_otherwise, "stays settled", credit.AlreadySettled, prepayments.REFUSALS,
            "Dette forskuddet er gjort opp tidligere.",
        ),
        Cannot(
            signed_then_changed, "never changed", agreements.AlreadySigned, agreement_steps.REFUSALS,
            "Denne avtalen er undertegnet: Den endres aldri, men følges av neste versjon.",
        ),
        Cannot(
            other_terms_for_an_open_order, "keeps the terms", orders.AlreadyOpen, order_pages.REFUSALS,
            "Dette oppdraget er allerede åpnet.",
        ),
        Cannot(
            ended_with_an_open_order, "while an order is open", relations.OrderIsOpen, STEP["end-relation"].refusals,
            "Kunden har et åpent oppdrag: Avslutt det først.",
        ),
        Cannot(
            closed_then_changed, "stays as it is", enquiries.AlreadyClosed, enquiry_pages.REFUSALS,
            "Denne henvendelsen er allerede avsluttet.",
        ),
        Cannot(
            sent_then_changed, "does not change", newsletters.AlreadySent, news_pages.REFUSALS,
            "Det er sendt allerede, og det som er sendt, endres ikke.",
        ),
        Cannot(
            shown_then_changed, "followed by the next", campaigns.WordingTaken, campaign_pages.REFUSALS,
            "Det finnes allerede en ordlyd fra den dagen.",
        ),
        Cannot(
            another_channel_while_it_takes_in, "never changes once", campaigns.AlreadyOpened, campaign_pages.REFUSALS,
            "Kampanjen tar allerede imot svar: Det folk har fått vite om den, blir som det er.",
        ),
        Cannot(
            a_sixth_colleague, "five colleagues", readers.TooMany, own_orders.REFUSALS,
            "Fem kolleger følger dette oppdraget allerede, og flere kan ikke. Ta ut en først.",
        ),
        Cannot(
            somebody_of_another_client, "company that ordered", readers.WrongCompany, reader_pages.OrderReaderAdmin.refusals,
            "Denne personen representerer ikke kunden som har bestilt.",
        ),
        Cannot(
            written_to_without_a_yes, "has not asked", letters.NotAsked, letter_steps.REFUSALS,
            "Kandidaten har ikke sagt ja til å høre om andre stillinger. Spør på telefon; kandidaten kan så "
            "samtykke til lengre lagring på Min side.",
        ),
        Cannot(
            given_to_who_is_no_recipient, "register of recipients", disclosures.NotAllowed, disclosure_pages.DisclosureAdmin.refusals,
            "Ikke utlevert: denne mottakeren kan ikke få disse opplysningene. En kunde må ha et åpent oppdrag, "
            "en databehandler en gjeldende avtale, og alle andre personens eget ja til disse opplysningene i dag.",
        ),
    )
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CANNOT))
def test_the_database_refuses_it_and_the_screen_says_why(name):
    case = CANNOT[name]

    with pytest.raises(IntegrityError, match=case.words), transaction.atomic():
        case.write()
    with translation.override("nb"):
        assert str(case.told[case.error]) == case.sentence
