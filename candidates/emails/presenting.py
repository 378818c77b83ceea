"""The e-mails about a presentation: to who reads it, to whom it shows, to the adviser who sent it."""

from django.conf import settings
from django.urls import reverse

from candidates.models import Candidate, Presentation, PresentationReader
from privacy.emails import Message

ACTIVITY = "presentations"


def presentation_sent(reader: PresentationReader, *, link: str) -> Message:
    """There are candidates to look at. No name stands in it, and whoever has the link alone opens nothing: see the code."""
    whole = reader.presentation
    context = {
        "reader": reader, "order": whole.job_order, "adviser": whole.job_order.adviser, "link": link, "until": whole.last_day,
    }  # fmt: skip
    return Message("candidates/email/presentation_sent", activity=ACTIVITY, context=context, is_secret=True)


def presentation_code(reader: PresentationReader, *, code: str) -> Message:
    """The code that shows that the reader of the mailbox is the reader of the presentation."""
    context = {"reader": reader, "order": reader.presentation.job_order, "code": code}
    return Message("candidates/email/presentation_code", activity=ACTIVITY, context=context, is_secret=True)


def presented(presentation: Presentation, candidate: Candidate) -> Message:
    """To the candidate: shared with whom, until when, where their statement stands, and where it is stopped."""
    order = presentation.job_order
    context = {
        "candidate": candidate, "order": order, "company": order.company, "adviser": order.adviser,
        "until": presentation.last_day, "is_anonymous": presentation.is_anonymous,
        "sharing_link": settings.SITE_URL + reverse("my_sharing"),
    }  # fmt: skip
    return Message("candidates/email/presented", activity=ACTIVITY, context=context)


def presentation_over(presentation: Presentation, candidate: Candidate) -> Message:
    """To the candidate: the client sees nothing by it any more, and answers for what was noted meanwhile."""
    order = presentation.job_order
    context = {
        "candidate": candidate, "order": order, "company": order.company,
        "sharing_link": settings.SITE_URL + reverse("my_sharing"),
    }  # fmt: skip
    return Message("candidates/email/presentation_over", activity=ACTIVITY, context=context)


def client_answered(presentation: Presentation) -> Message:
    """To the adviser: there is an answer. What it says, and of whom, is read in the workspace."""
    link = settings.SITE_URL + presentation.get_absolute_url()
    context = {"order": presentation.job_order, "link": link}
    return Message("candidates/email/client_answered", activity=ACTIVITY, context=context)
