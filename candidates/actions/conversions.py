"""An adviser makes a lead a candidate, on the person's word: how and when it was given is kept with the application."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates import emails
from candidates.actions import leads
from candidates.actions.leads import ACTIVITY
from candidates.choices import KeepScope, Origin, Source
from candidates.models import Application, Candidate, Lead
from clients.actions import orders
from clients.models import JobAd
from privacy.actions import informing, mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.queries.informing import is_informed


class NotTold(Exception):
    """The person does not know yet that we have the data, and from whom (GDPR art. 14(3))."""


class WrongDay(Exception):
    """Nobody says yes before the answer to the campaign, or tomorrow."""


class NoPosition(Exception):
    """There is no open position to keep it for only."""


@transaction.atomic
def convert(
    *, lead: Lead, go_ahead: str, go_ahead_on: datetime.date, keep_scope: str, by: Actor, at: datetime.datetime
) -> Candidate:
    """The person said yes on `go_ahead_on`: candidate and application, stored from that day on; the lead ends.

    Told first, where that can be done by e-mail. Raises `NotTold`, `WrongDay`, `NoPosition`, `PersonIsGone`,
    `IsRestricted`.
    """
    position = _position(lead, at)
    subjects.lock(lead.subject_id)
    fresh = subjects.fresh(lead, by=by)
    if not fresh.answered_on <= go_ahead_on <= timezone.localdate(at):
        raise WrongDay
    if keep_scope == KeepScope.THIS_POSITION and position is None:
        raise NoPosition
    if fresh.email:
        informing.tell_first(subject_id=fresh.subject_id, to=fresh.email, language=fresh.language, at=at)
    if not is_informed(fresh.subject_id):
        raise NotTold
    said_at = _moment(go_ahead_on, at)
    candidate = _candidate(fresh, said_at, by, at)
    application = Application.objects.create(
        candidate=candidate, job_ad=position, job_order_id=position.order_id if position else None, origin=Origin.LEAD,
        wording_id=fresh.wording_id, go_ahead=go_ahead, go_ahead_on=go_ahead_on, added_by_id=by.pk, message=fresh.answer,
        language=fresh.language, keep_scope=keep_scope, submitted_at=said_at, stage_since=at,
    )  # fmt: skip
    leads.end(lead=fresh, at=at)
    _written(application, by, at)
    return candidate


def _position(lead: Lead, at: datetime.datetime) -> JobAd | None:
    """The campaign's position while one can apply for it, held open."""
    ad = JobAd.objects.select_related("order").filter(campaigns=lead.campaign_id).first()
    if ad is None or not ad.is_open(at):
        return None
    orders.keep_open(order_id=ad.order_id, ad_id=ad.pk)
    again = JobAd.objects.select_related("order").get(pk=ad.pk)
    return again if again.is_open(at) else None


def _moment(day: datetime.date, at: datetime.datetime) -> datetime.datetime:
    """What the storage time counts from: the work of the staff never makes it later."""
    if day == timezone.localdate(at):
        return at
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _candidate(lead: Lead, said_at: datetime.datetime, by: Actor, at: datetime.datetime) -> Candidate:
    subjects.refuse_adding(Application, subject_id=lead.subject_id, by=by)
    return Candidate.objects.create(
        subject_id=lead.subject_id, first_name=lead.first_name, last_name=lead.last_name, phone=lead.phone,
        unconfirmed_email=lead.email, language=lead.language, source=Source.CAMPAIGN, adviser_id=by.pk,
        last_active_at=said_at, created_at=at,
    )  # fmt: skip


def _written(application: Application, by: Actor, at: datetime.datetime) -> None:
    """The receipt has the link that confirms the address; it also says what became of the answer."""
    candidate = application.candidate
    known = {"email": candidate.unconfirmed_email, "phone": candidate.phone}
    fields = ["first_name", "last_name", "go_ahead", *(name for name, value in known.items() if value)]
    trail.record(
        Verb.COLLECTED, subject_id=candidate.subject_id, by=by, at=at, activity=ACTIVITY, obj=application,
        fields=fields,
    )  # fmt: skip
    if to := candidate.unconfirmed_email:
        message = emails.receipt(application)
        mails.queue(message, to=to, subject_id=candidate.subject_id, language=candidate.language, at=at)
    retention.refresh(candidate.subject_id)
