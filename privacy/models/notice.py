"""What people were told, word by word and version by version."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.choices import NoticeKind


class NoticeQuerySet(models.QuerySet["Notice"]):
    def in_force(self, kind: NoticeKind, on: datetime.date) -> "Notice":
        return self.filter(kind=kind, approved_at__isnull=False, in_force_from__lte=on).latest("version")

    def shown_on(self, kind: NoticeKind, on: datetime.date) -> "Notice | None":
        """What stood on the page that day, also from before there was an approval; None before the first."""
        return self.filter(kind=kind, in_force_from__lte=on).order_by("-version").first()


class Notice(models.Model):
    """One version of a text people are shown; a text in force is never changed, only followed by the next."""

    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind.choices, default=NoticeKind.STATEMENT)
    version = models.PositiveIntegerField(_("version"))
    text_nb = models.TextField(_("text (Norwegian)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_notices",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"],
                name="notice_version_once",
                violation_error_message=_("There is such a version already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    def text(self, language: str) -> str:
        return self.text_en if language == "en" and self.text_en else self.text_nb


class TermsVersion(models.Model):
    """The terms a candidate accepts on applying, one version of them."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    text_nb = models.TextField(_("text (Norwegian)"))
    text_en = models.TextField(_("text (English)"))
    in_force_from = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return str(self.version)

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_nb
