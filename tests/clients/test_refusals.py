"""Each "cannot" about clients, campaigns and mail: the database refuses it, and the screen says why and what to do (P6, P18).

Elsewhere, the database and the screen: what the law makes us keep (test_client_rights, both ways); whom news does not
reach (test_newsletters, test_suppressions; the number of readers before sending); a lead sent again or that said no
(test_leads, test_admin_campaigns, views/test_intake); a wrong number, and the client that has it (test_register); prepayment
without a reason (test_credit); letters (test_letters); a service template to many (test_mailings); an activity's basis
(test_seeds); who is given data (test_disclosures).
"""

import datetime
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
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
from privacy.actions import disclosures, subjects
from privacy.admin import disclosures as disclosure_pages
from privacy.admin import steps
from privacy.models import Mailing, OutgoingMail, ProcessingActivity
from tests import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P6"), pytest.mark.promise("P18")]

NOW, DAY = made.NOW, datetime.timedelta(days=1)
OPEN_ALREADY = (
    "Dette oppdraget er allerede åpnet og beholder vilkårene fra den dagen. Andre vilkår krever et nytt oppdrag, på neste "
    "versjon av avtalen."
)
CLOSED_FOR_GOOD = (
    "Dette oppdraget er ikke åpent. Et oppdrag som er avsluttet, forblir avsluttet: Mer arbeid krever et nytt oppdrag."
)


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


def other_terms_in_their_place() -> None:
    terms = made.OrderTermsFactory(fee_model="fixed", fee=10)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM clients_orderterms WHERE order_id = %s", [terms.order_id])


def on_another_agreement() -> None:
    order = made.JobOrderFactory()
    JobOrder.objects.filter(pk=order.pk).update(agreement=made.AgreementFactory(company=order.company, version=2))


def opened_then_as_if_it_never_was() -> None:
    made.JobOrderFactory()
    JobOrder.objects.update(opened_at=None, agreement=None)


def closed_on_another_day() -> None:
    made.JobOrderFactory(closed_at=NOW)
    JobOrder.objects.update(closed_at=NOW - DAY)


def closed_then_open_again() -> None:
    made.JobOrderFactory(closed_at=NOW)
    JobOrder.objects.update(closed_at=None)


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


def given_for_no_activity() -> None:
    made.DisclosureFactory(activity=None)


def written_to_somebody_erased() -> None:
    made.OutgoingMailFactory(subject=None, subject_id=uuid.uuid4())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def advertised_without_a_ground() -> None:
    made.AdvertisementFactory(marketing_ground="")


def a_service_template_to_many() -> None:
    made.MailingFactory(template="candidates/email/receipt")


def processed_without_a_basis() -> None:
    ProcessingActivity.objects.update(national_law="")


def paid_first_for_no_reason() -> None:
    made.PrepaymentFactory(reason="")


def says(model: type[Model], name: str) -> dict[type[Exception], Any]:
    """What a form of this model says when the constraint refuses it."""
    return {
        ValidationError: next(rule for rule in model._meta.constraints if rule.name == name).violation_error_message
    }


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
            "Dette forskuddet er gjort opp tidligere, og det blir stående: Oppdraget kan åpnes.",
        ),
        Cannot(
            signed_then_changed, "never changed", agreements.AlreadySigned, agreement_steps.REFUSALS,
            "Denne avtalen er undertegnet: Den endres aldri, men følges av neste versjon.",
        ),
        Cannot(
            other_terms_for_an_open_order, "keeps the terms", orders.AlreadyOpen, order_pages.REFUSALS,
            OPEN_ALREADY,
        ),
        Cannot(other_terms_in_their_place, "bokføringsloven § 13", orders.AlreadyOpen, order_pages.REFUSALS, OPEN_ALREADY),
        Cannot(on_another_agreement, "keeps its client, its agreement", orders.AlreadyOpen, order_pages.REFUSALS, OPEN_ALREADY),
        Cannot(
            opened_then_as_if_it_never_was, "keeps its client, its agreement", orders.AlreadyOpen, order_pages.REFUSALS,
            OPEN_ALREADY,
        ),
        Cannot(closed_on_another_day, "closed keeps its day", orders.NotOpen, order_pages.REFUSALS, CLOSED_FOR_GOOD),
        Cannot(closed_then_open_again, "closed keeps its day", orders.NotOpen, order_pages.REFUSALS, CLOSED_FOR_GOOD),
        Cannot(
            ended_with_an_open_order, "while an order is open", relations.OrderIsOpen, STEP["end-relation"].refusals,
            "Kunden har et åpent oppdrag: Avslutt det først.",
        ),
        Cannot(
            closed_then_changed, "stays as it is", enquiries.AlreadyClosed, enquiry_pages.REFUSALS,
            "Denne henvendelsen er allerede avsluttet og blir som den er. Spør de igjen, registrerer du et nytt oppdrag.",
        ),
        Cannot(
            sent_then_changed, "does not change", newsletters.AlreadySent, news_pages.REFUSALS,
            "Det er sendt allerede, og det som er sendt, endres ikke.",
        ),
        Cannot(
            shown_then_changed, "followed by the next", campaigns.WordingTaken, campaign_pages.REFUSALS,
            "Det finnes allerede en ordlyd fra den dagen, og den blir som den ble vist: Velg en annen dag for den neste.",
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
        Cannot(
            given_for_no_activity, "activity_id", ValidationError,
            {ValidationError: disclosure_pages.DisclosureForm.base_fields["activity"].error_messages["required"]},
            "Feltet er påkrevet.",
        ),
        Cannot(
            written_to_somebody_erased, "privacy_subject", subjects.PersonIsGone, steps.OUT_OF_REACH,
            "Opplysningene om denne personen er slettet i mellomtiden.",
        ),
        Cannot(
            advertised_without_a_ground, "mail_marketing_has_a_ground", ValidationError,
            says(OutgoingMail, "mail_marketing_has_a_ground"),
            "Reklame krever samtykke eller et kundeforhold, og en adresse som kan si nei.",
        ),
        Cannot(
            a_service_template_to_many, "mailing_is_advertising", ValidationError, says(Mailing, "mailing_is_advertising"),
            "Bare reklame sendes til mange: Denne malen er for servicemeldinger.",
        ),
        Cannot(
            processed_without_a_basis, "activity_has_a_basis", ValidationError, says(ProcessingActivity, "activity_has_a_basis"),
            "En behandlingsaktivitet trenger et behandlingsgrunnlag, en paragraf og en lagringstid.",
        ),
        Cannot(
            paid_first_for_no_reason, "prepayment_has_a_reason", ValidationError, says(Prepayment, "prepayment_has_a_reason"),
            "Et menneske bestemmer, og sier hvorfor.",
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
