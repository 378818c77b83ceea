"""Who hears what of a reference: candidate, referee and adviser by e-mail, both persons in their history. Under their locks."""

import datetime

from candidates.emails import references as emails
from candidates.models import ReferenceCheck
from candidates.queries import people
from privacy.actions import mails, retention, trail
from privacy.choices import Language, Verb
from privacy.emails import Message
from privacy.ports import Actor

ACTIVITY = "references"


def not_to_be_had(*, check: ReferenceCheck, at: datetime.datetime) -> None:
    """Candidate and adviser, without a reason."""
    person = check.the_application.candidate
    to = people.confirmed_address_of(person)
    if to:
        candidate(message=emails.reference_not_to_be_had(check), check=check, to=to, at=at)
    adviser(check=check, at=at)
    trail.record(
        Verb.CHANGED, subject_id=person.subject_id, by=None, at=at, activity=ACTIVITY, fields=["declined_at"], obj=check
    )


def candidate(*, message: Message, check: ReferenceCheck, to: str, at: datetime.datetime) -> None:
    person = check.the_application.candidate
    mails.queue(message, to=to, subject_id=person.subject_id, language=person.language, at=at)


def referee(*, message: Message, check: ReferenceCheck, at: datetime.datetime) -> None:
    person = check.the_referee
    mails.queue(message, to=person.email, subject_id=person.subject_id, language=person.language, at=at)


def adviser(*, check: ReferenceCheck, at: datetime.datetime) -> None:
    """What it says is read in the workspace."""
    if order := check.the_application.job_order:
        message = emails.reference_answered(check)
        mails.queue(message, to=order.adviser.email, subject_id=None, language=Language.NB, at=at)


def record(
    *, check: ReferenceCheck, by: Actor | None, at: datetime.datetime, field: str, verb: Verb = Verb.CHANGED
) -> None:
    """In the history of both; and when to look at each again."""
    persons = [check.the_application.candidate.subject_id, *([check.referee.subject_id] if check.referee else [])]
    for person in persons:
        trail.record(verb, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=[field], obj=check)
    retention.refresh(*persons)
