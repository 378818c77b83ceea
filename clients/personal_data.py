"""Whose the rows about clients are."""

from django.utils.translation import gettext_noop as _

from clients.models import (
    Agreement,
    ClientCompany,
    ClientContact,
    InvoiceProfile,
    JobAd,
    JobOrder,
    Newsletter,
    OrderTerms,
)
from privacy.choices import Category, PeriodCode
from privacy.declarations import clear, data, internal, link, not_personal, owner, personal, stays
from privacy.grounds import Until

personal(
    ClientContact,
    subject="subject",
    activity="clients",
    category=Category.CLIENT,
    keep=Until("ended_at", PeriodCode.CLIENT_CONTACT, while_empty="client_relation"),
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "subject": owner(),
        "company": link(),
        "name": data(Category.IDENTITY),
        "email": data(Category.CONTACT),
        "phone": data(Category.CONTACT),
        "position": data(Category.CLIENT),
        "role": data(Category.CLIENT),
        "ended_at": data(Category.CLIENT),
        "created_at": data(Category.CLIENT),
    },
)

not_personal(ClientCompany, reason="a company; its people are contact persons", links={"adviser": clear()})
not_personal(
    Agreement,
    reason="terms between companies",
    links={"signed_by": stays("who signed for us must stay known as long as the agreement is kept")},
)
not_personal(
    JobOrder,
    reason="a position a company wants filled",
    links={"adviser": stays("an order is never without somebody responsible; hand it over first")},
)
not_personal(InvoiceProfile, reason="how a company is invoiced; a shared mailbox, no person's")
not_personal(OrderTerms, reason="terms between companies")
not_personal(JobAd, reason="a public advertisement")
not_personal(
    Newsletter,
    reason="a text for many",
    links={
        "written_by": stays("who wrote what was sent to many must stay known"),
        "tested_by": stays("so must who read it first"),
        "sent_by": stays("and who sent it"),
    },
)
