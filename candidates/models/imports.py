"""A list of people we take over from an earlier system, and what became of each row of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import ImportState, RowState
from privacy.constraints import both_or_neither, not_blank
from privacy.models import PersonalQuerySet

TAKEN = (RowState.IMPORTED, RowState.ADDED)  # the row's person is in the base


class Import(models.Model):
    """One list taken over: a CSV and a folder of files on the server, checked, imported, looked through."""

    source_name = models.CharField(
        _("where it is from"), max_length=150, help_text=_("The people are told this: the name of the earlier system.")
    )
    csv_path = models.CharField(_("list"), max_length=500)
    files_path = models.CharField(_("folder of files"), max_length=500, blank=True)
    csv_sha256 = models.CharField(_("SHA-256 of the list"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    fault = models.CharField(_("why it cannot be read"), max_length=40, blank=True)
    total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    cursor = models.PositiveIntegerField(_("rows gone through"), default=0)
    unknown_columns = ArrayField(
        models.CharField(max_length=60), verbose_name=_("columns not read"), default=list, blank=True
    )
    unused_files = models.PositiveIntegerField(_("files no row names"), null=True, blank=True)
    forecast = models.JSONField(_("what the purge will do"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("begun by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="imports_begun", help_text=_("Empty: on the server, by command."),
    )  # fmt: skip
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("import started by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="imports_started",
    )  # fmt: skip
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("looked through by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="imports_settled",
    )  # fmt: skip
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    started_at = models.DateTimeField(_("import started"), null=True, blank=True)
    interrupted_at = models.DateTimeField(_("interrupted"), null=True, blank=True)
    finished_at = models.DateTimeField(_("imported"), null=True, blank=True)
    settled_at = models.DateTimeField(_("looked through"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["checking", "running"]), name="import_to_go_on"),
        ]
        constraints = [
            not_blank(
                "source_name", name="import_names_its_source", message=_("Say where it is from: the people are told.")
            ),
            both_or_neither("settled_at", "settled_by", name="import_settled_by_someone"),
            models.CheckConstraint(
                name="import_checked_before_it_starts",
                condition=Q(started_at__isnull=True, state__in=["checking", "checked", "failed"])
                | Q(started_at__isnull=False, checked_at__isnull=False, state__in=["running", "done", "failed"]),
                violation_error_message=_("Nothing is imported before the list was checked."),
            ),
            models.CheckConstraint(
                name="import_finished_when_done",
                condition=Q(state="done", finished_at__isnull=False) | ~Q(state="done") & Q(finished_at__isnull=True),
                violation_error_message=_("An import that is done has a time."),
            ),
            models.CheckConstraint(
                name="import_settled_when_done",
                condition=Q(settled_at__isnull=True) | Q(finished_at__isnull=False),
                violation_error_message=_("It is looked through once it is done."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.source_name

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_import_change", args=[self.pk])

    @property
    def is_moving(self) -> bool:
        """Whether the worker goes on with it."""
        return self.state in (ImportState.CHECKING, ImportState.RUNNING) and self.interrupted_at is None


class ImportRowQuerySet(PersonalQuerySet["ImportRow"]):
    read_by = ("manager",)

    def taken(self) -> "ImportRowQuerySet":
        return self.filter(state__in=TAKEN)

    def offered(self) -> "ImportRowQuerySet":
        return self.filter(state=RowState.OFFERED)


class ImportRow(models.Model):
    """What became of one row: its number, codes and keyed fingerprints; what stands in it stays in the list itself.

    Whoever was imported is named by number only, also after an erasure: that a row is not imported twice, and nobody
    erased is imported again, is all it is for.
    """

    run = models.ForeignKey(Import, verbose_name=_("import"), on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=10, choices=RowState.choices)
    problems = ArrayField(models.CharField(max_length=60), verbose_name=_("problems"), default=list, blank=True)
    digest = models.CharField(_("fingerprint of the row"), max_length=64, blank=True)
    keys = ArrayField(
        models.CharField(max_length=64), verbose_name=_("fingerprints it is known by"), default=list, blank=True
    )
    subject_uuid = models.UUIDField(_("person"), null=True, blank=True, db_index=True)
    match_uuid = models.UUIDField(_("person it may be"), null=True, blank=True, db_index=True)
    at = models.DateTimeField(_("at"))

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = [
            GinIndex(fields=["keys"], name="import_row_keys"),
            models.Index(fields=["digest"], name="import_row_digest"),
            models.Index(fields=["id"], condition=Q(state="offered"), name="import_row_offered"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state__in=["imported", "added"]), name="import_row_imported_once",
                violation_error_message=_("This row was imported before."),
            ),
            models.CheckConstraint(
                name="import_row_imported_is_somebody",
                condition=Q(state__in=["imported", "added"], subject_uuid__isnull=False)
                | ~Q(state__in=["imported", "added"]) & Q(subject_uuid__isnull=True),
                violation_error_message=_("An imported row is somebody, any other nobody."),
            ),
            models.CheckConstraint(
                name="import_row_refused_says_why",
                condition=~Q(state="refused") | ~Q(problems=[]),
                violation_error_message=_("Say why the row is refused."),
            ),
            models.CheckConstraint(
                name="import_row_offered_as_somebody",
                condition=~Q(state="offered") | Q(match_uuid__isnull=False),
                violation_error_message=_("Say who it may be."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return _("row %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_importrow_change", args=[self.pk])
