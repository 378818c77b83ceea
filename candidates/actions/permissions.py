"""Being presented for an order: the candidate is asked, and answers; a no ends what a yes allowed, at once."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates.actions import activity, showing_ended
from candidates.choices import Interest
from candidates.emails import sharing as emails
from candidates.models import Application, Candidate, SharingPermission
from candidates.queries import people, permissions
from clients.actions import orders
from clients.models import JobOrder
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Channel, NoticeKind, Verb
from privacy.emails import Message
from privacy.models import Notice
from privacy.ports import Actor

ACTIVITY = "presentations"
LASTS = datetime.timedelta(days=14)


class PositionClosed(Exception):
    """The order is not open, or not any more."""


class NoFactSheet(Exception):
    """Nobody is asked before there is something to answer to."""


class NoClientStatement(Exception):
    """The client's own privacy statement is not known; the candidate is to read it before a yes (P35)."""


class NotConfirmed(Exception):
    """The candidate has not proved an address."""


class NotAskable(Exception):
    """The candidate applied for other positions and wants to hear of no others."""


class AlreadyAsked(Exception):
    """The candidate has been asked, and has not answered yet."""


class AlreadyAnswered(Exception):
    """This was answered before; a yes can be taken back, a no stands."""


class NotAcknowledged(Exception):
    """A yes needs the tick that says: I know what is shown to whom."""


class NothingToEnd(Exception):
    """There is no yes that could be taken back."""


class NothingAsked(Exception):
    """The candidate has not asked anything that waits for a reply."""


@transaction.atomic
def ask(*, candidate: Candidate, order: JobOrder, by: Actor, at: datetime.datetime) -> SharingPermission:
    """Ask whether we may present the candidate for this order, with its fact sheet. The order is held open first.

    Raises `PositionClosed`, `NoFactSheet`, `NoClientStatement`, `NotConfirmed`, `NotAskable`, `AlreadyAsked`,
    `PersonIsGone`, `IsRestricted`.
    """
    orders.keep_open(order_id=order.pk)
    order = JobOrder.objects.select_related("company").get(pk=order.pk)
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(SharingPermission, subject_id=fresh.subject_id, by=by)
    to = _refuse(fresh, order, timezone.localdate(at))
    # A question whose day has come without an answer makes place for the next.
    SharingPermission.objects.waiting().filter(candidate=fresh, job_order=order).delete()
    permission = SharingPermission.objects.create(
        candidate=fresh, job_order=order, fact_sheet=permissions.newest_sheet(order), asked_by_id=by.pk, asked_at=at,
        level=permissions.level_for(fresh, order), answer_by=timezone.localdate(at + LASTS),
    )  # fmt: skip
    _record(Verb.WRITTEN, permission, by, at, ["job_order"])
    _tell(emails.permission_asked(permission), permission, to, at)
    retention.refresh(fresh.subject_id)
    return permission


def _refuse(candidate: Candidate, order: JobOrder, today: datetime.date) -> str:
    """The address to ask at."""
    if not order.is_open:
        raise PositionClosed
    if permissions.newest_sheet(order) is None:
        raise NoFactSheet
    if not order.company.privacy_statement_url:
        raise NoClientStatement
    to = people.confirmed_address_of(candidate)
    if not to:
        raise NotConfirmed
    if not permissions.may_be_asked(candidate, order):
        raise NotAskable
    waiting = SharingPermission.objects.waiting().filter(candidate=candidate, job_order=order, answer_by__gte=today)
    if waiting.exists():
        raise AlreadyAsked
    return to


