"""Whose the rows about a client's business are: nobody's where it is a company, a person's where it is a sole proprietorship."""

from django.utils.translation import gettext_noop as _

from clients.choices import Bond, PrepaymentState
from clients.models import CreditAssessment, Prepayment, RegisterEntry, SoleProprietor, SubUnit, TimelineEntry
from privacy.choices import Category, PeriodCode
from privacy.declarations import Expiry, FieldSpec, clear, data, internal, link, owner, personal, stays
from privacy.grounds import ByValue, Standing, Statutory, Until

NUMBER = internal(_("a number of ours that says nothing about you"))
OF_A_PARTY = Statutory("agreement_ended_on", PeriodCode.AGREEMENT, while_empty="agreement_in_force")

# A sole proprietorship is a person: each of the rows below names that person by `subject`, and nobody where the client is
# a company. `SoleProprietor` holds what the law makes us keep of a party to an agreement; everything else goes at once
# when the person asks. With its row go name and number in ClientCompany, by a trigger.
personal(
    SoleProprietor,
    subject="subject",
    activity="sole_proprietors",
    category=Category.CLIENT,
    keep=ByValue(
        "bond",
        {
            Bond.NONE: Until("ended_at", PeriodCode.TIMELINE, while_empty="own_business"),
            Bond.RUNS: OF_A_PARTY,
            Bond.OVER: OF_A_PARTY,
        },
    ),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "company": link(),
        "name": data(Category.IDENTITY),
        "org_number": data(Category.IDENTITY),
        "bond": data(Category.CLIENT),
        "agreement_ended_on": data(Category.CLIENT),
        "ended_at": data(Category.CLIENT),
        "created_at": data(Category.CLIENT),
    },
)


def _of_the_register(model: type[RegisterEntry] | type[SubUnit], **facts: FieldSpec) -> None:
    """What the register says of the business, or of a workplace of it; `facts` are what only this one says."""
    personal(
        model,
        subject="subject",
        activity="sole_proprietors",
        category=Category.CLIENT,
        keep=Until("known_at", PeriodCode.TIMELINE),
        fields={
            "id": NUMBER,
            "subject": owner(),
            "company": link(),
            "name": data(Category.IDENTITY),
            "address": data(Category.CONTACT),
            **facts,
            "looked_up_at": data(Category.CLIENT),
            "known_at": data(Category.CLIENT),
        },
    )


SAYS = data(Category.CLIENT)
_of_the_register(RegisterEntry, form=SAYS, is_bankrupt=SAYS, is_dissolving=SAYS, deleted_on=SAYS)
_of_the_register(SubUnit, org_number=SAYS, is_used=SAYS, closed_on=SAYS)

personal(
    TimelineEntry,
    subject="subject",
    activity="sole_proprietors",
    category=Category.CLIENT,
    keep=Until("at", PeriodCode.TIMELINE),
    expires=Expiry("at", PeriodCode.TIMELINE),  # also of companies, which are nobody's
    fields={
        "id": NUMBER,
        "subject": owner(),
        "company": link(),
        "kind": data(Category.CLIENT),
        "text": data(Category.CLIENT),
        "at": data(Category.CLIENT),
        "by": clear(),
    },
)

personal(
    CreditAssessment,
    subject="subject",
    activity="company_credit",
    category=Category.CLIENT,
    keep=Until("assessed_on", PeriodCode.COMPANY_CREDIT),
    expires=Expiry("assessed_on", PeriodCode.COMPANY_CREDIT),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "company": link(),
        "credit_class": data(Category.CLIENT),
        "source": data(Category.CLIENT),
        "assessed_on": data(Category.CLIENT),
        "valid_until": data(Category.CLIENT),
        "entered_by": clear(),
        "entered_at": data(Category.CLIENT),
    },
)

personal(
    Prepayment,
    subject="subject",
    activity="company_credit",
    category=Category.CLIENT,
    keep=ByValue(
        "state",
        {
            PrepaymentState.ASKED: Standing("prepayment_open"),
            PrepaymentState.PAID: Until("settled_at", PeriodCode.COMPANY_CREDIT),
            PrepaymentState.WAIVED: Until("settled_at", PeriodCode.COMPANY_CREDIT),
        },
    ),
    expires=Expiry("settled_at", PeriodCode.COMPANY_CREDIT),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "order": link(),
        "state": data(Category.CLIENT),
        "reason": data(Category.CLIENT),
        "asked_by": stays("a decision about a person has a human (GDPR art. 22)"),
        "asked_at": data(Category.CLIENT),
        "settled_by": stays("so has its end"),
        "settled_at": data(Category.CLIENT),
        "review_asked_at": data(Category.CLIENT),
        "review_message": data(Category.CLIENT),
        "review_answer": data(Category.CLIENT),
        "reviewed_by": stays("so has its review"),
        "reviewed_at": data(Category.CLIENT),
    },
)
