"""Whose the rows about interviews are: the candidate's, with the application. Notes of them are notes of the application."""

from django.utils.translation import gettext_noop as _

from candidates.models import Interview, InterviewTime
from privacy.choices import Category
from privacy.declarations import clear, data, internal, owner, personal, soft, stays

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    Interview,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": NUMBER,
        "application": owner(),
        "candidate": owner(),
        "kind": data(Category.APPLICATION),
        "place": data(Category.APPLICATION),
        "video_link": data(Category.APPLICATION),
        "minutes": data(Category.APPLICATION),
        "led_by": stays("who from the agency took part must stay known"),
        "contact": clear(),
        "disclosure": soft("its line in the ledger of disclosures"),
        "state": data(Category.APPLICATION),
        "answer_by": data(Category.APPLICATION),
        "none_suits_at": data(Category.APPLICATION),
        "starts_at": data(Category.APPLICATION),
        "ends_at": data(Category.APPLICATION),
        "sequence": internal(_("how often we changed the entry in your calendar")),
        "overlaps": internal(_("whether it came to lie at the same time as another")),
        "made_by": stays("who arranged it answers for it"),
        "made_at": data(Category.APPLICATION),
    },
)

personal(
    InterviewTime,
    subject="interview__application__candidate__subject",
    activity="applications",
    fields={"id": NUMBER, "interview": owner(), "starts_at": data(Category.APPLICATION)},
)
