"""Whose the rows about being presented to employers are, what for, and how long."""

from django.utils.translation import gettext_noop as _

from candidates.models import BlockedEmployer, SharingChoice, SharingPermission
from privacy.choices import Category
from privacy.declarations import data, internal, link, owner, personal, stays
from privacy.grounds import FollowsPerson

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    SharingPermission,
    subject="candidate__subject",
    activity="presentations",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "job_order": link(),
        "fact_sheet": link(),
        "level": data(Category.APPLICATION),
        "asked_by": stays("a person asked, and answers for it"),
        "asked_at": data(Category.APPLICATION),
        "answer_by": data(Category.APPLICATION),
        "question": data(Category.APPLICATION),
        "question_at": data(Category.APPLICATION),
        "reply": data(Category.APPLICATION),
        "replied_at": data(Category.APPLICATION),
        "answer": data(Category.APPLICATION),
        "answered_at": data(Category.APPLICATION),
        "channel": data(Category.APPLICATION),
        "sharing_notice": link(),
        "ended_at": data(Category.APPLICATION),
    },
)

personal(
    BlockedEmployer,
    subject="candidate__subject",
    activity="presentations",
    category=Category.APPLICATION,
    keep=FollowsPerson(),  # it gives no reason to keep anybody; let go of, it is deleted at once
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "org_number": data(Category.APPLICATION),
        "name": data(Category.APPLICATION),
        "added_at": data(Category.APPLICATION),
    },
)

personal(
    SharingChoice,
    subject="application__candidate__subject",
    activity="presentations",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "application": owner(),
        "was_kept": data(Category.APPLICATION),
        "was_shared": data(Category.APPLICATION),
        "keep_scope": data(Category.APPLICATION),
        "sharing_scope": data(Category.APPLICATION),
        "sharing_notice": link(),
        "language": data(Category.APPLICATION),
        "chosen_at": data(Category.APPLICATION),
    },
)
