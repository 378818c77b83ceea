"""Alarms: opened when something is wrong, told to the manager once, ended when it is right again."""

import datetime
import logging
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction

from privacy import registries
from privacy.actions import mails, subjects
from privacy.choices import AlarmCode
from privacy.emails import alarms
from privacy.models import Alarm

logger = logging.getLogger(__name__)


@transaction.atomic
def watch(wrong: Iterable[AlarmCode], *, at: datetime.datetime) -> list[AlarmCode]:
    """Take note of what is wrong now; returns what is new. Two watchers at once make one alarm, and one e-mail."""
    wrong = set(wrong)
    still = Alarm.objects.filter(ended_at=None)
    still.exclude(code__in=wrong).update(ended_at=at)
    still.filter(code__in=wrong).update(seen_at=at)
    new = [code for code in sorted(wrong) if _opened(code, at)]
    if new:
        logger.error("alarm: %s", ", ".join(new))
        _tell_the_manager(new, at)
    return new


def _opened(code: AlarmCode, at: datetime.datetime) -> bool:
    _alarm, is_new = Alarm.objects.get_or_create(code=code, ended_at=None, defaults={"since": at, "seen_at": at})
    return is_new


def _tell_the_manager(codes: list[AlarmCode], at: datetime.datetime) -> None:
    managers = EmailAddress.objects.filter(verified=True, user__is_active=True, user__roles__contains=["manager"])
    addresses = {address.user.subject_id: address for address in managers.select_related("user")}
    for person in subjects.lock_who_is_left(*addresses):
        address = addresses[person]
        mails.queue(alarms(codes), to=address.email, subject_id=person, language=registries.language_of(person), at=at)
