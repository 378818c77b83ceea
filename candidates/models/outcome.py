"""How it ends: an offer and its answer, the employment that came of it and when it is followed up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.choices import OfferAnswer
from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from privacy.constraints import both_or_neither
from privacy.models import PersonalQuerySet


class OfferQuerySet(PersonalQuerySet["Offer"]):
    read_by = CANDIDATE_ROLES

    def waiting(self) -> "OfferQuerySet":
        return self.filter(answer="", withdrawn_at=None)


class Offer(models.Model):
    """The position was offered to a candidate, who says yes or no."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="offers"
    )
    starts_on = models.DateField(_("first day at work"))
    reply_by = models.DateField(_("answer by"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="offers"
    )
    made_at = models.DateTimeField(_("offer made"))
    answer = models.CharField(_("answer"), max_length=10, choices=OfferAnswer.choices, blank=True)
    answered_at = models.DateTimeField(_("offer answered"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answer written down by"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="noted_offers", help_text=_("Empty: the candidate."),
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("offer withdrawn"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(
                name="offer_answered_when",
                condition=Q(answer="", answered_at__isnull=True, noted_by__isnull=True)
                | ~Q(answer="")
                & Q(answered_at__isnull=False, answered_at__gte=F("made_at"), withdrawn_at__isnull=True),
                violation_error_message=_("An answer has a day, and comes after the offer."),
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(answer="", withdrawn_at__isnull=True), name="offer_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}"

    @property
    def is_waiting(self) -> bool:
        return not self.answer and self.withdrawn_at is None


class PlacementQuerySet(PersonalQuerySet["Placement"]):
    read_by = CANDIDATE_ROLES

    def to_follow_up(self) -> "PlacementQuerySet":
        return self.filter(followed_up_at=None, ends_on=None)


class Placement(models.Model):
    """Somebody got the position: from when, until when, and when we ask both sides how it goes."""

    application = models.OneToOneField(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="placement"
    )
    starts_on = models.DateField(_("first day at work"))
    ends_on = models.DateField(_("last day at work"), null=True, blank=True)
    follow_up_on = models.DateField(_("follow up on"))
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("followed up by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="followed_placements",
    )  # fmt: skip
    followed_up_at = models.DateTimeField(_("followed up"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("registered by"), on_delete=models.PROTECT, related_name="placements"
    )
    registered_at = models.DateTimeField(_("registered"))

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment at a client")
        verbose_name_plural = _("employments at clients")
        constraints = [
            models.CheckConstraint(
                name="placement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="placement_followed_up_in_time",
                condition=Q(follow_up_on__gte=F("starts_on")),
                violation_error_message=_("It is followed up after the first day, not before."),
            ),
            both_or_neither("followed_up_at", "followed_up_by", name="placement_followed_up_by_and_when"),
        ]

    def __str__(self) -> str:
        return f"{self.application}"
