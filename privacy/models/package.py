"""A copy of all that is held about a person, made for that person."""

import uuid

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import Language
from privacy.choices.packages import PackageState
from privacy.models.personal import PersonalQuerySet
from privacy.models.subject import Subject

WAITING = (PackageState.WANTED, PackageState.BUILDING)
READY = Q(state=PackageState.READY)


def package_storage() -> Storage:
    return storages["files"]


class Package(models.Model):
    """A copy the person ordered of everything we hold about them: made by the worker, fetched for a few days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="packages")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=10, choices=PackageState.choices, default=PackageState.WANTED)
    done = models.PositiveSmallIntegerField(_("parts made"), default=0)
    total = models.PositiveSmallIntegerField(_("parts"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    file = models.FileField(_("file"), storage=package_storage, max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    ordered_at = models.DateTimeField(_("ordered"))
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    expires_on = models.DateField(
        _("no longer to be fetched from"), null=True, blank=True, help_text=_("The first day it is no longer there.")
    )
    downloaded_at = models.DateTimeField(_("first fetched"), null=True, blank=True)

    objects = PersonalQuerySet["Package"].as_manager()

    class Meta:
        verbose_name = _("copy of your data")
        verbose_name_plural = _("copies of your data")
        indexes = [
            models.Index(fields=["-ordered_at", "id"], name="package_newest"),
            models.Index(fields=["file"], name="package_by_file"),
            models.Index(fields=["next_at"], condition=Q(state__in=WAITING), name="package_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state__in=WAITING),
                name="package_one_waiting",
                violation_error_message=_("A copy is being made already."),
            ),
            models.CheckConstraint(
                name="package_state_known",
                condition=Q(state__in=PackageState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="package_ready_is_whole",
                condition=(
                    READY
                    & ~Q(file="")
                    & ~Q(sha256="")
                    & Q(size__gt=0, ready_at__isnull=False, expires_on__isnull=False)
                )
                | (~READY & Q(file="", ready_at__isnull=True, expires_on__isnull=True, downloaded_at__isnull=True)),
                violation_error_message=_("A copy is there in one piece, or not at all."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.ordered_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_ready(self) -> bool:
        return self.state == PackageState.READY

    @property
    def has_failed(self) -> bool:
        return self.state == PackageState.FAILED
