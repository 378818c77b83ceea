"""Somebody who answered a campaign and is no candidate yet."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices import LeadDoor, MarkKind
from candidates.models.campaign import Campaign, CampaignWording
from candidates.models.candidate import CANDIDATE_ROLES
from privacy.choices import Language
from privacy.models import PersonalQuerySet, Subject


class LeadQuerySet(PersonalQuerySet["Lead"]):
    read_by = CANDIDATE_ROLES


class Lead(models.Model):
    """A person who answered a campaign: told where we have it from, then a candidate, or gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.OneToOneField(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="lead")
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NB)
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    campaign = models.ForeignKey(Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="leads")
    wording = models.ForeignKey(
        CampaignWording, verbose_name=_("wording shown"), on_delete=models.PROTECT, related_name="leads"
    )
    reference = models.CharField(_("the partner's reference"), max_length=100)
    door = models.CharField(_("came in"), max_length=10, choices=LeadDoor.choices)
    consent = models.CharField(_("consent, as the partner states it"), max_length=300, blank=True)
    answered_on = models.DateField(_("answered"))
    received_at = models.DateTimeField(_("received"))
    address_digests = ArrayField(
        models.CharField(max_length=64), verbose_name=_("fingerprints of the address"), default=list, blank=True
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        indexes = [
            GinIndex(
                OpClass(Upper("last_name"), name="gin_trgm_ops"),
                OpClass(Upper("email"), name="gin_trgm_ops"),
                OpClass(Upper("reference"), name="gin_trgm_ops"),
                name="lead_parts",
            ),
            models.Index(fields=["-received_at", "id"], name="lead_newest"),
            models.Index(fields=["email"], name="lead_by_email"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "reference"], name="lead_once_in_a_campaign",
                violation_error_message=_("This answer is here already."),
            ),
            models.CheckConstraint(
                name="lead_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("An e-mail address or a telephone number is needed, or nobody can tell the person."),
            ),
            models.CheckConstraint(
                name="lead_address_can_say_no",
                condition=Q(email="") | ~Q(address_digests=[]),
                violation_error_message=_("An address is looked up among those that said no."),
            ),
            models.CheckConstraint(
                name="lead_has_a_reference",
                condition=~Q(reference=""),
                violation_error_message=_("The partner hears of an erasure by its own reference."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_lead_change", args=[self.pk])


class LeadMark(models.Model):
    """A keyed fingerprint of what a campaign has brought: the same again is nothing new, also when the person is gone."""

    campaign = models.ForeignKey(Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(_("of what"), max_length=10, choices=MarkKind.choices)
    digest = models.CharField(_("fingerprint"), max_length=64)
    content = models.CharField(_("fingerprint of what it held"), max_length=64, blank=True)
    at = models.DateTimeField(_("since"), db_index=True)

    class Meta:
        verbose_name = _("fingerprint of an answer")
        verbose_name_plural = _("fingerprints of answers")
        constraints = [models.UniqueConstraint(fields=["campaign", "kind", "digest"], name="lead_mark_once")]

    def __str__(self) -> str:
        return self.digest[:12]
