"""Whose a period at a client is, and how long: the employee's, with an end of its own after the last day there."""

from django.utils.translation import gettext_noop as _

from candidates.models import Assignment
from privacy.choices import Category, PeriodCode
from privacy.declarations import clear, data, internal, link, owner, personal, stays
from privacy.grounds import WhileRunning

WORK = data(Category.EMPLOYMENT)

personal(
    Assignment,
    subject="employment__subject",
    activity="employment",
    category=Category.EMPLOYMENT,
    keep=WhileRunning("ends_on", PeriodCode.ASSIGNMENT, "hired_out"),
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "employment": owner(),
        "order": link(),
        # A contact person of the client: gone, the period stays the employee's, and names nobody who led it.
        "leader": clear(),
        "place": WORK,
        "county": WORK,
        "is_construction": WORK,
        "starts_on": WORK,
        "ends_on": WORK,
        "ground": WORK,
        "evidence": WORK,
        "worked_at_client": WORK,
        "left_client_on": WORK,
        "planned_by": stays("who planned where somebody works answers for it"),
        "planned_at": WORK,
        "ended_by": stays("so does who ended it"),
        "ended_at": WORK,
    },
)
