"""Whose the rows about lists we take over are, what for, and how long."""

from django.utils.translation import gettext_noop as _

from candidates.models import Import, ImportRow
from privacy.choices import Category, PeriodCode
from privacy.declarations import Expiry, data, internal, link, not_personal, personal, soft, stays

NUMBER = internal(_("a number of ours that says nothing about you"))

not_personal(
    Import,
    reason="where a list lies, how far it has come and how many went which way; nobody in it is named",
    links={
        "created_by": stays("who had the list checked"),
        "started_by": stays("who took the people over answers for it"),
        "settled_by": stays("who looked at what is deleted of it"),
    },
)

personal(
    ImportRow,
    activity="taken_over",
    outlives=_("that a row was taken over, without what stands in it, so that nobody erased is taken over again"),
    expires=Expiry("at", PeriodCode.IMPORT_ROW),
    fields={
        "id": NUMBER,
        "run": link(),
        "number": data(Category.HISTORY),
        "state": data(Category.HISTORY),
        "problems": data(Category.HISTORY),
        "digest": internal(_("a keyed fingerprint of the row, which only says whether another row is the same")),
        "keys": internal(_("keyed fingerprints of what the row may be known by, which say nothing without our key")),
        "subject_uuid": soft(_("the person, by the random number only; outlives the person for its own time")),
        "match_uuid": soft(_("the person it may be, by the random number only")),
        "at": data(Category.HISTORY),
    },
)
