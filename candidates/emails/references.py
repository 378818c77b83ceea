"""The e-mails about references and test results. No referee is named in a candidate's mail, nor a candidate in a subject line:
each goes without the other when their time is over."""

from django.conf import settings
from django.urls import reverse

from candidates.models import Application, ReferenceCheck
from candidates.queries import references as reading
from privacy.emails import Message

ACTIVITY = "references"


def go_ahead_wanted(check: ReferenceCheck) -> Message:
    """To the candidate: may we ask one of your referees, for this position?"""
    return _about("go_ahead_wanted", check, link=_link("my_references"))


def reference_asked(check: ReferenceCheck) -> Message:
    """To the referee, with the link; who the candidate is dies with the text when it is sent."""
    return _about("reference_asked", check, is_secret=True, link=reading.link(check), referee=check.referee)


def reference_reminder(check: ReferenceCheck) -> Message:
    """Once."""
    return _about("reference_reminder", check, is_secret=True, link=reading.link(check), referee=check.referee)


def reference_not_to_be_had(check: ReferenceCheck) -> Message:
    """To the candidate, without a reason, which is the referee's own."""
    return _about("reference_not_to_be_had", check, link=_link("my_references"))


def reference_answered(check: ReferenceCheck) -> Message:
    """To the adviser: something has come. What it says, and of whom, is read in the workspace."""
    return _about("reference_answered", check, link=settings.SITE_URL + check.the_application.get_absolute_url())


def test_result(application: Application) -> Message:
    """To the candidate: there is a result to read, before anybody else is shown it."""
    context = {
        "application": application, "candidate": application.candidate,
        "my_application_link": _link("my_application", application.pk),
    }  # fmt: skip
    return Message("candidates/email/test_result", activity="tests_interviews", context=context)


def _about(name: str, check: ReferenceCheck, *, is_secret: bool = False, **context: object) -> Message:
    application = check.the_application
    known = {
        "application": application, "candidate": application.candidate,
        "adviser": application.job_order and application.job_order.adviser,
    }  # fmt: skip
    return Message(f"candidates/email/{name}", activity=ACTIVITY, context=known | context, is_secret=is_secret)


def _link(name: str, *arguments: object) -> str:
    return str(settings.SITE_URL) + reverse(name, args=arguments)
