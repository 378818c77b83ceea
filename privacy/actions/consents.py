"""Consent: given and withdrawn, each as easy as the other, each a row that is never changed (GDPR art. 7)."""

import datetime
import uuid
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy import emails, registries
from privacy.actions import journal, mails, retention, subjects, trail
from privacy.choices import Channel, ConsentAction, ConsentPurpose, JournalKind, MailState, NoticeKind, Verb
from privacy.choices.marketing import MarketingGround
from privacy.models import ConsentEvent, Notice, OutgoingMail
from privacy.ports import Actor
from privacy.queries import addresses, consents, explain
from privacy.queries.numbers import numbers_of

WORDS = {
    ConsentPurpose.FURTHER_STORAGE: NoticeKind.FURTHER_STORAGE,
    ConsentPurpose.JOB_ALERTS: NoticeKind.JOB_ALERTS,
    ConsentPurpose.NEWSLETTER: NoticeKind.NEWSLETTER,
}
ACTIVITIES = {
    ConsentPurpose.FURTHER_STORAGE: "candidate_base",
    ConsentPurpose.JOB_ALERTS: "job_alerts",
    ConsentPurpose.NEWSLETTER: "client_newsletter",
}
JOURNALED = {
    ConsentAction.GIVEN: JournalKind.CONSENT_GIVEN,
    ConsentAction.WITHDRAWN: JournalKind.CONSENT_WITHDRAWN,
}


class AlreadyGiven(Exception):
    """The same consent was given the same day; giving it again would change nothing."""


class NotGiven(Exception):
    """There is no consent to withdraw."""


@transaction.atomic
def give(
    *,
    subject_id: uuid.UUID,
    purpose: ConsentPurpose,
    language: str,
    channel: str,
    by: Actor | None,
    at: datetime.datetime,
) -> ConsentEvent:
    """Record a yes to the words in force. Raises `PersonIsGone` when the purge was faster, `AlreadyGiven`."""
    subjects.lock(subject_id)
    known = consents.in_force(subject_id, purpose)
    if known and timezone.localdate(known.at) == timezone.localdate(at):
        raise AlreadyGiven
    event = _write(ConsentAction.GIVEN, subject_id, purpose, language, channel, by, at)
    if purpose == ConsentPurpose.FURTHER_STORAGE:
        _tell_renewed(subject_id, at)
    return event


def _tell_renewed(subject_id: uuid.UUID, at: datetime.datetime) -> None:
    """Until when it is now, in writing; only to an address that is proved."""
    if reached := addresses.of_person(subject_id):
        message = emails.renewed(explain(subject_id, timezone.localdate(at)).due_on)
        mails.queue(message, to=reached.email, subject_id=subject_id, language=reached.language, at=at)


@transaction.atomic
def withdraw(
    *,
    subject_id: uuid.UUID,
    purpose: ConsentPurpose,
    language: str,
    channel: str,
    by: Actor | None,
    at: datetime.datetime,
) -> ConsentEvent:
    """Record the end of a consent; what it alone kept goes at the next purge, what it alone allowed ends now.

    Raises `NotGiven`.
    """
    subjects.lock(subject_id)
    if not consents.in_force(subject_id, purpose):
        raise NotGiven
    _keep_back(subject_id, purpose)
    event = _write(ConsentAction.WITHDRAWN, subject_id, purpose, language, channel, by, at)
    for ended in registries.on_withdrawal:
        ended(subject_id=subject_id, purpose=purpose, at=at)
    return event


def advertising_stopped(*, subject_id: uuid.UUID, kind: str, at: datetime.datetime) -> None:
    """A no to a kind of advertising ends the consent to it: what was saved for it goes. On `registries.on_stopped`."""
    how: dict[str, Any] = {
        "language": registries.language_of(subject_id),
        "channel": Channel.MAIL_LINK,
        "by": None,
        "at": at,
    }
    for purpose in ConsentPurpose.to_advertising():
        if kind in ("", ACTIVITIES[purpose]):
            with suppress(NotGiven):
                withdraw(subject_id=subject_id, purpose=purpose, **how)


def _keep_back(subject_id: uuid.UUID, purpose: ConsentPurpose) -> None:
    """Advertising that was written on this consent and has not gone yet does not go."""
    theirs = OutgoingMail.objects.filter(subject__in=numbers_of(subject_id), state=MailState.QUEUED)
    advertising = theirs.filter(activity__code=ACTIVITIES[purpose], marketing_ground=MarketingGround.CONSENT)
    advertising.update(state=MailState.WITHHELD, body_text="")


def _write(
    action: ConsentAction,
    subject_id: uuid.UUID,
    purpose: ConsentPurpose,
    language: str,
    channel: str,
    by: Actor | None,
    at: datetime.datetime,
) -> ConsentEvent:
    notice = Notice.objects.in_force(WORDS[purpose], timezone.localdate(at))
    event = ConsentEvent.objects.create(
        subject_uuid=subject_id, purpose=purpose, action=action, notice=notice, language=language, channel=channel,
        at=at,
    )  # fmt: skip
    verb = Verb.CONSENTED if action == ConsentAction.GIVEN else Verb.CONSENT_WITHDRAWN
    trail.record(verb, subject_id=subject_id, by=by, at=at, activity=ACTIVITIES[purpose], fields=[purpose])
    words = {"notice": notice.version, "language": language, "channel": channel}
    journal.note(JOURNALED[action], subject_id=subject_id, at=at, purpose=purpose, **words)
    retention.refresh(subject_id)
    return event
