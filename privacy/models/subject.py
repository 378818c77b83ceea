"""The person, as the engine knows one."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubjectQuerySet(models.QuerySet["Subject"]):
    def locked_for_writing(self, ids: Iterable[uuid.UUID]) -> "SubjectQuerySet":
        """The lock each writer of a reason to keep takes first: on these persons, or on whom they were merged into.

        All in one order, so that two writers cannot deadlock; never on an alias, which an eraser deletes while it
        holds the person.
        """
        wanted = self.model._base_manager.filter(pk__in=sorted(ids))
        roots = wanted.values(root=Coalesce("merged_into", "pk"))
        return self.filter(pk__in=roots).order_by("pk").select_for_update(no_key=True)


class Subject(models.Model):
    """One human being: a random number that nothing is derived from, and the row that writers and purge lock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("same person as"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aliases",
    )
    due_on = models.DateField(
        _("to be decided on"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("First day on which something may have to go. May be too early, never too late."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["created_at"], name="subject_oldest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="subject_not_alias_of_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                violation_error_message=_("A person cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def root_id(self) -> uuid.UUID:
        """The person this row stands for, also after a merge (one step: a merge points at the root)."""
        return self.merged_into_id or self.id
