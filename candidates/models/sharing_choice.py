"""What a person chooses anew for an application: with whom it may be shared, and for how long it is kept."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.choices import KeepScope, SharingScope
from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from privacy.choices import Language
from privacy.models import Notice, PersonalQuerySet


class SharingChoiceQuerySet(PersonalQuerySet["SharingChoice"]):
    read_by = CANDIDATE_ROLES


class SharingChoice(models.Model):
    """A later choice of the person's own, with the words acknowledged; what was chosen first stands with the application.

    A row is followed by the next and never changes. A trigger lets nothing be widened without one, and none widen anything
    whose words were not acknowledged.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="choices"
    )
    was_kept = models.CharField(_("kept until then"), max_length=20, choices=KeepScope.choices)
    was_shared = models.CharField(_("shared until then"), max_length=20, choices=SharingScope.choices)
    keep_scope = models.CharField(_("keep"), max_length=20, choices=KeepScope.choices)
    sharing_scope = models.CharField(_("share"), max_length=20, choices=SharingScope.choices)
    sharing_notice = models.ForeignKey(
        Notice, verbose_name=_("sharing acknowledged"), on_delete=models.PROTECT, related_name="sharing_choices", null=True,
        blank=True,
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    chosen_at = models.DateTimeField(_("chosen"))

    objects = SharingChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about sharing")
        verbose_name_plural = _("choices about sharing")
        indexes = [models.Index(fields=["application", "-chosen_at", "id"], name="sharing_choice_newest")]
        constraints = [
            models.CheckConstraint(
                name="sharing_choice_scopes_agree",
                condition=Q(sharing_scope=SharingScope.THIS_POSITION) | Q(keep_scope=KeepScope.CANDIDATE_BASE),
                violation_error_message=_(
                    "You asked us to keep the application for this position only, so it cannot be shared with others."
                ),
            ),
            models.CheckConstraint(
                name="sharing_choice_changes_something",
                condition=~Q(keep_scope=F("was_kept"), sharing_scope=F("was_shared")),
                violation_error_message=_("This is what you have chosen already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_sharing_scope_display())
