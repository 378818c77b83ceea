"""Whose the rows about applying are, besides the application itself: drafts, and answers to the questions of an ad."""

from django.utils.translation import gettext_noop as _

from candidates.models import ApplicationDraft, ScreeningAnswer
from privacy.choices import Category, PeriodCode
from privacy.declarations import data, internal, link, owner, personal
from privacy.grounds import FollowsPerson, Until

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    ApplicationDraft,
    subject="candidate__subject",
    activity="applications",
    category=Category.APPLICATION,
    keep=FollowsPerson(at_most=Until("changed_at", PeriodCode.ACCOUNT)),  # what is not sent keeps nobody
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "job_ad": link(),
        "message": data(Category.APPLICATION),
        "typed": data(Category.APPLICATION),
        "changed_at": data(Category.APPLICATION),
    },
)

personal(
    ScreeningAnswer,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": NUMBER,
        "application": owner(),
        "question": link(),
        "asked": data(Category.APPLICATION),
        "answer": data(Category.APPLICATION),
    },
)
