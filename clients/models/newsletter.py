"""News to the people at our clients."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.constraints import both_or_neither


class Newsletter(models.Model):
    """A letter to all contact persons who may be sent one. Written, read as a test, sent once; then it never changes."""

    subject_nb = models.CharField(_("subject line (Norwegian)"), max_length=150)
    subject_en = models.CharField(_("subject line (English)"), max_length=150, blank=True)
    text_nb = models.TextField(_("text (Norwegian)"), help_text=_("Plain paragraphs; an empty line between them."))
    text_en = models.TextField(
        _("text (English)"), blank=True, help_text=_("Empty: everybody gets the Norwegian text.")
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="newsletters"
    )
    written_at = models.DateTimeField(_("written"))
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("read as a test by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="tested_newsletters",
    )  # fmt: skip
    tested_at = models.DateTimeField(_("read as a test"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="sent_newsletters",
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        indexes = [models.Index(fields=["-written_at", "-id"], name="newsletter_newest")]
        constraints = [
            both_or_neither("tested_at", "tested_by", name="newsletter_tested_by_someone"),
            both_or_neither("sent_at", "sent_by", name="newsletter_sent_by_someone"),
            models.CheckConstraint(
                name="newsletter_tested_before_sent",
                condition=Q(sent_at__isnull=True) | Q(tested_at__isnull=False, sent_at__gte=models.F("tested_at")),
                violation_error_message=_("Send yourself a test first, and read it."),
            ),
            models.CheckConstraint(
                name="newsletter_english_is_whole",
                condition=Q(subject_en="", text_en="") | (~Q(subject_en="") & ~Q(text_en="")),
                violation_error_message=_("In English both the subject line and the text, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_nb

    def words(self, language: str) -> tuple[str, str]:
        """Subject line and text."""
        is_english = language == "en" and self.text_en
        return (self.subject_en, self.text_en) if is_english else (self.subject_nb, self.text_nb)
