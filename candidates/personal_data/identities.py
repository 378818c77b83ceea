"""Whose the note is that an identity was seen, what for, and how long: it goes with the candidate."""

from django.utils.translation import gettext_noop as _

from candidates.models import IdentitySeen
from privacy.choices import Category
from privacy.declarations import data, internal, owner, personal, stays

personal(
    IdentitySeen,
    subject="candidate__subject",
    activity="applications",
    category=Category.IDENTITY,
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "candidate": owner(),
        "kind": data(Category.IDENTITY),
        "seen_on": data(Category.IDENTITY),
        "seen_by": stays("who saw it answers for it"),
        "noted_at": data(Category.IDENTITY),
    },
)
