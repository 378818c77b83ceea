"""Sending job alerts: a mailing a day to those whose turn it is; each position once, and nothing where nothing is new."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import Any

from django.db.models import Case, DateField, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from candidates import emails
from candidates.actions.alerts import next_day
from candidates.choices import AlertFrequency
from candidates.models import AlertedAd, Candidate, JobAlert
from candidates.queries import alerts as asked
from clients.actions import orders
from clients.models import JobAd
from privacy.actions import mailings
from privacy.emails import Letter
from privacy.models import Mailing, Subject

AUDIENCE = "job_alerts"
MOST_SHOWN = 20  # positions of one search in one e-mail; there is a link to the rest

News = tuple[JobAlert, list[JobAd]]


def begin(*, at: datetime.datetime) -> Mailing | None:
    """Order the mailing of the day, if it is anybody's turn; the worker writes it, each person once.

    Asked again the same day, or by two clocks at once, there is still one.
    """
    today = timezone.localdate(at)
    is_ordered = Mailing.objects.filter(audience=AUDIENCE, about=today.isoformat()).exists()
    if is_ordered or not JobAlert.objects.due(today).exists():
        return None
    with suppress(mailings.AlreadyOrdered):
        return mailings.order(audience=AUDIENCE, about=today.isoformat(), by=None, at=at)
    return None


def persons(mailing: Mailing) -> QuerySet[Subject]:
    """Whose turn it is. Of whom set aside waits, and is told when that is lifted."""
    due = JobAlert.objects.due(timezone.localdate(mailing.ordered_at))
    return Subject.objects.filter(Exists(due.filter(candidate__subject=OuterRef("pk"))))


def letters(mailing: Mailing, numbers: list[uuid.UUID], *, at: datetime.datetime) -> Iterator[Letter]:
    """What is new for these persons, who are locked: noted as told, in the transaction that writes the mails.

    A mailing that was interrupted and goes on later tells of what is open then, not when it was ordered.
    """
    due = JobAlert.objects.due(timezone.localdate(mailing.ordered_at)).filter(candidate__subject__in=numbers)
    alerts: list[Any] = list(
        asked.with_address(due.select_related("candidate")).order_by("candidate", "created_at", "pk")
    )
    news = _noted([alert for alert in alerts if alert.email and alert.has_consent], at)
    _next_turn(alerts, timezone.localdate(mailing.ordered_at))
    for candidate, theirs in groupby(news, lambda each: each[0].candidate):
        yield _letter(candidate, list(theirs))


def _noted(alerts: list[JobAlert], at: datetime.datetime) -> list[News]:
    """What each has to tell of ads that nobody is closing; those somebody works at this moment wait for the next time."""
    found = asked.new_ads([alert.pk for alert in alerts], at)
    ads = JobAd.objects.defer("body").in_bulk({ad for each in found.values() for ad in each})
    still = orders.those_kept_open(ad.order_id for ad in ads.values())
    news = [(alert, [ads[pk] for pk in found.get(alert.pk, ()) if ads[pk].order_id in still]) for alert in alerts]
    AlertedAd.objects.bulk_create(AlertedAd(alert=alert, ad=ad, at=at) for alert, each in news for ad in each)
    return [(alert, each) for alert, each in news if each]


def _next_turn(alerts: Iterable[JobAlert], today: datetime.date) -> None:
    daily, weekly = (Value(next_day(frequency, today)) for frequency in (AlertFrequency.DAILY, AlertFrequency.WEEKLY))
    turn = Case(When(frequency=AlertFrequency.DAILY, then=daily), default=weekly, output_field=DateField())
    JobAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(next_on=turn)


def _letter(candidate: Candidate, news: list[News]) -> Letter:
    """One e-mail, whatever the number of searches; what two of them found stands under the first."""
    seen: set[uuid.UUID] = set()
    parts = []
    for alert, ads in news:
        new = [ad for ad in ads if ad.pk not in seen]
        seen.update(ad.pk for ad in new)
        parts += [emails.NewAds(alert, new[:MOST_SHOWN], len(new[MOST_SHOWN:]))] if new else []
    to = news[0][0].email  # type: ignore[attr-defined]  # annotated by `with_address`
    return Letter(candidate.subject_id, to, candidate.language, emails.job_alert(candidate, parts))
