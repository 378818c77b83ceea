"""Grounds and missing facts in plain words, for the person, and for an adviser who reads about the person."""

import datetime
from typing import Any

from django.apps import apps
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.choices import HoldReason, PeriodCode, RestrictionGround
from privacy.decide import Ground, Outcome, Verdict
from privacy.grounds import CLOCK_STOPPED

SENTENCES = {
    PeriodCode.ACCOUNT: _("An account or a draft without an application is kept until %(day)s."),
    PeriodCode.THIS_POSITION: _("You asked us to keep it for this position only: until %(day)s."),
    PeriodCode.CANDIDATE_BASE: _("An application is kept for a limited time after you sent it: until %(day)s."),
    PeriodCode.FURTHER_STORAGE: _("You consented to longer storage: until %(day)s."),
    PeriodCode.ENTERED_BY_HAND: _("We registered you ourselves, and keep that until %(day)s."),
    PeriodCode.CLIENT_CONTACT: _("You were a contact person at a client, which we keep until %(day)s."),
    PeriodCode.ENQUIRY: _("You wrote to us; the answered question is kept until %(day)s."),
    PeriodCode.CASE_FILE: _("You sent us a file by e-mail; unless somebody takes it in, it is kept until %(day)s."),
    PeriodCode.COMPANY_CREDIT: _("A credit assessment is kept for a year at most: until %(day)s."),
    PeriodCode.TIMELINE: _("What we know of your business, and what happened between us, is kept until %(day)s."),
    "own_business": _("Your business is a client of ours."),
    "prepayment_open": _("We have asked for prepayment of an order, which is neither paid nor given up yet."),
    PeriodCode.MAIL: _("That we sent this e-mail is kept until %(day)s."),
    PeriodCode.REQUEST: _("You asked about your rights; what was answered is kept until %(day)s."),
    "open_request": _("You asked about your rights, and the answer is not given yet."),
    PeriodCode.PACKAGE: _("A copy that was ordered can be fetched for a few days: until %(day)s."),
    PeriodCode.NOT_INFORMED: _(
        "We have it from somebody else and have not told you yet; unless we do, it goes on %(day)s."
    ),
    PeriodCode.LEAD: _("You answered a campaign; the answer is kept until %(day)s, unless you register with us."),
    PeriodCode.IMPORT_TOLD: _(
        "We took it over from an earlier system and told you so on %(since)s; nothing of it goes before %(day)s."
    ),
    PeriodCode.AGREEMENT: _(
        "You signed an agreement, which the law (bokføringsloven § 13) makes us keep until %(day)s."
    ),
    "agreement_in_force": _(
        "You signed an agreement that is in force. The law (bokføringsloven § 13) makes us keep it, and three and a half "
        "years from the end of the financial year in which it ends."
    ),
    PeriodCode.PAYROLL: _(
        "You are or were employed by us. The law (bokføringsloven § 13) makes us keep the basis for your pay five years from the "
        "end of the financial year: until %(day)s."
    ),
    PeriodCode.EMPLOYEE_FILE: _(
        "After the employment the file is kept as long as claims may be raised (arbeidsmiljøloven § 17-4): until %(day)s."
    ),
    PeriodCode.PAY_ACCOUNT: _(
        "After the employment the account is kept until the last pay and holiday pay are settled (ferieloven § 11): until %(day)s."
    ),
    PeriodCode.NEXT_OF_KIN: _("An employee named you as next of kin; it goes with the employment, on %(day)s."),
    PeriodCode.EMPLOYMENT_DRAFT: _("An employment was prepared; unless it begins, it is kept until %(day)s."),
    PeriodCode.ASSIGNMENT: _(
        "You were hired out to a client. The period is kept as long as claims may come of it (arbeidsmiljøloven § 14-12): until "
        "%(day)s."
    ),
    "hired_out": _("You are hired out to a client, which needs to be written down (arbeidsmiljøloven § 14-12)."),
    CLOCK_STOPPED: _("You are employed by us: as long as that lasts, the time it is kept for stands still."),
    "employed": _(
        "You are employed by us, which needs a contract and pay (arbeidsmiljøloven § 14-5, bokføringsloven § 13)."
    ),
    "kin_of_employee": _("An employee of ours named you as next of kin."),
    "client_relation": _("You are a contact person at a client of ours."),
    "open_case": _("You wrote to us and the question is not closed."),
    "staff": _("You work here, or worked here and answer for decisions we must account for."),
    "reviewed": _("A person here has decided that it is kept until %(day)s."),
    **{
        f"hold:{reason.value}": _("Deletion is on hold because of %(reason)s, until %(day)s at the latest.")
        for reason in HoldReason
    },
    **{
        f"restriction:{ground.value}": _("Processing is restricted: %(reason)s. It is kept until that is lifted.")
        for ground in RestrictionGround.that_hold()
    },
}

