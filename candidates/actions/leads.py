"""Leads: taken in, told, corrected, made candidates by their own word; the same answer twice is one."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from candidates.actions.campaigns import NotOpen
from candidates.choices import CampaignEvent, LeadDoor, MarkKind
from candidates.models import Campaign, CampaignTally, Lead, LeadMark
from candidates.queries import campaigns as reading
from candidates.queries import leads as sorting
from candidates.queries.leads import Answer
from privacy.actions import informing, notifying, retention, subjects, trail
from privacy.choices import Category, PeriodCode, Verb
from privacy.choices.disclosures import CollectionSource, RecipientReason
from privacy.deadlines import latest_over
from privacy.ports import Actor
from privacy.queries import suppressions
from privacy.queries.facts import approved_periods
from privacy.queries.numbers import numbers_of

ACTIVITY = "campaigns"
TABLE = "candidates.lead"
TYPED = ("first_name", "last_name", "email", "phone", "answer", "consent")


class OutsideTheCampaign(Exception):
    """Somebody answered on a day the campaign did not run, or before any words were shown."""


class SaidOtherwise(Exception):
    """The same delivery came before, and held something else."""


class CannotBeReached(Exception):
    """Without an e-mail address and a telephone number nobody could tell the person anything."""


@transaction.atomic
def take_in(
    *, campaign: Campaign, answers: Sequence[Answer], door: LeadDoor, by: Actor | None, at: datetime.datetime
) -> int:
    """Take in all of these who may be, each told at once where there is an e-mail address; says how many.

    Left out are those who came before, are candidates, or have said no to advertising; the database refuses the last
    as well. Raises `NotOpen`, `OutsideTheCampaign`; then nobody is taken in.
    """
    _one_at_a_time(campaign)
    campaign = Campaign.objects.select_related("partner").get(pk=campaign.pk)
    if not campaign.takes_in:
        raise NotOpen
    if not all(_was_shown(campaign, day) for day in {answer.answered_on for answer in answers}):
        raise OutsideTheCampaign  # before anybody is looked up: the answer to a partner tells of nobody
    new = [answer for answer, why_not in sorting.sort(campaign, answers) if why_not is None]
    for answer in new:
        _take_in(campaign, answer, door, by, at)
    return len(new)


@transaction.atomic
def deliver(*, campaign: Campaign, delivery: str, body: bytes, answer: Answer, at: datetime.datetime) -> None:
    """The same for one answer from the partner's system. The same delivery again does nothing again.

    Raises `SaidOtherwise` for the same delivery with something else in it, and as `take_in`.
    """
    _one_at_a_time(campaign)
    digests = reading.fingerprints(f"{MarkKind.DELIVERY}:{delivery}")
    held = reading.fingerprints(f"{MarkKind.DELIVERY}:{delivery}:{body.hex()}")
    known = LeadMark.objects.filter(campaign=campaign, kind=MarkKind.DELIVERY, digest__in=digests).first()
    if known is None:
        take_in(campaign=campaign, answers=[answer], door=LeadDoor.SYSTEM, by=None, at=at)
        _mark(campaign, MarkKind.DELIVERY, digests[0], at, content=held[0])
    elif not any(constant_time_compare(known.content, each) for each in held):
        raise SaidOtherwise


@transaction.atomic
def correct(*, lead: Lead, by: Actor, at: datetime.datetime, **profile: str) -> None:
    """Names, address, number or language (GDPR art. 16); the partner hears of it by its own reference."""
    subjects.lock(lead.subject_id)
    fresh = subjects.fresh(lead, by=by)
    changed = [field for field, value in profile.items() if getattr(fresh, field) != value]
    if not changed:
        return
    if not (profile.get("email", fresh.email) or profile.get("phone", fresh.phone)):
        raise CannotBeReached
    digests = suppressions.digests_of(email) if (email := profile.get("email", fresh.email)) else []
    Lead.objects.filter(pk=fresh.pk).update(**profile, address_digests=digests)
    trail.record(Verb.CHANGED, subject_id=fresh.subject_id, by=by, at=at, activity=ACTIVITY, fields=changed, obj=fresh)
    notifying.owe(
        RecipientReason.CORRECTED, subject_ids=numbers_of(fresh.subject_id),
        categories=(Category.IDENTITY, Category.CONTACT), at=at,
    )  # fmt: skip
    retention.refresh(fresh.subject_id)


def end(*, lead: Lead, at: datetime.datetime) -> None:
    """The lead has become a candidate: its row goes, where the data came from stays with the person. Under the lock."""
    informing.now_in(subject_id=lead.subject_id, before=TABLE, object_label="candidates.candidate")
    Lead.objects.filter(pk=lead.pk).delete()
    day = timezone.localdate(at)
    week = day - datetime.timedelta(days=day.weekday())
    CampaignTally.objects.create(campaign_id=lead.campaign_id, week=week, event=CampaignEvent.CONVERTED, count=1)


def forget_marks(*, at: datetime.datetime) -> int:
    """The fingerprints go as long after they were made as a lead would."""
    length = approved_periods().get(PeriodCode.LEAD)
    if length is None:
        return 0
    return LeadMark.objects.filter(at__lt=latest_over(length, at)).delete()[0]


def _one_at_a_time(campaign: Campaign) -> None:
    """Two deliveries of one answer at once: the second waits, and finds what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"campaign:{campaign.pk}"])


def _was_shown(campaign: Campaign, day: datetime.date) -> bool:
    return campaign.ran_on(day) and reading.wording_on(campaign, day) is not None


def _take_in(campaign: Campaign, answer: Answer, door: LeadDoor, by: Actor | None, at: datetime.datetime) -> None:
    wording = reading.wording_on(campaign, answer.answered_on)
    assert wording is not None  # `_was_shown`
    subject = subjects.create(at=at)
    subjects.lock(subject.pk)
    lead = Lead.objects.create(
        subject=subject, campaign=campaign, wording=wording, door=door, received_at=at,
        address_digests=suppressions.digests_of(answer.email) if answer.email else [], **vars(answer),
    )  # fmt: skip
    for kind, text in sorting.marks_of(answer):
        _mark(campaign, kind, reading.fingerprints(f"{kind}:{text}")[0], at)
    fields = [name for name in TYPED if getattr(answer, name)]
    trail.record(Verb.COLLECTED, subject_id=subject.pk, by=by, at=at, activity=ACTIVITY, fields=fields, obj=lead)
    informing.collected(
        subject_id=subject.pk, object_label=TABLE, activity=ACTIVITY, source=CollectionSource.CAMPAIGN,
        source_name=f"{campaign.partner}: {campaign.name}"[:150], at=at, origin=campaign.partner,
        reference=answer.reference, statement_url=campaign.statement_url,
    )  # fmt: skip
    if lead.email:
        informing.tell_first(subject_id=subject.pk, to=lead.email, language=lead.language, at=at)
    retention.refresh(subject.pk)


def _mark(campaign: Campaign, kind: MarkKind, digest: str, at: datetime.datetime, content: str = "") -> None:
    LeadMark.objects.create(campaign=campaign, kind=kind, digest=digest, content=content, at=at)
