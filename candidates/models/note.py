"""What advisers write: about an application, and the texts they begin with when they answer."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices import Stage
from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from clients.models.asking import Asking, asks_with_a_reason
from privacy.choices import Language
from privacy.choices.sensitive import Sensitive
from privacy.constraints import not_blank
from privacy.models import PersonalQuerySet


class NoteQuerySet(PersonalQuerySet["Note"]):
    read_by = CANDIDATE_ROLES


class Note(models.Model):
    """What an adviser wrote down about an application; of a person's own sphere only with a reason."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="notes"
    )
    text = models.TextField(_("note"))
    concerns = ArrayField(
        models.CharField(max_length=20, choices=Sensitive.choices), verbose_name=_("names"), default=list, blank=True
    )
    reason = models.CharField(_("why it has to be written"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="notes"
    )
    written_at = models.DateTimeField(_("written"))

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            models.Index(fields=["-written_at", "-id"], name="note_newest"),
        ]
        constraints = [
            not_blank("text", name="note_says_something", message=_("The note is empty.")),
            models.CheckConstraint(
                name="note_of_own_sphere_says_why",
                condition=Q(concerns=[]) | ~Q(reason=""),
                violation_error_message=_("Say why this has to be written down, or take it out."),
            ),
            models.CheckConstraint(
                name="note_concerns_known",
                condition=Q(concerns__contained_by=Sensitive.values),
                violation_error_message=_("There is no such kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class StageText(Asking):
    """Words an adviser begins with when applicants in a stage are answered or written to; always sent as a service.

    In use, a text that seems to ask what the law seldom allows has a reason, as an ad has.
    """

    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    name = models.CharField(_("name"), max_length=100)
    subject_line_nb = models.CharField(_("subject line in Norwegian"), max_length=150, blank=True)
    text_nb = models.TextField(_("text in Norwegian"), max_length=4_000)
    subject_line_en = models.CharField(_("subject line in English"), max_length=150, blank=True)
    text_en = models.TextField(_("text in English"), max_length=4_000)
    is_in_use = models.BooleanField(_("in use"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="stage_texts"
    )
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("text for a stage")
        verbose_name_plural = _("texts for stages")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "name"],
                name="stage_text_once",
                violation_error_message=_("This stage has a text of this name."),
            ),
            not_blank(
                "text_nb", "text_en", name="stage_text_in_both_languages", message=_("Write it in both languages.")
            ),
            asks_with_a_reason("stage_text_asks_with_a_reason", unless=Q(is_in_use=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_stagetext_change", args=[self.pk])

    def words(self) -> dict[str, str]:
        """As the fields of a form that asks for them are called."""
        return {
            f"{part}_{language}": getattr(self, f"{part}_{language}")
            for part in ("subject_line", "text")
            for language in Language
        }
