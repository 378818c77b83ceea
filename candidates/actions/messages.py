"""An adviser writes to applicants about their applications: a service, one mail each, in the candidate's own process."""

import datetime

from django.db import transaction

from candidates import emails
from candidates.choices import Stage
from candidates.models import Application
from candidates.queries import people
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.validators import holds_national_id


class NotConfirmed(Exception):
    """The candidate has not proved an address."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class Withdrawn(Exception):
    """Whoever took the application back is not written to about it."""


@transaction.atomic
def write(*, application: Application, subject_line: str, text: str, by: Actor, at: datetime.datetime) -> None:
    """Send it. Raises `NotConfirmed`, `HoldsNumber`, `Withdrawn`, `PersonIsGone`, `IsRestricted`."""
    if holds_national_id(f"{subject_line}\n{text}"):
        raise HoldsNumber
    fresh = _locked(application, by=by)
    if fresh.stage == Stage.WITHDRAWN:
        raise Withdrawn
    candidate = fresh.candidate
    to = people.confirmed_address_of(candidate)
    if not to:
        raise NotConfirmed
    message = emails.application_message(fresh, subject_line=subject_line, text=text, by=by)
    language = emails.language_for(fresh)
    mails.queue(message, to=to, subject_id=candidate.subject_id, language=language, at=at, by=by)
    trail.record(Verb.WRITTEN, subject_id=candidate.subject_id, by=by, at=at, activity=message.activity, obj=fresh)
    retention.refresh(candidate.subject_id)


def _locked(application: Application, *, by: Actor) -> Application:
    subjects.lock(application.candidate.subject_id)
    fresh = subjects.fresh(application, by=by)
    return Application.objects.select_related("candidate", "job_ad", "job_order").get(pk=fresh.pk)
