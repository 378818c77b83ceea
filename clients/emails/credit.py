"""What a client is told of a prepayment."""

from django.conf import settings
from django.urls import reverse

from clients.models import CreditAssessment, Prepayment
from clients.queries import review_links
from privacy.emails import Message


def prepayment_asked(prepayment: Prepayment, assessment: CreditAssessment | None) -> Message:
    """That an order waits, why, and how to have a person look at it again (GDPR art. 22(3), also where a company asks)."""
    token = review_links.token(prepayment.pk)
    context = {
        "prepayment": prepayment,
        "order": prepayment.order,
        "assessment": assessment,
        "link": settings.SITE_URL + reverse("ask_review", args=[token]),
    }
    return Message("clients/email/prepayment_asked", activity="company_credit", context=context, is_secret=True)


def prepayment_reviewed(prepayment: Prepayment, *, is_upheld: bool) -> Message:
    context = {"prepayment": prepayment, "order": prepayment.order, "is_upheld": is_upheld}
    return Message("clients/email/prepayment_reviewed", activity="company_credit", context=context)
