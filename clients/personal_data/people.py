"""Whose the rows about contact persons, enquiries and signatures are; and what is about nobody."""

from django.utils.translation import gettext_noop as _

from clients.models import (
    AdExport,
    AdRequirement,
    Agreement,
    ClientCompany,
    ClientContact,
    Enquiry,
    FactSheet,
    InvoiceProfile,
    JobAd,
    JobOrder,
    Newsletter,
    OrderReader,
    OrderTerms,
    ScreeningQuestion,
    Signatory,
)
from privacy.choices import Category, PeriodCode
from privacy.declarations import clear, data, file, internal, link, not_personal, owner, personal, stays
from privacy.grounds import Statutory, Until

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    ClientContact,
    subject="subject",
    activity="clients",
    category=Category.CLIENT,
    keep=Until("ended_at", PeriodCode.CLIENT_CONTACT, while_empty="client_relation"),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "company": link(),
        "name": data(Category.IDENTITY),
        "email": data(Category.CONTACT),
        "phone": data(Category.CONTACT),
        "position": data(Category.CLIENT),
        "role": data(Category.CLIENT),
        "started_on": data(Category.CLIENT),
        "ended_at": data(Category.CLIENT),
        "created_at": data(Category.CLIENT),
    },
)

personal(
    OrderReader,
    subject="contact__subject",
    activity="clients",
    category=Category.CLIENT,
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "contact": owner(),
        "order": link(),
        "is_invited": data(Category.CLIENT),
        "invited_by": clear(),
        "only_reads": data(Category.CLIENT),
        "granted_at": data(Category.CLIENT),
        "revoked_at": data(Category.CLIENT),
    },
)

personal(
    Enquiry,
    subject="subject",
    activity="enquiries",
    category=Category.CORRESPONDENCE,
    keep=Until("closed_at", PeriodCode.ENQUIRY, while_empty="open_case"),
    fields={
        "id": data(Category.CORRESPONDENCE),
        "subject": owner(),
        "company_name": data(Category.CORRESPONDENCE),
        "org_number": data(Category.CORRESPONDENCE),
        "kind": data(Category.CORRESPONDENCE),
        "needs": data(Category.CORRESPONDENCE),
        "headcount": data(Category.CORRESPONDENCE),
        "wanted_from": data(Category.CORRESPONDENCE),
        "name": data(Category.IDENTITY),
        "email": data(Category.CONTACT),
        "phone": data(Category.CONTACT),
        "language": data(Category.CONTACT),
        "submission_key": internal(_("a fingerprint that makes a double submit one case")),
        "owner": clear(),
        "answer": data(Category.CORRESPONDENCE),
        "outcome": data(Category.CORRESPONDENCE),
        "reason": data(Category.CORRESPONDENCE),
        "order": link(),
        "received_at": data(Category.CORRESPONDENCE),
        "due_on": data(Category.CORRESPONDENCE),
        "answered_at": data(Category.CORRESPONDENCE),
        "closed_at": data(Category.CORRESPONDENCE),
    },
)

personal(
    Signatory,
    subject="subject",
    activity="agreements",
    category=Category.CLIENT,
    keep=Statutory("agreement__ended_on", PeriodCode.AGREEMENT, while_empty="agreement_in_force"),
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "agreement": link(),
        "subject": owner(),
        "name": data(Category.IDENTITY),
        "position": data(Category.CLIENT),
    },
)

not_personal(
    ClientCompany,
    reason="a company; its people are contact persons, and the person behind a sole proprietorship is a SoleProprietor, with "
    "whose row name and number here are taken out",
    links={"adviser": clear(), "ended_by": stays("who ended the relation must stay known as long as the client is")},
)
not_personal(
    Agreement,
    reason="terms between companies; who signed for the client are rows of their own, which hold the agreement and its "
    "file as long as they are kept, and no longer (clients.actions.expiry)",
    links={
        "sent_by": stays("who sent it must stay known as long as the agreement is kept"),
        "signed_by": stays("who signed for us must stay known as long as the agreement is kept"),
        "file": file(Category.CLIENT),
        "filed_by": stays("so must who received the signed file"),
    },
)
not_personal(
    JobOrder,
    reason="a position a company wants filled",
    links={
        "adviser": stays("an order is never without somebody responsible; hand it over first"),
        "sub_unit": clear(),
    },
)
not_personal(InvoiceProfile, reason="how a company is invoiced; a shared mailbox, no person's")
not_personal(OrderTerms, reason="terms between companies")
not_personal(JobAd, reason="a public advertisement")
not_personal(
    AdExport,
    reason="what of a public advertisement was handed to NAV",
    links={
        "sent_by": stays("who handed it over must stay known as long as the ad is kept"),
        "stopped_by": stays("so must who had it stopped"),
    },
)
not_personal(AdRequirement, reason="what a public advertisement asks for")
not_personal(
    FactSheet,
    reason="what candidates are told about a position; no person's name stands in it",
    links={"written_by": stays("who told candidates what must stay known")},
)
not_personal(
    ScreeningQuestion,
    reason="what an ad asks of everybody; no person's name stands in it",
    links={
        "written_by": stays("who asked applicants what must stay known"),
        "ended_by": stays("so must who stopped asking it"),
    },
)
not_personal(
    Newsletter,
    reason="a text for many",
    links={
        "written_by": stays("who wrote what was sent to many must stay known"),
        "tested_by": stays("so must who read it first"),
        "sent_by": stays("and who sent it"),
    },
)
