"""The e-mails about checks a position requires: before anything is noted, and when what was noted is deleted."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from candidates.models import Application, CheckNotice
from privacy.emails import Message

ACTIVITY = "background_checks"


def check_notice(notice: CheckNotice) -> Message:
    """What is checked, why, and what becomes of it: before anything is (P29)."""
    return _message("check_notice", notice.application, requirement=notice.requirement)


def check_deleted(application: Application, kinds: Sequence[str | Promise]) -> Message:
    """What we had noted is gone: about storage, so it also reaches whoever has had the data set aside."""
    message = _message("check_deleted", application, kinds=kinds)
    return replace(message, reaches_restricted=True)


def _message(name: str, application: Application, **context: object) -> Message:
    link = settings.SITE_URL + reverse("my_application", args=[application.pk])
    known = {"application": application, "candidate": application.candidate, "my_application_link": link}
    return Message(f"candidates/email/{name}", activity=ACTIVITY, context=known | context)
