"""The register of processing activities and who answers for it (GDPR art. 30)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy.choices.events import Event
from privacy.models import Controller, Delegation, ProcessingActivity
from privacy.ports import Actor, tell


class NotTheManager(Exception):
    """Only the manager gives a task away; the responsibility itself stays (P8-P10)."""


@transaction.atomic
def change_activity(*, activity: ProcessingActivity, **words: Any) -> None:
    """Change what the public page says about one activity; its code stays, since trail and mails name it."""
    ProcessingActivity.objects.filter(pk=activity.pk).update(**words)
    tell(Event.CONFIGURED, what="activity", row=activity.pk)


@transaction.atomic
def appoint(*, valid_from: datetime.date, **who: Any) -> Controller:
    """A new controller, or the same with other particulars; the earlier one stays in the register, ended."""
    Controller.objects.filter(valid_until=None).update(valid_until=valid_from - datetime.timedelta(days=1))
    appointed = Controller.objects.create(valid_from=valid_from, **who)
    tell(Event.CONFIGURED, what="controller", row=appointed.pk)
    return appointed


@transaction.atomic
def review(*, activity: ProcessingActivity, note: str, at: datetime.datetime) -> None:
    """Say that somebody has looked at it and what they found; due again in a year."""
    ProcessingActivity.objects.filter(pk=activity.pk).update(reviewed_on=timezone.localdate(at), review_note=note)


@transaction.atomic
def delegate(
    *,
    activity: ProcessingActivity,
    to: Actor | str,
    since: datetime.date,
    until: datetime.date | None = None,
    by: Actor,
    at: datetime.datetime,
) -> Delegation:
    """Give the daily task to a role or a colleague until a day; afterwards, or when they leave, it is the manager's."""
    end_delegation(activity=activity, last_day=since - datetime.timedelta(days=1), by=by)
    whom = {"role": to} if isinstance(to, str) else {"account_id": to.pk}
    return Delegation.objects.create(
        activity=activity, since=since, until=until, given_by_id=by.pk, given_at=at, **whom
    )  # fmt: skip


@transaction.atomic
def end_delegation(*, activity: ProcessingActivity, last_day: datetime.date, by: Actor) -> None:
    """The manager has the task again from the day after; a delegation that had not begun by then never does."""
    if not by.has_role("manager"):
        raise NotTheManager
    Delegation.objects.filter(activity=activity, since__gt=last_day).delete()
    Delegation.objects.filter(Q(until=None) | Q(until__gt=last_day), activity=activity).update(until=last_day)
    ProcessingActivity.objects.filter(pk=activity.pk).update(delegated_to="manager")
    tell(Event.CONFIGURED, what="delegation", row=activity.pk, account=by.pk)
