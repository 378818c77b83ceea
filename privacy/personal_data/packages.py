"""Whose the copies are that people order of their data."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category, PeriodCode
from privacy.declarations import data, file, internal, owner, personal
from privacy.grounds import FollowsPerson, Until
from privacy.models import Package

personal(
    Package,
    subject="subject",
    activity="rights",
    category=Category.RIGHTS,
    keep=FollowsPerson(at_most=Until("ordered_at", PeriodCode.PACKAGE)),
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "subject": owner(),
        "language": data(Category.RIGHTS),
        "state": data(Category.RIGHTS),
        "done": internal(_("how far the making of it has come")),
        "total": internal(_("how far the making of it has come")),
        "attempts": internal(_("how often it was tried to make it")),
        "next_at": internal(_("when it is tried again")),
        "file": file(Category.RIGHTS),
        "sha256": data(Category.RIGHTS),
        "size": data(Category.RIGHTS),
        "ordered_at": data(Category.RIGHTS),
        "ready_at": data(Category.RIGHTS),
        "expires_on": data(Category.RIGHTS),
        "downloaded_at": data(Category.RIGHTS),
    },
)
