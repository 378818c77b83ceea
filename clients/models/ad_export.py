"""What was last handed to NAV of an ad, so that only what changed goes again, and what left the site is stopped there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models.order import JobAd
from privacy.constraints import both_or_neither


class AdExportQuerySet(models.QuerySet["AdExport"]):
    def shown_there(self) -> "AdExportQuerySet":
        """What NAV was given and not yet told to stop."""
        return self.filter(stopped_at=None)


class AdExport(models.Model):
    """An ad in a file for NAV: a digest of what stood there, when and by whom; and when NAV was to stop it."""

    ad = models.OneToOneField(JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, related_name="export")
    digest = models.CharField(_("digest of what was sent"), max_length=32)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put in a file by"),
        on_delete=models.PROTECT,
        related_name="ad_exports",
    )
    sent_at = models.DateTimeField(_("put in a file"))
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stopped by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="stopped_ad_exports",
    )  # fmt: skip
    stopped_at = models.DateTimeField(_("to be stopped since"), null=True, blank=True)

    objects = AdExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("ad handed to NAV")
        verbose_name_plural = _("ads handed to NAV")
        constraints = [
            both_or_neither("stopped_at", "stopped_by", name="ad_export_stopped_by_someone"),
            models.CheckConstraint(
                name="ad_export_stops_after_it_went",
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("sent_at")),
                violation_error_message=_("It cannot be stopped before it went."),
            ),
            models.CheckConstraint(
                name="ad_export_digest",
                condition=Q(digest__regex="^[0-9a-f]{32}$"),
                violation_error_message=_("A digest has 32 digits."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.ad)
