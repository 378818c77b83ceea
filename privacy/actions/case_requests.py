"""A colleague says that a question uses a right: it becomes a request, whose month began the day it came."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from privacy.actions import inbox, requests, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.requests import Door
from privacy.deadlines import midnight
from privacy.models import InboxCase, Request, Subject
from privacy.ports import Actor


class CameLater(Exception):
    """Nothing comes before it came: the day lies ahead."""


@transaction.atomic
def become_request(
    *, case: InboxCase, right: str, received_on: datetime.date, who: uuid.UUID | None, identity_note: str, by: Actor,
    at: datetime.datetime,
) -> Request:  # fmt: skip
    """Register what the mail asks for, and close the case with it.

    With `identity_note` a colleague knows who asks: `who`, or, where nobody of ours is meant, the sender as somebody of
    its own. Without it the sender gets the link that proves the address, as from the form on the website.

    Raises `AlreadyClosed`, `NoAddress`, `CameLater`, `PersonIsGone`, `IsRestricted`.
    """
    if received_on > timezone.localdate(at):
        raise CameLater
    case = inbox.standing(case, *([who] if who else []), by=by)
    came_at = _moment(case, received_on)
    if identity_note:
        request = _registered(case, right, who, identity_note, came_at, by, at)
    elif not case.email:
        raise inbox.NoAddress
    else:
        request = requests.receive(
            right=right, email=case.email, message=_words(case), language=case.language, at=at, received_at=came_at
        )
    case.closed_at, case.closed_by_id, case.request = at, by.pk, request
    case.save(update_fields=["closed_at", "closed_by", "request"])
    trail.record(
        Verb.CHANGED, subject_id=case.subject_id, by=by, at=at, activity=inbox.ACTIVITY, fields=["request"], obj=case
    )
    retention.refresh(case.subject.root_id)
    return request


def _registered(
    case: InboxCase, right: str, who: uuid.UUID | None, note: str, came_at: datetime.datetime, by: Actor,
    at: datetime.datetime,
) -> Request:  # fmt: skip
    """The mail belongs to whoever a colleague has found to have written it."""
    if who:
        subjects.merge(lost=case.subject, into=Subject.objects.get(pk=who), by=by, at=at)
    return requests.register(
        right=right, door=Door.MAIL, subject_id=who or case.subject_id, message=_words(case), identity_note=note,
        email=case.email, by=by, at=at, received_at=came_at,
    )  # fmt: skip


def _moment(case: InboxCase, day: datetime.date) -> datetime.datetime:
    return case.received_at if day == timezone.localdate(case.received_at) else midnight(day)


def _words(case: InboxCase) -> str:
    return f"{case.subject_line}\n\n{case.message}".strip()[:20_000]