OF_ANOTHER = {  # what reads differently to somebody who is not the person
    PeriodCode.THIS_POSITION: _("The person asked for it to be kept for this position only: until %(day)s."),
    PeriodCode.CANDIDATE_BASE: _("An application is kept for a limited time after it was sent: until %(day)s."),
    PeriodCode.FURTHER_STORAGE: _("The person consented to longer storage: until %(day)s."),
    PeriodCode.ENTERED_BY_HAND: _("The person was registered here by hand, which is kept until %(day)s."),
    PeriodCode.CLIENT_CONTACT: _("The person was a contact person at a client, which is kept until %(day)s."),
    PeriodCode.TIMELINE: _("What we know of the person's business, and what happened, is kept until %(day)s."),
    PeriodCode.CASE_FILE: _("The person sent a file by e-mail; unless somebody takes it in, it is kept until %(day)s."),
    "own_business": _("The person's business is a client of ours."),
    PeriodCode.ENQUIRY: _("The person wrote to us; the answered question is kept until %(day)s."),
    PeriodCode.REQUEST: _("The person asked about rights; what was answered is kept until %(day)s."),
    PeriodCode.NOT_INFORMED: _("We have it from somebody else; unless the person is told of it, it goes on %(day)s."),
    PeriodCode.LEAD: _("The person answered a campaign, which is kept until %(day)s."),
    PeriodCode.IMPORT_TOLD: _(
        "It was taken over from an earlier system, and the person told so on %(since)s; nothing goes before %(day)s."
    ),
    "open_request": _("The person asked about rights, and the answer is not given yet."),
    PeriodCode.AGREEMENT: _(
        "The person signed an agreement, which the law (bokføringsloven § 13) makes us keep until %(day)s."
    ),
    "agreement_in_force": _(
        "The person signed an agreement that is in force, which the law (bokføringsloven § 13) makes us keep."
    ),
    PeriodCode.PAYROLL: _(
        "The person is or was employed by us. The law (bokføringsloven § 13) makes us keep the basis for pay until %(day)s."
    ),
    PeriodCode.NEXT_OF_KIN: _("An employee named the person as next of kin; it goes with the employment, on %(day)s."),
    PeriodCode.ASSIGNMENT: _(
        "The person was hired out to a client. The period is kept as long as claims may come of it: until %(day)s."
    ),
    "hired_out": _("The person is hired out to a client."),
    CLOCK_STOPPED: _("The person is employed by us: as long as that lasts, the time it is kept for stands still."),
    "employed": _("The person is employed by us, which needs a contract and pay."),
    "kin_of_employee": _("An employee of ours named the person as next of kin."),
    "client_relation": _("The person is a contact person at a client of ours."),
    "open_case": _("The person wrote to us and the question is not closed."),
    "staff": _("The person works here, or worked here and answers for decisions we must account for."),
}


def sentence(ground: Ground, *, to_person: bool = True) -> str:
    """One ground as a sentence in the reader's language."""
    words = SENTENCES if to_person else SENTENCES | OF_ANOTHER
    said = {"day": day(ground.until), "since": day(ground.since), "reason": holding_reason(ground.code)}
    return str(words[ground.code]) % said


def holding_reason(code: str) -> str:
    """Why a hold or a restriction holds deletion back, in words; empty for other grounds."""
    kind, _colon, reason = code.partition(":")
    choices = {"hold": HoldReason, "restriction": RestrictionGround}.get(kind)
    return str(choices(reason).label) if choices else ""


def sentences(outcome: Outcome, *, to_person: bool = True) -> tuple[str, ...]:
    """Why this is kept, or why nobody can say."""
    if outcome.verdict is Verdict.REVIEW:
        return (gettext("A date we need in order to decide is missing; a person here has to look at it."),)
    if outcome.verdict is Verdict.ERASE:
        return (gettext("There is no reason left to keep it: it is deleted at the next nightly run."),)
    limit = outcome.item.at_most
    if limit and limit.until and outcome.due_on == limit.until:
        return (sentence(limit, to_person=to_person),)  # it goes on that day, however long the rest is kept
    return tuple(sentence(ground, to_person=to_person) for ground in outcome.active)


def missing_fact(label: str, fact: str) -> str:
    """What a rule for rows of `label` looked for in vain: the name of a date, or of a storage time nobody approved."""
    if code := period_of(fact):
        return gettext("storage time “%(period)s”, not approved") % {"period": PeriodCode(code).label}
    names, model = [], apps.get_model(label)
    for part in fact.split("__"):
        field: Any = model._meta.get_field(part)
        names.append(str(field.verbose_name))
        model = field.related_model or model
    return ": ".join(names)


def period_of(fact: str) -> str:
    """The code of the storage time that is missing; empty when it is something about the row."""
    kind, _colon, code = fact.partition(":")
    return code if kind == "period" else ""


def day(date: datetime.date | None) -> str:
    return date_format(date, "DATE_FORMAT") if date else gettext("further notice")
