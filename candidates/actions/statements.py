"""Somebody passed over demands the qualifications of who was chosen: facts, by an adviser, never a name."""

import datetime
import re
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from candidates import emails
from candidates.actions.applications import ACTIVITY
from candidates.choices import Stage
from candidates.emails.outcome import qualifications
from candidates.models import Application, QualificationStatement
from candidates.queries import people
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.deadlines import working_days_after
from privacy.ports import Actor
from privacy.validators import holds_national_id

ANSWERED_WITHIN = 10  # working days; the law says none, and waiting long is no answer
NAMED = ("first_name", "last_name", "phone")


class NotYours(Exception):
    """Only who applied demands it."""


class NobodyChosen(Exception):
    """Nobody was chosen for the position yet, or it was this applicant."""


class AlreadyAsked(Exception):
    """It was demanded before."""


class AlreadyAnswered(Exception):
    """It was answered before."""


class NamesPerson(Exception):
    """The text says who was chosen, or holds a national identity number."""


class NotConfirmed(Exception):
    """The applicant has proved no e-mail address."""


@transaction.atomic
def ask(*, application: Application, by: Actor, at: datetime.datetime) -> QualificationStatement:
    """Demand it. Raises `NotYours`, `NobodyChosen`, `AlreadyAsked`."""
    person = application.candidate.subject_id
    subjects.lock(person)
    fresh = subjects.fresh(application, by=by)
    if person != by.subject_id:
        raise NotYours
    if fresh.stage == Stage.PLACED or not chosen(fresh).exists():
        raise NobodyChosen
    if QualificationStatement.objects.filter(application=fresh).exists():
        raise AlreadyAsked
    due_on = working_days_after(timezone.localdate(at), ANSWERED_WITHIN)
    statement = QualificationStatement.objects.create(application=fresh, asked_at=at, due_on=due_on)
    _record(Verb.ASKED, statement, person, by, at, ["asked_at"])
    retention.refresh(person)
    return statement


@transaction.atomic
def answer(
    *, statement: QualificationStatement, education: str, practice: str, other: str, employer_agreed_on: datetime.date,
    by: Actor, at: datetime.datetime,
) -> None:  # fmt: skip
    """Write it to the applicant; both read in their histories that it was given.

    Raises `AlreadyAnswered`, `NobodyChosen`, `NamesPerson`, `NotConfirmed`, `IsRestricted`.
    """
    application = statement.application
    hired = list(chosen(application).select_related("candidate"))
    subjects.lock(application.candidate.subject_id, *(each.candidate.subject_id for each in hired))
    fresh = subjects.fresh(statement, by=by)
    if fresh.answered_at:
        raise AlreadyAnswered
    if not hired:
        raise NobodyChosen
    for each in hired:
        subjects.refuse_restricted(each, by=by)
    refuse_names(application, education, practice, other)
    to = people.confirmed_address_of(application.candidate)
    if not to:
        raise NotConfirmed
    written = {"answered_at": at, "answered_by": by.pk, "employer_agreed_on": employer_agreed_on}
    QualificationStatement.objects.filter(pk=fresh.pk).update(**written)
    person, language = application.candidate.subject_id, emails.language_for(application)
    message = qualifications(fresh, education=education, practice=practice, other=other, by=by)
    mails.queue(message, to=to, subject_id=person, language=language, at=at)
    _record(Verb.GRANTED, fresh, person, by, at, ["answered_at"])
    for each in hired:
        _record(Verb.SHARED, fresh, each.candidate.subject_id, by, at, ["answered_at"])
    retention.refresh(person)


def refuse_names(application: Application, *texts: str) -> None:
    """Raises `NamesPerson`."""
    if any(says_who("\n".join(texts), each) for each in chosen(application).select_related("candidate")):
        raise NamesPerson


def chosen(application: Application) -> QuerySet[Application]:
    """Who got the position somebody applied for."""
    others = Application.objects.filter(job_order=application.job_order_id, stage=Stage.PLACED)
    return others.exclude(candidate=application.candidate_id).order_by("pk")


def says_who(text: str, hired: Application) -> bool:
    """Whether the text names the person, gives an address or number of theirs, or a national identity number."""
    candidate = hired.candidate
    told = [getattr(candidate, name) for name in NAMED] + [people.email_of(candidate)]
    words = {word for each in told for word in each.split() if len(word) > 1}
    return holds_national_id(text) or any(
        re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text, re.IGNORECASE) for w in words
    )


def _record(
    verb: Verb,
    statement: QualificationStatement,
    person: uuid.UUID,
    by: Actor,
    at: datetime.datetime,
    fields: list[str],
) -> None:
    trail.record(verb, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=fields, obj=statement)
