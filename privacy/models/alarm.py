"""What is wrong with the machinery, since when, and whether somebody was told; and what a look at the storage found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import AlarmCode


class Alarm(models.Model):
    """Something the machinery does not put right by itself: opened when it is seen, ended when it is gone."""

    code = models.CharField(_("what"), max_length=20, choices=AlarmCode.choices)
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(ended_at__isnull=True), name="alarm_once"),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class FileCheck(models.Model):
    """The last time storage was held against the database, and how many rows named a file that was not there."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    checked_at = models.DateTimeField(_("checked"))
    lost = models.PositiveIntegerField(_("rows without their file"))

    class Meta:
        verbose_name = _("check of the files")
        verbose_name_plural = _("check of the files")
        constraints = [models.CheckConstraint(name="files_have_one_check", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}"
