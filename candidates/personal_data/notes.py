"""What advisers write about applications."""

from django.utils.translation import gettext_noop as _

from candidates.models import Note, StageText
from privacy.choices import Category
from privacy.declarations import data, internal, not_personal, owner, personal, stays

personal(
    Note,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "application": owner(),
        "text": data(Category.APPLICATION),
        "concerns": data(Category.APPLICATION),
        "reason": data(Category.APPLICATION),
        "written_by": stays("a person wrote it, and answers for it"),
        "written_at": data(Category.APPLICATION),
    },
)

not_personal(
    StageText,
    reason="words the agency answers many with; no person's name stands in them",
    links={"changed_by": stays("who says what the agency says must stay known")},
)
