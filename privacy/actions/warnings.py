"""Warned before something goes: sixty, thirty and seven days ahead, with a link to keep it and one to delete it.

Nothing waits for an answer: silence deletes, and an e-mail that came back is no consent (GDPR art. 4(11)).
"""

import datetime
import logging
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation

from privacy import emails
from privacy.actions import mails, rows, subjects
from privacy.choices import ConsentPurpose
from privacy.decide import Decision, Verdict, decide
from privacy.grounds import Consent
from privacy.models import DeletionWarning, Subject
from privacy.queries import addresses, explain, explain_consenting, facts, own_storage

logger = logging.getLogger(__name__)

AHEAD = (60, 30, 7)  # days
BATCH = 500
LONGER = ConsentPurpose.FURTHER_STORAGE

Owed = dict[datetime.date, int]  # a day on which something goes -> which of the warnings is owed now


def warn(*, at: datetime.datetime) -> int:
    """Warn everybody who is owed a warning now and has a confirmed address; returns how many were.

    Only of what a consent to further storage would keep: of the rest there is nothing to ask. A warning that was
    missed is not made up for: whoever has five days left is told once, and told five. One person who cannot be
    warned stops nobody else.
    """
    return sum(_is_warned(subject_id, at) for subject_id in _owed_to(at))


def _owed_to(at: datetime.datetime) -> Iterable[uuid.UUID]:
    """Whom to look at under the lock: found without one, a few hundred at a time."""
    last = timezone.localdate(at) + datetime.timedelta(days=AHEAD[0])
    near = Subject.objects.filter(merged_into=None, due_on__lte=last).order_by("pk").values_list("pk", flat=True)
    start = uuid.UUID(int=0)
    while batch := list(near.filter(pk__gt=start)[:BATCH]):
        start = batch[-1]
        yield from (person for person, owed in _owed(batch, at).items() if owed)


def _is_warned(subject_id: uuid.UUID, at: datetime.datetime) -> bool:
    try:
        return _warn(subject_id, at)
    except Exception:
        logger.exception("person %s could not be warned", subject_id)
        return False


@transaction.atomic
def _warn(subject_id: uuid.UUID, at: datetime.datetime) -> bool:
    """Decided again under the lock: what was answered or erased meanwhile is not warned of."""
    if subject_id not in subjects.lock_who_is_left(subject_id):
        return False
    owed, address = _owed([subject_id], at)[subject_id], addresses.of_person(subject_id)
    if not owed or address is None:
        return False
    each = ({"subject_id": subject_id, "due_on": day, "days": days, "told_at": at} for day, days in owed.items())
    rows.add(DeletionWarning, each, once=True)
    with translation.override(address.language):
        ends = explain(subject_id, timezone.localdate(at)), explain_consenting(subject_id, LONGER, at)
        going = own_storage.going_soon(*ends, before=max(owed) + datetime.timedelta(days=1))
    message = emails.storage_ends(going, subject_id=subject_id, email=address.email)
    mails.queue(message, to=address.email, subject_id=subject_id, language=address.language, at=at)
    return True


def _owed(ids: list[uuid.UUID], at: datetime.datetime) -> dict[uuid.UUID, Owed]:
    """For each of them the warnings that are due and were not given; in a fixed number of statements."""
    today = timezone.localdate(at)
    now, then = facts.of_persons(ids), facts.of_persons(ids, supposing=Consent(LONGER, at))
    told = set(DeletionWarning.objects.filter(subject__in=ids).values_list("subject", "due_on", "days"))
    owed = {person: _due(decide(now[person], today), decide(then[person], today)) for person in ids}
    return {
        person: {day: days for day, days in days_of.items() if (person, day, days) not in told}
        for person, days_of in owed.items()
    }


def _due(now: Decision, then: Decision) -> Owed:
    """The days within reach on which something goes that the consent would keep, and the warning each is in for."""
    longer = {outcome.item.key: outcome.due_on for outcome in then.outcomes}
    days = {
        outcome.due_on: (outcome.due_on - now.as_of).days
        for outcome in now.outcomes
        if outcome.verdict is Verdict.KEEP and outcome.due_on and longer[outcome.item.key] != outcome.due_on
    }
    return {day: min(each for each in AHEAD if each >= left) for day, left in days.items() if left <= AHEAD[0]}
