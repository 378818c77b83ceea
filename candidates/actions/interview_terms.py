"""What an interview needs before there is one: an application in process, an address, a contact of the client, days ahead."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from candidates.choices import OPEN_STAGES
from candidates.choices.presentations import Refusal
from candidates.models import Application, Interview
from candidates.queries import people, presentations
from clients.actions import orders
from clients.models import ClientContact
from privacy.actions import subjects
from privacy.ports import Actor


class NotInProcess(Exception):
    """Nobody is interviewed whose application has ended."""


class NotConfirmed(Exception):
    """The candidate has proved no e-mail address: nobody could be told."""


class NotOfTheClient(Exception):
    """Who takes part for the client speaks for the company that ordered, and still does."""


class BlockedEmployer(Exception):
    """The candidate does not want to meet this employer."""


class InThePast(Exception):
    """A time that is over, or a day to answer by that comes before today."""


class NoTimes(Exception):
    """There is nothing to choose among."""


@dataclass(frozen=True)
class Meeting:
    """How it is to be held, and by whom."""

    kind: str
    minutes: int
    led_by: Actor
    place: str = ""
    video_link: str = ""
    contact: ClientContact | None = None


def locked_application(
    *, application: Application, meeting: Meeting, by: Actor, at: datetime.datetime
) -> Application:  # fmt: skip
    """With the order held open and both persons locked, and every reason looked at why it cannot be."""
    hold_order(application)
    subjects.lock(application.candidate.subject_id, *([meeting.contact.subject_id] if meeting.contact else []))
    subjects.fresh(application, by=by)
    found = Application.objects.select_related("candidate__subject", "job_order__company", "job_ad")
    fresh = found.get(pk=application.pk)
    subjects.refuse_adding(Interview, subject_id=fresh.candidate.subject_id, by=by)
    if fresh.stage not in OPEN_STAGES:
        raise NotInProcess
    if not people.confirmed_address_of(fresh.candidate):
        raise NotConfirmed
    if meeting.contact:
        _refuse_contact(fresh, subjects.fresh(meeting.contact, by=by), at)
    return fresh


def hold_order(application: Application) -> None:
    """Before its persons, as in closing: what the client is given asks for it (the ledger of disclosures)."""
    if application.job_order_id:
        orders.keep_open(order_id=application.job_order_id)


def _refuse_contact(application: Application, contact: ClientContact, at: datetime.datetime) -> None:
    order = application.job_order
    if order is None or contact.company_id != order.company_id or contact.ended_at:
        raise NotOfTheClient
    if presentations.why_not(order, application.candidate, at=at) == Refusal.BLOCKED_EMPLOYER:
        raise BlockedEmployer


def refuse_times(*, times: Sequence[datetime.datetime], answer_by: datetime.date, at: datetime.datetime) -> None:
    if not times:
        raise NoTimes
    if answer_by < timezone.localdate(at) or any(time <= at for time in times):
        raise InThePast


def made(*, application: Application, meeting: Meeting, by: Actor, at: datetime.datetime) -> dict[str, Any]:
    how = {name: getattr(meeting, name) for name in ("kind", "minutes", "place", "video_link", "contact")}
    who = {"led_by_id": meeting.led_by.pk, "made_by_id": by.pk, "made_at": at}
    return {"application": application, "candidate": application.candidate, **how, **who}
