"""Campaigns in other people's channels: what was shown there, who answers for what, who may deliver."""

import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import CampaignChannel, CampaignEvent, Party, RoleSplit
from clients.models import JobAd
from privacy.choices import Language
from privacy.models import Recipient

STATEMENT_NEEDED = _("Give the address of the partner's own privacy statement, beginning with https://.")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def taking_in(self) -> "CampaignQuerySet":
        return self.filter(opened_at__isnull=False, closed_at=None)


class Campaign(models.Model):
    """One campaign a partner runs for us in one channel, and the people who answer it are its leads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    channel = models.CharField(_("channel"), max_length=20, choices=CampaignChannel.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    partner = models.ForeignKey(
        Recipient, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="campaigns",
        help_text=_("From the register of recipients, which has the address that hears of erasures."),
    )  # fmt: skip
    split = models.CharField(_("the partner is"), max_length=10, choices=RoleSplit.choices, default=RoleSplit.SEPARATE)
    collects = models.CharField(_("who collects"), max_length=10, choices=Party.choices, default=Party.PARTNER)
    answers = models.CharField(
        _("who answers the people"), max_length=10, choices=Party.choices, default=Party.BOTH,
        help_text=_("Who deals with access, correction and erasure."),
    )  # fmt: skip
    statement_url = models.URLField(
        _("the partner's privacy statement"), blank=True, help_text=_("Begins with https://.")
    )
    job_ad = models.ForeignKey(
        JobAd, verbose_name=_("position"), on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns",
        help_text=_("Empty: for anybody who wants work."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    opened_at = models.DateTimeField(_("takes in since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A campaign cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="campaign_statement_before_intake",
                condition=Q(opened_at__isnull=True) | Q(statement_url__startswith="https://"),
                violation_error_message=STATEMENT_NEEDED,
            ),
            models.CheckConstraint(
                name="campaign_statement_over_https",
                condition=Q(statement_url="") | Q(statement_url__startswith="https://"),
                violation_error_message=STATEMENT_NEEDED,
            ),
            models.CheckConstraint(
                name="campaign_closes_after_opening",
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                violation_error_message=_("Only a campaign that takes in can be closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_campaign_change", args=[self.pk])

    @property
    def takes_in(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def ran_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on


class CampaignWording(models.Model):
    """One version of what people were told in the channel before they answered; never changed, only followed."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="wordings"
    )
    version = models.PositiveIntegerField(_("version"))
    text_nb = models.TextField(_("in Norwegian"), max_length=3_000)
    text_en = models.TextField(_("in English"), max_length=3_000, blank=True)
    shown_from = models.DateField(_("shown from"))

    class Meta:
        verbose_name = _("wording in the channel")
        verbose_name_plural = _("wordings in the channel")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "version"], name="campaign_wording_versions_count"),
            models.UniqueConstraint(
                fields=["campaign", "shown_from"], name="campaign_wording_one_a_day",
                violation_error_message=_("There is a wording from that day on already."),
            ),
            models.CheckConstraint(
                name="campaign_wording_says_something",
                condition=~Q(text_nb=""),
                violation_error_message=_("Write what people are told in the channel."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("version %(number)s") % {"number": self.version})

    def text(self, language: str) -> str:
        return self.text_en if language == Language.EN and self.text_en else self.text_nb


class CampaignKey(models.Model):
    """What the partner's system signs with. The secret is derived from the key ring; here stands only what of."""

    campaign = models.ForeignKey(Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="keys")
    slot = models.PositiveSmallIntegerField(_("place"))
    ring_key = models.CharField(_("key of the ring"), max_length=32)
    salt = models.CharField(_("salt"), max_length=64)
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("key of a campaign")
        verbose_name_plural = _("keys of campaigns")
        indexes = [models.Index(fields=["campaign"], name="campaign_key_of")]
        constraints = [
            models.CheckConstraint(
                name="campaign_key_two_at_most",
                condition=Q(slot__in=[1, 2]),
                violation_error_message=_("At most two keys work at a time."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "slot"], condition=Q(ended_at__isnull=True), name="campaign_key_one_a_place"
            ),
        ]

    def __str__(self) -> str:
        return str(_("key %(number)s") % {"number": self.pk})


class CampaignTally(models.Model):
    """How many, of one campaign in one week: written by triggers, about nobody, and there when the people are gone."""

    campaign = models.ForeignKey(Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="tallies")
    week = models.DateField(_("week of"))
    event = models.CharField(_("what"), max_length=10, choices=CampaignEvent.choices)
    count = models.IntegerField(_("how many"))

    class Meta:
        verbose_name = _("figure of a campaign")
        verbose_name_plural = _("figures of campaigns")
        indexes = [models.Index(fields=["campaign", "week"], name="campaign_tally_by_week")]

    def __str__(self) -> str:
        return f"{self.week}: {self.get_event_display()} {self.count}"
