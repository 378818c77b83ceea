"""The agency's own papers: what must be in order before anybody is hired out."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.choices.papers import PaperKind
from privacy.constraints import not_blank


class AgencyPaperQuerySet(models.QuerySet["AgencyPaper"]):
    def standing(self) -> "AgencyPaperQuerySet":
        """Of each kind the one that counts: the newest written down, also where it says less than an earlier one."""
        newest = AgencyPaper.objects.order_by("kind", "-noted_at", "-pk").distinct("kind")
        return self.filter(pk__in=newest.values("pk"))

    def holding(self, on: datetime.date) -> "AgencyPaperQuerySet":
        return self.filter(valid_from__lte=on, valid_until__gte=on)


class AgencyPaper(models.Model):
    """An approval or an insurance of ours, from when until when. Never changed: a renewal or a correction is another row."""

    kind = models.CharField(_("what"), max_length=20, choices=PaperKind.choices)
    issued_by = models.CharField(
        _("given by"), max_length=150, help_text=_("Arbeidstilsynet, or the name of the insurance company.")
    )
    reference = models.CharField(_("their reference"), max_length=100, blank=True)
    valid_from = models.DateField(_("approved, or insured, from"))
    valid_until = models.DateField(
        _("until"), help_text=_("Of the approval: the day the next yearly confirmation is due. That day still counts.")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        related_name="papers_noted",
    )
    noted_at = models.DateTimeField(_("written down"))

    objects = AgencyPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of the agency")
        verbose_name_plural = _("papers of the agency")
        constraints = [
            models.CheckConstraint(
                name="paper_kind_known",
                condition=Q(kind__in=PaperKind.values),
                violation_error_message=_("There is no such paper."),
            ),
            models.CheckConstraint(
                name="paper_ends_after_it_begins",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day is not before the first."),
            ),
            not_blank("issued_by", name="paper_is_given_by_somebody", message=_("Say who gave it.")),
        ]
        indexes = [
            models.Index(fields=["kind", "-noted_at", "-id"], name="paper_newest"),
            models.Index(fields=["-noted_at", "-id"], name="papers_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.issued_by})"
