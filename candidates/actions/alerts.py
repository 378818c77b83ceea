"""Job alerts: saved by their person, with the consent they stand on; gone when stopped, or when that is withdrawn."""

import datetime
import uuid
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from candidates.actions import activity
from candidates.choices import AlertFrequency
from candidates.models import AlertedAd, Candidate, JobAlert
from candidates.queries import people
from clients.models.order import FACTS
from privacy.actions import consents, journal, retention, subjects, trail
from privacy.choices import Channel, ConsentPurpose, JournalKind, Verb
from privacy.ports import Actor
from privacy.queries import consent_in_force, suppressions

ACTIVITY = "job_alerts"
MOST = 10  # searches of one person
DAYS = {AlertFrequency.DAILY: 1, AlertFrequency.WEEKLY: 7}


class Search(TypedDict):
    """What the person wants to hear of, and how often; the words as the list of positions takes them."""

    q: NotRequired[str]
    place: NotRequired[str]
    extent: NotRequired[str]
    form: NotRequired[str]
    county: NotRequired[str]
    occupation: NotRequired[str]
    remote: NotRequired[str]
    frequency: str


class NotConfirmed(Exception):
    """The e-mail address is not proved yet: nothing but the receipt is sent to it."""


class NotAgreed(Exception):
    """There is no consent, and none was given with this."""


class SaidNo(Exception):
    """The address wants no advertising at all; that is taken back first."""


class AlreadySaved(Exception):
    """The person has this alert."""


class TooMany(Exception):
    """The person has as many alerts as one may have."""


class AlreadyStopped(Exception):
    """The alert is gone."""


@transaction.atomic
def save(
    *, candidate: Candidate, has_agreed: bool, language: str, by: Actor, at: datetime.datetime, **search: Unpack[Search]
) -> JobAlert:
    """Save a search of which new positions are sent; the first one with the person's consent (GDPR art. 7).

    Raises `NotConfirmed`, `SaidNo`, `NotAgreed`, `AlreadySaved`, `TooMany`.
    """
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    _refuse(fresh, tidy(search.get("q", "")), search)
    if not consent_in_force(fresh.subject_id, ConsentPurpose.JOB_ALERTS):
        if not has_agreed:
            raise NotAgreed
        how: dict[str, Any] = {"language": language, "channel": Channel.OWN_PAGES, "by": by, "at": at}
        consents.give(subject_id=fresh.subject_id, purpose=ConsentPurpose.JOB_ALERTS, **how)
    alert = JobAlert.objects.create(
        candidate=fresh, next_on=next_day(search["frequency"], timezone.localdate(at)), created_at=at,
        **search | {"q": tidy(search.get("q", ""))},
    )  # fmt: skip
    fields = [*alert.criteria, "frequency"]
    trail.record(Verb.COLLECTED, subject_id=fresh.subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=alert)
    activity.note(candidate_id=fresh.pk, at=at)
    retention.refresh(fresh.subject_id)
    return alert


@transaction.atomic
def stop(*, alert: JobAlert, by: Actor, at: datetime.datetime) -> None:
    """Let go of a saved search; with the last one the consent ends. Raises `AlreadyStopped`."""
    subject_id = JobAlert.objects.filter(pk=alert.pk).values_list("candidate__subject", flat=True).first()
    if subject_id is None:
        raise AlreadyStopped
    subject_id = subjects.lock(subject_id)[subject_id]
    theirs = JobAlert.objects.filter(candidate__subject=subject_id)
    if not theirs.filter(pk=alert.pk).exists():
        raise AlreadyStopped
    if theirs.count() == 1:
        end(subject_id=subject_id, by=by, at=at)
        return
    _delete(JobAlert.objects.filter(pk=alert.pk))
    rows = [[JobAlert._meta.label, str(alert.pk)]]
    journal.note(JournalKind.ERASED, subject_id=subject_id, at=at, rows=rows)
    trail.record(Verb.REMOVED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, obj=alert)
    retention.refresh(subject_id)


def end(*, subject_id: uuid.UUID, by: Actor, at: datetime.datetime) -> None:
    """The person withdraws the consent: every saved search goes with it. Raises `consents.NotGiven`."""
    language = people.language_of(subject_id) or "nb"
    consents.withdraw(
        subject_id=subject_id, purpose=ConsentPurpose.JOB_ALERTS, language=language, channel=Channel.OWN_PAGES, by=by,
        at=at,
    )  # fmt: skip


def consent_withdrawn(*, subject_id: uuid.UUID, purpose: str, at: datetime.datetime) -> None:
    """What stood on the consent goes now. Hung on `privacy.registries.on_withdrawal`, under the person's lock."""
    if purpose == ConsentPurpose.JOB_ALERTS:
        theirs = Q(candidate__subject=subject_id) | Q(candidate__subject__merged_into=subject_id)
        _delete(JobAlert.objects.filter(theirs))
        retention.refresh(subject_id)


def tidy(words: str) -> str:
    """As many words as a search looks at, one space between them."""
    return " ".join(words.split()[:10])


def next_day(frequency: str, today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=DAYS[AlertFrequency(frequency)])


def _refuse(candidate: Candidate, words: str, search: Search) -> None:
    email = people.confirmed_address_of(candidate)
    if not email:
        raise NotConfirmed
    if suppressions.is_suppressed(email, ACTIVITY):
        raise SaidNo
    theirs = JobAlert.objects.filter(candidate=candidate)
    same = {name: search.get(name, "") for name in FACTS}
    if theirs.filter(q=words, **same).exists():
        raise AlreadySaved
    if theirs.count() >= MOST:
        raise TooMany


def _delete(alerts: "models.QuerySet[JobAlert]") -> None:
    AlertedAd.objects.filter(alert__in=alerts).delete()
    alerts.delete()
