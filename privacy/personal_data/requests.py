"""Whose the requests about rights are."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category, PeriodCode
from privacy.choices.requests import RequestState
from privacy.declarations import clear, data, internal, owner, personal, stays
from privacy.grounds import ByValue, Until
from privacy.models import Request

ANSWERS_FOR_IT = _("who decided about a request must stay known as long as the request is kept")
DEALT_WITH = Until("closed_at", PeriodCode.REQUEST, while_empty="open_request")

personal(
    Request,
    subject="subject",
    activity="rights",
    category=Category.RIGHTS,
    keep=ByValue(
        "state",
        {RequestState.UNVERIFIED: Until("received_at", PeriodCode.ACCOUNT)}
        | {state: DEALT_WITH for state in RequestState if state != RequestState.UNVERIFIED},
    ),
    fields={
        "id": data(Category.RIGHTS),
        "subject": owner(),
        "right": data(Category.RIGHTS),
        "door": data(Category.RIGHTS),
        "state": data(Category.RIGHTS),
        "email": data(Category.CONTACT),
        "message": data(Category.RIGHTS),
        "language": data(Category.CONTACT),
        "submission_key": internal(_("a fingerprint that makes a double submit one request")),
        "identity_note": data(Category.RIGHTS),
        "identified_at": data(Category.RIGHTS),
        "registered_by": stays(ANSWERS_FOR_IT),
        "owner": clear(),
        "reminded_at_days": internal(_("when a colleague was reminded of it")),
        "received_at": data(Category.RIGHTS),
        "due_on": data(Category.RIGHTS),
        "extended_on": data(Category.RIGHTS),
        "extended_to": data(Category.RIGHTS),
        "extension_reason": data(Category.RIGHTS),
        "refusal_ground": data(Category.RIGHTS),
        "refusal_reason": data(Category.RIGHTS),
        "proposed_by": stays(ANSWERS_FOR_IT),
        "proposed_at": data(Category.RIGHTS),
        "approved_by": stays(ANSWERS_FOR_IT),
        "approved_at": data(Category.RIGHTS),
        "answer": data(Category.RIGHTS),
        "statement": data(Category.RIGHTS),
        "letter": data(Category.RIGHTS),
        "closed_by": stays(ANSWERS_FOR_IT),
        "closed_at": data(Category.RIGHTS),
    },
)
