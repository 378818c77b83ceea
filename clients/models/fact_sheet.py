"""What a candidate is told about a position, in parts that are told one after the other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.choices import Release
from clients.models.asking import Asking, asks_with_a_reason
from clients.models.company import of_restricted
from clients.models.order import JobOrder
from privacy.constraints import not_blank
from privacy.ports import Actor


class FactSheetQuerySet(models.QuerySet["FactSheet"]):
    def visible_to(self, user: Actor) -> "FactSheetQuerySet":
        """As their orders are."""
        return self.exclude(order__company__in=of_restricted())


class FactSheet(Asking):
    """One version of what candidates are told about an order. Written once (a trigger): what somebody answered to stays known."""

    order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="fact_sheets"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    in_ad = models.TextField(Release.AD.label, max_length=4_000)
    after_screening = models.TextField(Release.SCREENING.label, max_length=4_000, blank=True)
    before_interview = models.TextField(Release.INTERVIEW.label, max_length=4_000, blank=True)
    after_offer = models.TextField(Release.OFFER.label, max_length=4_000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="fact_sheets"
    )
    written_at = models.DateTimeField(_("written"))

    objects = FactSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact sheet")
        verbose_name_plural = _("fact sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "version"], name="fact_sheet_version_once",
                violation_error_message=_("Somebody wrote a new version meanwhile. Look at it first."),
            ),
            models.CheckConstraint(
                name="fact_sheet_counts_from_one",
                condition=Q(version__gte=1),
                violation_error_message=_("The first version is number one."),
            ),
            asks_with_a_reason("fact_sheet_asks_with_a_reason"),
            not_blank("in_ad", name="fact_sheet_tells_something", message=_("Say what the position is about.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.order.title} ({self.version})"

    def told_at(self, level: str) -> list[tuple[str | Promise, str]]:
        """The parts a candidate is told at this level, each with when it is told; empty parts are none."""
        parts = {
            Release.AD: self.in_ad, Release.SCREENING: self.after_screening,
            Release.INTERVIEW: self.before_interview, Release.OFFER: self.after_offer,
        }  # fmt: skip
        until = [*Release].index(Release(level))
        return [(release.label, parts[release]) for release in [*Release][: until + 1] if parts[release].strip()]
