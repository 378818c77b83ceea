"""Campaigns: planned, worded, opened for those who answer, closed; and the keys a partner's system signs with."""

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from candidates.choices import CampaignEvent, RoleSplit
from candidates.models import Campaign, CampaignKey, CampaignTally, CampaignWording
from privacy.choices.disclosures import RecipientKind
from privacy.models import Recipient
from privacy.storage.sealing import SALT_SIZE, KeyRing

SLOTS = (1, 2)
FIXED = ("channel", "starts_on", "partner", "split", "collects", "answers")


class AlreadyOpened(Exception):
    """What people were told of a campaign does not change while it takes in."""


class NotOpen(Exception):
    """The campaign takes nobody in: not opened, or closed."""


class NoWording(Exception):
    """Nobody wrote what people are told in the channel from the first day on."""


class NoStatement(Exception):
    """The partner's own privacy statement is not named, by an address with https."""


class WrongPartner(Exception):
    """The partner is not in the register as what the campaign says it is, or has no address that hears of erasures."""


class WordingTaken(Exception):
    """There is a wording from that day on already."""


class TwoKeysAlready(Exception):
    """One has to end before a third is made."""


class KeyEnded(Exception):
    """It has ended before."""


def plan(*, at: datetime.datetime, **facts: Any) -> Campaign:
    """Write a campaign down. It takes nobody in before it is opened."""
    return Campaign.objects.create(created_at=at, **facts)


@transaction.atomic
def change(*, campaign: Campaign, **facts: Any) -> None:
    """Raises `AlreadyOpened` for what the people who answered were told."""
    now = _locked(campaign)
    if now.opened_at and any(getattr(now, name) != facts.get(name, getattr(now, name)) for name in FIXED):
        raise AlreadyOpened
    if now.opened_at and not facts.get("statement_url", now.statement_url):
        raise NoStatement
    Campaign.objects.filter(pk=now.pk).update(**facts)


@transaction.atomic
def add_wording(*, campaign: Campaign, text_nb: str, text_en: str, shown_from: datetime.date) -> CampaignWording:
    """The next version of what people are told in the channel. Raises `WordingTaken`."""
    now = _locked(campaign)
    newest = now.wordings.aggregate(newest=Max("version"))["newest"] or 0
    try:
        with transaction.atomic():
            return CampaignWording.objects.create(
                campaign=now, version=newest + 1, text_nb=text_nb, text_en=text_en, shown_from=shown_from
            )
    except IntegrityError as error:
        raise WordingTaken from error


@transaction.atomic
def open(*, campaign: Campaign, at: datetime.datetime) -> None:
    """From now on it takes in who answers. Raises `AlreadyOpened`, `NoStatement`, `NoWording`, `WrongPartner`."""
    now = _locked(campaign)
    if now.opened_at:
        raise AlreadyOpened
    if not now.statement_url:
        raise NoStatement
    if not now.wordings.filter(shown_from__lte=now.starts_on).exists():
        raise NoWording
    partner = Recipient.objects.select_for_update().get(pk=now.partner_id)
    wanted = RecipientKind.PROCESSOR if now.split == RoleSplit.PROCESSOR else RecipientKind.SOURCE
    if partner.kind != wanted or not partner.contact_address or partner.ended_on:
        raise WrongPartner
    Campaign.objects.filter(pk=now.pk).update(opened_at=at)


@transaction.atomic
def close(*, campaign: Campaign, at: datetime.datetime) -> None:
    """Nobody comes in any more, and its keys end. Those who are leads stay so for their own time. Raises `NotOpen`."""
    now = _locked(campaign)
    if not now.takes_in:
        raise NotOpen
    Campaign.objects.filter(pk=now.pk).update(closed_at=at)
    CampaignKey.objects.filter(campaign=now, ended_at=None).update(ended_at=at)


@transaction.atomic
def make_key(*, campaign: Campaign, at: datetime.datetime) -> CampaignKey:
    """One more key; the old one works until it is ended, so that the partner can change over. Raises `TwoKeysAlready`."""
    now = _locked(campaign)
    if not now.takes_in:
        raise NotOpen
    taken = set(CampaignKey.objects.filter(campaign=now, ended_at=None).values_list("slot", flat=True))
    free = [slot for slot in SLOTS if slot not in taken]
    if not free:
        raise TwoKeysAlready
    ring = KeyRing(settings.FIELD_KEYS)
    return CampaignKey.objects.create(
        campaign=now, slot=free[0], ring_key=ring.first, salt=secrets.token_bytes(SALT_SIZE).hex(), made_at=at
    )


@transaction.atomic
def end_key(*, campaign: Campaign, at: datetime.datetime) -> None:
    """The oldest key that works signs nothing from now on. Raises `KeyEnded` when there is none."""
    now = _locked(campaign)
    oldest = now.keys.filter(ended_at=None).order_by("made_at", "pk").first()
    if oldest is None:
        raise KeyEnded
    CampaignKey.objects.filter(pk=oldest.pk).update(ended_at=at)


def count_application(*, campaign: Campaign, at: datetime.datetime) -> None:
    """Somebody who agreed that we see it applied by the link: one more that week."""
    day = timezone.localdate(at)
    week = day - datetime.timedelta(days=day.weekday())
    CampaignTally.objects.create(campaign=campaign, week=week, event=CampaignEvent.APPLIED, count=1)


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update().get(pk=campaign.pk)
