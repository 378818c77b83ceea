"""Sending an application: at once a full one, with its own person, even before the address is confirmed."""

import datetime
from dataclasses import dataclass
from typing import NotRequired, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from candidates import emails
from candidates.actions import addresses, campaigns, drafts, enclosures, leads, resumes
from candidates.choices import Origin, Source
from candidates.models import Application, Campaign, Candidate, Document, Lead
from candidates.queries import people
from candidates.queries.resumes import Understood
from clients.actions import orders
from clients.models import JobAd, ScreeningQuestion
from privacy.actions import mails, retention, subjects, trail, uploads
from privacy.choices import Verb
from privacy.models import Notice, TermsVersion
from privacy.ports import Actor

ACTIVITY = "applications"
DATA = ("first_name", "last_name", "email", "phone", "message")


class PositionClosed(Exception):
    """The ad left the site before the application came."""


class Sent(TypedDict):
    """What the form hands over; its files are judged already."""

    first_name: str
    last_name: str
    email: str
    phone: str
    cv: UploadedFile | None  # None: one of `own`
    cover_letter: NotRequired[UploadedFile | None]
    papers: NotRequired[list[tuple[str, UploadedFile]]]  # kind and file
    own: NotRequired[list[Document]]  # the person's, here already
    kept: NotRequired[list[str]]  # names of files put aside, which are let go of
    answers: NotRequired[list[tuple[ScreeningQuestion, str]]]
    profile: NotRequired[Understood | None]  # what a file says of skills, work and the like
    message: str
    sharing_scope: str
    keep_scope: str
    notice: Notice
    terms: TermsVersion
    sharing_notice: Notice
    language: str


@dataclass(frozen=True)
class Submission:
    application: Application
    is_new: bool


def submit(
    *,
    position: JobAd | None,
    by: Actor | None,
    at: datetime.datetime,
    lead: Lead | None = None,
    campaign: Campaign | None = None,
    **sent: Unpack[Sent],
) -> Submission:
    """Receive an application for a position, or an open registration (`position=None`). The same one twice is one.

    Logged in (`by`) it is attached to the own candidate and confirmed; otherwise it is a new person's until the
    address is confirmed. A `lead` registers by the link that was sent to the address: that confirms it, and the lead
    becomes the candidate. `campaign` is whose link was followed, from those who agreed to that. Raises `PositionClosed` and `PersonIsGone`.
    """
    with uploads.undo_files() as written, transaction.atomic():
        key = _submission_key(position, by, at, sent)
        _one_at_a_time(key)
        if known := _known(key):
            return Submission(known, is_new=False)
        _keep_open(position, at)
        candidate = _from_lead(lead, at, sent) if lead else _sender(by, at, sent)
        application = _write(candidate, position, key, at, sent)
        application.confirmed_at = at if by or lead else None
        if lead:
            application.origin, application.wording_id = Origin.LEAD, lead.wording_id
        _from_campaign(application, campaign, at)
        application.save()
        kinds = enclosures.attach(application, sent, at=at, written=written)
        drafts.sent(candidate=application.candidate, ad=position, at=at)
        told = resumes.come_with(candidate=application.candidate, read=sent.get("profile"))
        _finish(application, [*kinds, *told], by, at, sent)
    return Submission(application, is_new=True)


def _submission_key(position: JobAd | None, by: Actor | None, at: datetime.datetime, sent: Sent) -> str:
    """Equal for equal posts of one day in Oslo, and telling nobody without our key what was in them."""
    day = timezone.localdate(at).isoformat()
    sender = str(by.subject_id) if by else _address(sent)
    said = [sent["first_name"], sent["last_name"], sent["phone"], sent["message"]]
    parts = [
        sender,
        str(position.pk if position else ""),
        *enclosures.fingerprints(sent),
        *([repr(sent["profile"])] if sent.get("profile") else []),
        *said,
        sent["keep_scope"],
        sent["sharing_scope"],
        day,
    ]
    return salted_hmac("candidates.submission", "\0".join(parts), algorithm="sha256").hexdigest()


