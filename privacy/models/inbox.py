"""What comes in through the one question channel."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.choices import CaseKind, Language
from privacy.constraints import both_or_neither
from privacy.models.personal import PersonalQuerySet
from privacy.models.subject import Subject


class InboxCase(models.Model):
    """A question someone asked us: with a number, an owner and a day by which it is answered."""

    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(_("about"), max_length=20, choices=CaseKind.choices, default=CaseKind.QUESTION)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    message = models.TextField(_("message"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    submission_key = models.CharField(_("submission key"), max_length=64, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_cases",
    )
    answer = models.TextField(_("answer"), blank=True)
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("answer by"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_cases",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = PersonalQuerySet["InboxCase"].as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [both_or_neither("closed_at", "closed_by", name="case_closed_by_someone")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"F-{self.pk:05d}"
