"""Sending job alerts: batch by batch, each alert once a turn, each position once, and nothing where nothing is new."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, DateField, Value, When
from django.utils import timezone

from candidates import emails
from candidates.actions.alerts import next_day
from candidates.choices import AlertFrequency
from candidates.models import AlertedAd, JobAlert
from candidates.queries import alerts as asked
from clients.actions import orders
from clients.models import JobAd
from privacy.actions import mails, retention, subjects

BATCH = 200
MOST_SHOWN = 20  # positions in one e-mail; there is a link to the rest


def send(*, at: datetime.datetime) -> int:
    """Tell everybody whose turn it is what is new; returns how many e-mails were written.

    Stopped half-way it goes on where it was: what a batch has told and whose turn comes next are written together.
    """
    written = 0
    while batch := _whose_turn_it_is(at):
        written += _send(batch, at)
    return written


def _whose_turn_it_is(at: datetime.datetime) -> dict[uuid.UUID, uuid.UUID]:
    due = JobAlert.objects.due(timezone.localdate(at)).order_by("next_on", "pk")
    return dict(due.values_list("pk", "candidate__subject")[:BATCH])


@transaction.atomic
def _send(batch: dict[uuid.UUID, uuid.UUID], at: datetime.datetime) -> int:
    """Orders first, then persons, as everybody locks them: an ad that closes now waits, or is not told of."""
    today = timezone.localdate(at)
    orders.keep_all_open(_orders_of(asked.new_ads(batch, at)))
    roots = subjects.lock_who_is_left(*batch.values())
    due = JobAlert.objects.due(today).filter(pk__in=batch)  # as it is under the lock: another run may have been faster
    alerts = list(asked.with_address(due.select_related("candidate__subject")).order_by("pk"))
    written = _tell(asked.may_be_sent(alerts), at)
    daily, weekly = (Value(next_day(frequency, today)) for frequency in (AlertFrequency.DAILY, AlertFrequency.WEEKLY))
    turn = Case(When(frequency=AlertFrequency.DAILY, then=daily), default=weekly, output_field=DateField())
    JobAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(next_on=turn)
    retention.refresh(*roots)
    return written


def _orders_of(found: asked.Found) -> Iterable[int]:
    ads = {ad for each in found.values() for ad in each}
    return JobAd.objects.filter(pk__in=ads).values_list("order", flat=True)


def _tell(alerts: list[JobAlert], at: datetime.datetime) -> int:
    found = asked.new_ads([alert.pk for alert in alerts], at)
    ads = JobAd.objects.defer("body").in_bulk({ad for each in found.values() for ad in each})
    AlertedAd.objects.bulk_create(
        AlertedAd(alert_id=alert, ad_id=ad, at=at) for alert, each in found.items() for ad in each
    )
    for alert in alerts:
        if new := [ads[pk] for pk in found.get(alert.pk, ())]:
            candidate = alert.candidate
            message = emails.job_alert(alert, new[:MOST_SHOWN], more=len(new[MOST_SHOWN:]))
            mails.queue(message, to=alert.email, subject_id=candidate.subject_id, language=candidate.language, at=at)
    return len(found)