def _one_at_a_time(key: str) -> None:
    """Twenty equal posts at once queue here, and nineteen find what the first one wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"submission:{key}"])


def _known(key: str) -> Application | None:
    """What an equal post of today made. Erased meanwhile it is nobody's: then this is a new one."""
    found = Application.objects.select_related("candidate").filter(submission_key=key)
    if known := found.first():
        try:
            subjects.lock(known.candidate.subject_id)
        except subjects.PersonIsGone:
            return None
    return found.first()


def _keep_open(position: JobAd | None, at: datetime.datetime) -> None:
    if position is None:
        return
    orders.keep_open(order_id=position.order_id, ad_id=position.pk)
    if not JobAd.objects.select_related("order").get(pk=position.pk).is_open(at):
        raise PositionClosed


def _sender(by: Actor | None, at: datetime.datetime, sent: Sent) -> Candidate:
    return _own_candidate(by, at, sent) if by else _new_candidate(at, sent)


def _from_lead(lead: Lead, at: datetime.datetime, sent: Sent) -> Candidate:
    """The lead's own person goes on as a candidate, or as the one who has the address already."""
    said = _said_of_self(at, sent) | {"source": Source.CAMPAIGN}
    candidate = Candidate(subject=lead.subject, unconfirmed_email=lead.email, **said)
    addresses.lock(candidate)
    subjects.fresh(lead)
    candidate.save()
    leads.end(lead=lead, at=at)
    return addresses.settle(candidate=candidate, at=at)


def _new_candidate(at: datetime.datetime, sent: Sent) -> Candidate:
    subject = subjects.create(at=at)
    subjects.lock(subject.pk)
    return Candidate.objects.create(subject=subject, unconfirmed_email=_address(sent), **_said_of_self(at, sent))


def _own_candidate(by: Actor, at: datetime.datetime, sent: Sent) -> Candidate:
    """The candidate this account is; somebody with an account but without one becomes it now."""
    subjects.lock(by.subject_id)
    own = people.for_person(by)
    if own is None:
        return Candidate.objects.create(subject_id=by.subject_id, **_said_of_self(at, sent))
    Candidate.objects.filter(pk=own.pk).update(last_active_at=at)
    return own


def _said_of_self(at: datetime.datetime, sent: Sent) -> dict[str, object]:
    return {
        "first_name": sent["first_name"],
        "last_name": sent["last_name"],
        "phone": sent["phone"],
        "language": sent["language"],
        "source": Source.WEBSITE,
        "last_active_at": at,
        "created_at": at,
    }


def _write(candidate: Candidate, position: JobAd | None, key: str, at: datetime.datetime, sent: Sent) -> Application:
    return Application(
        candidate=candidate,
        job_ad=position,
        job_order_id=position.order_id if position else None,
        origin=Origin.APPLIED if position else Origin.REGISTERED,
        message=sent["message"],
        language=sent["language"],
        keep_scope=sent["keep_scope"],
        sharing_scope=sent["sharing_scope"],
        notice=sent["notice"],
        terms=sent["terms"],
        sharing_notice=sent["sharing_notice"],
        submission_key=key,
        submitted_at=at,
        stage_since=at,
    )


def _from_campaign(application: Application, campaign: Campaign | None, at: datetime.datetime) -> None:
    if campaign:
        application.campaign = campaign
        campaigns.count_application(campaign=campaign, at=at)


def _finish(application: Application, kinds: list[str], by: Actor | None, at: datetime.datetime, sent: Sent) -> None:
    subject_id = application.candidate.subject_id
    fields = [*(name for name in DATA if sent.get(name)), *kinds, *(["campaign"] if application.campaign_id else [])]
    trail.record(Verb.COLLECTED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=application)
    to = people.email_of(application.candidate)
    mails.queue(emails.receipt(application), to=to, subject_id=subject_id, language=sent["language"], at=at)
    retention.refresh(subject_id)


def _address(sent: Sent) -> str:
    return sent["email"].strip().lower()
