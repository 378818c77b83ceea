"""What is kept of clients: contact persons, what came of a business, and what the law makes us keep of agreements."""

import datetime

from clients.models import Agreement, ClientCompany, ClientContact, JobOrder
from privacy.actions import retention
from privacy.choices import PeriodCode
from tests import factories
from tests.privacy.periods.case import Case, Made
from tests.privacy.periods.moments import LEAP, LEAP_DAY, LONG_AGO, NEW_YEAR

D = datetime.date


def a_contact(word):
    contact = factories.ClientContactFactory(created_at=LONG_AGO, name=word)
    reader = factories.OrderReaderFactory(contact=contact, granted_at=LONG_AGO)
    ClientContact.objects.filter(pk=contact.pk).update(ended_at=LEAP)
    retention.refresh(contact.subject_id)
    return Made([contact, reader, contact.subject], contact.subject_id, contact, stays=[contact.company])


def an_enquiry(word):
    enquiry = factories.EnquiryFactory(
        received_at=LEAP, needs=word, answer=word, outcome="no_need", reason=word, closed_at=LEAP
    )
    retention.refresh(enquiry.subject_id)
    return Made([enquiry, enquiry.subject], enquiry.subject_id, enquiry)


def of_a_company(word):
    entry = factories.TimelineEntryFactory(text=word, at=LEAP)
    return Made([entry], stays=[entry.company])


def of_a_business(word):
    """A sole proprietorship, which is a person, and a client still."""
    business = factories.SoleProprietorFactory(created_at=LONG_AGO)
    its = {"company": business.company, "subject": business.subject}
    entry = factories.TimelineEntryFactory(text=word, at=LEAP, **its)
    listed = factories.RegisterEntryFactory(name=word, known_at=LEAP, looked_up_at=LEAP, **its)
    unit = factories.SubUnitFactory(name=word, known_at=LEAP, **its)
    retention.refresh(business.subject_id)
    return Made([entry, listed, unit], business.subject_id, entry, stays=[business])


def a_business_that_left(word):
    business = factories.SoleProprietorFactory(created_at=LONG_AGO, name=word, company__name=word)
    ended = {"ended_at": LEAP, "ended_by": factories.StaffFactory()}
    ClientCompany.objects.filter(pk=business.company_id).update(**ended)
    retention.refresh(business.subject_id)
    return Made([business, business.subject], business.subject_id, business, stays=[business.company])


def credit_of_a_company(word):
    assessed = factories.CreditAssessmentFactory(assessed_on=LEAP_DAY, source=word, entered_at=LEAP)
    asked = factories.PrepaymentFactory(reason=word, asked_at=LONG_AGO, settled_at=LEAP)
    return Made([assessed, asked], stays=[assessed.company, asked.order])


def credit_of_a_business(word):
    business = factories.SoleProprietorFactory(created_at=LONG_AGO)
    its = {"company": business.company, "subject": business.subject}
    assessed = factories.CreditAssessmentFactory(assessed_on=LEAP_DAY, source=word, entered_at=LEAP, **its)
    asked = factories.PrepaymentFactory(
        reason=word, asked_at=LONG_AGO, settled_at=LEAP, subject=business.subject, order__company=business.company
    )
    retention.refresh(business.subject_id)
    return Made([assessed, asked], business.subject_id, assessed, stays=[business])


def an_agreement(word):
    """Over with its last order, in the first minutes of 2025; who signed is nobody else here."""
    signed = factories.SignatoryFactory(
        name=word, agreement__filed=True, agreement__content=word.encode(), agreement__terms=word,
        agreement__valid_until=D(2023, 6, 30),
    )  # fmt: skip
    agreement = signed.agreement
    order = factories.JobOrderFactory(title=word, agreement=agreement, company=agreement.company)
    with_it = [
        factories.OrderTermsFactory(order=order),
        factories.JobAdFactory(order=order, body=word),
        factories.FactSheetFactory(order=order, in_ad=word),
        factories.CheckRequirementFactory(order=order, authority=f"{word} § 30"),
    ]
    JobOrder.objects.filter(pk=order.pk).update(closed_at=NEW_YEAR)
    assert Agreement.objects.get(pk=agreement.pk).ended_on == D(2025, 1, 1)
    retention.refresh(signed.subject_id)
    goes = [signed, signed.subject, *with_it, order, agreement]
    files = [("files", agreement.file.name)]
    return Made(goes, signed.subject_id, signed, files=files, stays=[agreement.company])


def an_order_with_a_presentation(word):
    """Who was in it went long ago; the envelope keeps the order no longer than the law does."""
    order = factories.JobOrderFactory(title=word)
    over = NEW_YEAR - datetime.timedelta(days=30)
    factories.PresentationFactory(job_order=order, created_at=LONG_AGO, ends_at=over)
    JobOrder.objects.filter(pk=order.pk).update(closed_at=NEW_YEAR)
    Agreement.objects.filter(pk=order.agreement_id).update(valid_until=D(2023, 6, 30))
    return Made([order, order.agreement], stays=[order.company])


def a_draft(word):
    draft = factories.AgreementFactory(signed_at=None, signed_by=None, valid_from=LEAP_DAY, drafted_at=LEAP, terms=word)
    return Made([draft], stays=[draft.company])


def a_client(word):
    company = factories.ClientCompanyFactory(name=word, created_at=LONG_AGO)
    its = [make(company=company) for make in (
        factories.InvoiceProfileFactory, factories.RegisterEntryFactory, factories.SubUnitFactory,
    )]  # fmt: skip
    ended = {"ended_at": NEW_YEAR, "ended_by": factories.StaffFactory()}
    ClientCompany.objects.filter(pk=company.pk).update(**ended)
    return Made([*its, company])


CASES = [
    Case(PeriodCode.CLIENT_CONTACT, a_contact, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.ENQUIRY, an_enquiry, D(2025, 2, 27), D(2025, 2, 28)),
    Case(PeriodCode.TIMELINE, of_a_company, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.TIMELINE, of_a_business, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.TIMELINE, a_business_that_left, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.COMPANY_CREDIT, credit_of_a_company, D(2025, 2, 27), D(2025, 2, 28)),
    Case(PeriodCode.COMPANY_CREDIT, credit_of_a_business, D(2025, 2, 27), D(2025, 2, 28)),
    Case(PeriodCode.AGREEMENT, an_agreement, D(2029, 6, 30), D(2029, 7, 1)),
    Case(PeriodCode.AGREEMENT, an_order_with_a_presentation, D(2029, 6, 30), D(2029, 7, 1)),
    Case(PeriodCode.AGREEMENT_DRAFT, a_draft, D(2025, 2, 27), D(2025, 2, 28)),
    Case(PeriodCode.INVOICING, a_client, D(2030, 12, 31), D(2031, 1, 1)),
]
