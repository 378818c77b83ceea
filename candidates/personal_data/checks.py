"""Whose the rows about checks are, and how long: the note goes with the assignment, in the same transaction (P28)."""

from django.utils.translation import gettext_noop as _

from candidates.models import CheckNotice, CheckTally, SpecialCheck
from privacy.choices import Category
from privacy.declarations import data, internal, link, not_personal, owner, personal, stays

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    CheckNotice,
    subject="application__candidate__subject",
    activity="background_checks",
    category=Category.CHECK,
    fields={
        "id": NUMBER,
        "application": owner(),
        "requirement": link(),
        "through": data(Category.CHECK),
        "told_by": stays("that somebody was told first needs a name to answer for it"),
        "told_at": data(Category.CHECK),
    },
)

# No storage time of its own: it gives no reason to keep anything. The order closed, the application ended, the employment
# over or the requirement lifted, it is deleted by that very act (candidates.actions.checks), which the database holds us to.
personal(
    SpecialCheck,
    subject="notice__application__candidate__subject",
    activity="background_checks",
    category=Category.CHECK,
    fields={
        "id": NUMBER,
        "notice": owner(),
        "outcome": data(Category.CHECK),
        "seen_on": data(Category.CHECK),
        "seen_by": stays("who saw it answers for it"),
        "noted_at": data(Category.CHECK),
    },
)

not_personal(CheckTally, reason="how many notes of checks were deleted, by month; tied to nobody and to no order")
