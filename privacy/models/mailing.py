"""One advertisement to many."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy.constraints import both_or_neither
from privacy.models.register import ProcessingActivity
from privacy.registries import names_of_mails

ADVERTISING = "/advertising/"  # where templates of advertising lie, and no other: `<app>/advertising/<name>.txt`
BEFORE_ALL = uuid.UUID(int=0)


class MailingQuerySet(models.QuerySet["Mailing"]):
    def unfinished(self) -> "MailingQuerySet":
        return self.filter(finished_at=None, stopped_at=None)


class Mailing(models.Model):
    """One advertisement to a registered audience; the worker writes to its people batch by batch, each once."""

    audience = models.CharField(_("to whom"), max_length=60)
    kind = models.CharField(_("kind of advertising"), max_length=30)
    template = models.CharField(_("message"), max_length=60)
    activity = models.ForeignKey(
        ProcessingActivity, verbose_name=_("what for"), on_delete=models.PROTECT, related_name="mailings"
    )
    about = models.CharField(_("what it tells of"), max_length=60, blank=True)
    reached = models.UUIDField(_("how far it is written"), default=BEFORE_ALL)
    written_count = models.PositiveIntegerField(_("written"), default=0)
    skipped_count = models.PositiveIntegerField(_("left out"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ordered by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    ordered_at = models.DateTimeField(_("ordered"))
    finished_at = models.DateTimeField(_("written to all"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stopped by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        indexes = [models.Index(fields=["ordered_at"], condition=Q(finished_at=None), name="mailing_unfinished")]
        constraints = [
            models.CheckConstraint(
                name="mailing_is_advertising",
                condition=Q(template__contains=ADVERTISING) & ~Q(kind=""),
                violation_error_message=_("Only advertising is sent to many: this template is for service messages."),
            ),
            models.UniqueConstraint(
                fields=["audience", "about"], condition=~Q(about=""), name="mailing_once",
                violation_error_message=_("This is sent to them already."),
            ),
            both_or_neither("stopped_at", "stopped_by", name="mailing_stopped_by_somebody"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return capfirst(str(names_of_mails.get(self.template, self.template)))
