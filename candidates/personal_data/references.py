"""Whose the rows about referees and what they said are: the referee's and the candidate's, each their own part."""

from django.utils.translation import gettext_noop as _

from candidates.models import Referee, ReferenceCheck, ReferenceQuestion, TestResult
from privacy.choices import Category, PeriodCode
from privacy.declarations import clear, data, internal, not_personal, owner, personal, shared, stays
from privacy.grounds import Until, WhileNamed

NUMBER = internal(_("a number of ours that says nothing about you"))
SAID = data(Category.APPLICATION)

# Kept for the sake of whoever named them, and no longer: gone with the candidate, and after two years at the most.
personal(
    Referee,
    subject="subject",
    activity="references",
    category=Category.CONTACT,
    keep=WhileNamed("candidate", Until("named_at", PeriodCode.CANDIDATE_BASE)),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "candidate": clear(),
        "name": data(Category.IDENTITY),
        "email": data(Category.CONTACT),
        "phone": data(Category.CONTACT),
        "relation": data(Category.CONTACT),
        "language": data(Category.CONTACT),
        "named_by": stays("who wrote down a referee for a candidate answers for it"),
        "named_how": data(Category.HISTORY),
        "named_at": data(Category.HISTORY),
    },
)

# What was said is about both, by both: it goes as soon as one of them does.
personal(
    ReferenceCheck,
    activity="references",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "application": shared(about=("answers", "wanted_at", "go_ahead_at", "taken_back_at", "declined_at")),
        "referee": shared(about=("answers", "token_digest")),
        "wanted_at": SAID,
        "wanted_by": stays("who asked for a go-ahead answers for it"),
        "go_ahead_at": SAID,
        "taken_back_at": SAID,
        "asked_at": SAID,
        "asked_by": stays("who asked a referee answers for it"),
        "token_digest": internal(_("a fingerprint of your link; the link itself is nowhere")),
        "reminded_at": SAID,
        "answered_at": SAID,
        "answers": SAID,
        "through": SAID,
        "noted_by": stays("so does who wrote down what was said"),
        "declined_at": SAID,
    },
)

personal(
    TestResult,
    subject="application__candidate__subject",
    activity="tests_interviews",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "application": owner(),
        "kind": SAID,
        "taken_on": SAID,
        "result": SAID,
        "explanation": SAID,
        "noted_by": stays("who wrote down a result answers for it"),
        "noted_at": SAID,
        "shown_at": SAID,
    },
)

not_personal(
    ReferenceQuestion,
    reason="a line of the guide referees are asked by",
    links={"changed_by": stays("who wrote a question answers for it")},
)
