"""What colleagues arrange for their own work."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category
from privacy.declarations import data, internal, not_personal, owner, personal, stays
from privacy.models import SavedView, SentForm, StandIn

personal(
    SavedView,
    subject="account__subject",
    activity="access_control",
    fields={
        "id": internal(_("a number of ours that says nothing about you")),
        "account": owner(),
        "name": data(Category.ACCOUNT),
        "address": data(Category.ACCOUNT),
        "created_at": data(Category.ACCOUNT),
    },
)

not_personal(
    StandIn,
    reason="who answers for whose work, among colleagues",
    links={
        "account": stays("who answered for whom must stay known (GDPR art. 5(2))"),
        "stand_in": stays("who answered for whom must stay known (GDPR art. 5(2))"),
        "given_by": stays("so must who arranged it"),
    },
)

not_personal(SentForm, reason="a random number of a form that was sent, for a week; not by whom, nor what stood in it")
