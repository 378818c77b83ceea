"""The e-mails about interviews. What goes into a calendar tells nobody who looks over a shoulder what it is about."""

from django.conf import settings
from django.urls import reverse

from candidates.emails.calendars import Entry, cancelled, invited
from candidates.models import Interview
from candidates.queries import interviews
from candidates.queries.interviews import Known
from privacy.emails import Message

ACTIVITY = "applications"


def interview_times(interview: Interview) -> Message:
    """Choose among these times. Whoever has the link may choose: the text is wiped."""
    context = _of_candidate(interview) | {
        "times": list(interview.times.order_by("starts_at", "pk")), "choose_link": interviews.link(interview),
    }  # fmt: skip
    return Message("candidates/email/interview_times", activity=ACTIVITY, context=context, is_secret=True)


def interview_set(interview: Interview, entry: Entry, *, is_moved: bool) -> Message:
    """When and where, with the entry for the candidate's calendar."""
    context = _of_candidate(interview) | {"is_moved": is_moved, "my_interview_link": _own_page(interview)}
    return Message("candidates/email/interview_set", activity=ACTIVITY, context=context, calendar=invited(entry))


def interview_cancelled(interview: Interview, entry: Entry | None) -> Message:
    """It does not take place; where one was set it goes out of the calendar."""
    calendar = cancelled(entry) if entry else ""
    return Message(
        "candidates/email/interview_cancelled", activity=ACTIVITY, context=_of_candidate(interview), calendar=calendar
    )


def interview_set_aside(interview: Interview, entry: Entry | None) -> Message:
    """The same to somebody whose data are set aside: what their restriction led to, so it reaches them."""
    return Message(
        "candidates/email/interview_set_aside", activity="rights", context=_of_candidate(interview),
        calendar=cancelled(entry) if entry else "", reaches_restricted=True,
    )  # fmt: skip


def interview_answered(interview: Interview) -> Message:
    """To the adviser: there is an answer. What it is, and whose, is read in the workspace."""
    context = {"link": settings.SITE_URL + interview.get_absolute_url()}
    return Message("candidates/email/interview_answered", activity=ACTIVITY, context=context)


def client_interview(interview: Interview, entry: Entry, known: Known, *, is_moved: bool) -> Message:
    """To who takes part for the client: of the candidate what a presentation has told, and else the number alone."""
    context = _of_client(interview, known) | {"is_moved": is_moved}
    return Message(
        "candidates/email/client_interview", activity="presentations", context=context, calendar=invited(entry)
    )


def client_interview_cancelled(
    interview: Interview, entry: Entry, known: Known, *, is_farewell: bool = False
) -> Message:
    """Neutral: that it does not take place, and not why. The last word about somebody who is gone dies when sent."""
    return Message(
        "candidates/email/client_interview_cancelled", activity="presentations",
        context=_of_client(interview, Known(known.number)), calendar=cancelled(entry), is_secret=is_farewell,
    )  # fmt: skip


def _of_candidate(interview: Interview) -> dict[str, object]:
    return {
        "interview": interview, "application": interview.application, "candidate": interview.candidate,
        "adviser": interview.led_by,
    }  # fmt: skip


def _of_client(interview: Interview, known: Known) -> dict[str, object]:
    assert interview.contact is not None
    return {
        "interview": interview, "order": interview.application.job_order, "contact": interview.contact, "known": known,
        "adviser": interview.led_by,
    }  # fmt: skip


def _own_page(interview: Interview) -> str:
    return str(settings.SITE_URL) + reverse("my_interview", args=[interview.pk])