@transaction.atomic
def answer(
    *, permission: SharingPermission, interest: str, has_acknowledged: bool, channel: str, by: Actor | None,
    at: datetime.datetime,
) -> None:  # fmt: skip
    """The candidate's own yes or no. `by=None`: through the link, which only who reads the address has.

    Raises `PositionClosed`, `AlreadyAnswered`, `NotAcknowledged`, `PersonIsGone`.
    """
    fresh = _locked(permission)
    if not fresh.is_open:
        raise AlreadyAnswered
    is_yes = interest == Interest.INTERESTED
    if is_yes and not has_acknowledged:
        raise NotAcknowledged
    if is_yes and not fresh.job_order.is_open:
        raise PositionClosed
    notice = Notice.objects.in_force(NoticeKind.SHARING, timezone.localdate(at)) if is_yes else None
    SharingPermission.objects.filter(pk=fresh.pk).update(
        answer=interest, answered_at=at, channel=channel, sharing_notice=notice
    )
    if not is_yes:
        showing_ended.note(subject_id=fresh.candidate.subject_id, at=at, order=fresh.job_order_id)
    _record(Verb.CONSENTED if is_yes else Verb.CHANGED, fresh, by, at, ["answer"])
    activity.note(candidate_id=fresh.candidate.pk, at=at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def ask_back(*, permission: SharingPermission, question: str, by: Actor | None, at: datetime.datetime) -> None:
    """The candidate asks something first; the answer can still be given. Raises `AlreadyAnswered`, `PersonIsGone`."""
    fresh = _locked(permission)
    if not fresh.is_open:
        raise AlreadyAnswered
    SharingPermission.objects.filter(pk=fresh.pk).update(question=question, question_at=at, reply="", replied_at=None)
    _record(Verb.CHANGED, fresh, by, at, ["question"])
    activity.note(candidate_id=fresh.candidate.pk, at=at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def reply(*, permission: SharingPermission, text: str, by: Actor, at: datetime.datetime) -> None:
    """Answer the candidate's question, with the link once more. Raises `NothingAsked`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked(permission)
    subjects.refuse_restricted(fresh, by=by)
    if not fresh.question or fresh.replied_at or not fresh.is_open:
        raise NothingAsked
    SharingPermission.objects.filter(pk=fresh.pk).update(reply=text, replied_at=at)
    fresh.reply = text
    _record(Verb.CHANGED, fresh, by, at, ["reply"])
    to = people.confirmed_address_of(fresh.candidate)
    if to:
        _tell(emails.permission_replied(fresh), fresh, to, at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def take_back(*, permission: SharingPermission, by: Actor | None, at: datetime.datetime) -> None:
    """As easy as the yes; whoever was shown the candidate sees nothing at the next request.

    Raises `NothingToEnd`, `PersonIsGone`.
    """
    fresh = _locked(permission)
    if not fresh.is_standing:
        raise NothingToEnd
    SharingPermission.objects.filter(pk=fresh.pk).update(ended_at=at)
    showing_ended.note(subject_id=fresh.candidate.subject_id, at=at, order=fresh.job_order_id)
    _record(Verb.CONSENT_WITHDRAWN, fresh, by, at, ["ended_at"])
    activity.note(candidate_id=fresh.candidate.pk, at=at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def stop(*, candidate: Candidate, order: JobOrder, by: Actor, at: datetime.datetime) -> None:
    """The candidate no longer wants to be presented for this order, asked or not; it holds from the next request on.

    Raises `PersonIsGone`.
    """
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate)  # also while restricted: saying no is a right
    theirs = SharingPermission.objects.filter(candidate=fresh, job_order=order)
    theirs.standing().update(ended_at=at)
    said = {"answer": Interest.NOT_INTERESTED, "answered_at": at, "channel": Channel.OWN_PAGES}
    if not theirs.waiting().update(**said):
        SharingPermission.objects.create(
            candidate=fresh, job_order=order, asked_at=at, answer_by=timezone.localdate(at), **said
        )
    permission = theirs.order_by("-answered_at", "-pk").select_related("job_order__company", "candidate")[0]
    showing_ended.note(subject_id=fresh.subject_id, at=at, order=order.pk)
    _record(Verb.CONSENT_WITHDRAWN, permission, by, at, ["answer"])
    activity.note(candidate_id=fresh.pk, at=at)
    retention.refresh(fresh.subject_id)


def application_withdrawn(*, application: Application, at: datetime.datetime) -> None:
    """With the application goes a yes to being presented for the same order. Under the candidate's lock, held by the caller."""
    theirs = SharingPermission.objects.filter(candidate=application.candidate, job_order=application.job_order_id)
    if theirs.standing().update(ended_at=at):
        showing_ended.note(subject_id=application.candidate.subject_id, at=at, order=application.job_order_id)


def _locked(permission: SharingPermission) -> SharingPermission:
    """As it is once nobody else can change it; the person's own word is heard also while the data are restricted."""
    subjects.lock(permission.candidate.subject_id)
    found = SharingPermission.objects.select_related("candidate", "job_order__company", "fact_sheet")
    fresh = found.filter(pk=permission.pk).first()
    if fresh is None:
        raise subjects.PersonIsGone
    return fresh


def _tell(message: Message, permission: SharingPermission, to: str, at: datetime.datetime) -> None:
    candidate = permission.candidate
    mails.queue(message, to=to, subject_id=candidate.subject_id, language=candidate.language, at=at)


def _record(
    verb: Verb, permission: SharingPermission, by: Actor | None, at: datetime.datetime, fields: list[str]
) -> None:
    trail.record(
        verb, subject_id=permission.candidate.subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=permission,
        recipient=trail.Recipient(permission.job_order.company_id),
    )  # fmt: skip
