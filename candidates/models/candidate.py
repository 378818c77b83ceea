"""The person who wants work."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import Source
from candidates.models.plain import by_name, whole_name
from privacy.choices import Language
from privacy.models import PersonalQuerySet, Subject

# The roles whose work is with candidates (fremrykk.accounts.choices.Role).
CANDIDATE_ROLES = ("manager", "adviser", "privacy")


class CandidateQuerySet(PersonalQuerySet["Candidate"]):
    read_by = CANDIDATE_ROLES


class Candidate(models.Model):
    """A person who wants work, once, whatever they have applied for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.OneToOneField(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="candidate"
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    unconfirmed_email = models.EmailField(_("e-mail address, not confirmed"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NB)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    received_on = models.DateField(
        _("data received on"), null=True, blank=True, help_text=_("For candidates entered by hand or imported.")
    )
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contact person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
    )
    last_active_at = models.DateTimeField(_("last active"))
    created_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="candidate_newest"),
            models.Index(
                fields=["unconfirmed_email"], opclasses=["varchar_pattern_ops"], name="candidate_email_prefix"
            ),
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="candidate_by_phone"),
            GinIndex(fields=["first_name", "last_name"], opclasses=["gin_trgm_ops"] * 2, name="candidate_name_parts"),
            GinIndex(OpClass(whole_name(), name="gin_trgm_ops"), name="candidate_plain_name"),
            models.Index(by_name(), "id", name="candidate_by_name"),
            GinIndex(OpClass(Upper("last_name"), name="gin_trgm_ops"), name="candidate_last_name_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_candidate_change", args=[self.pk])

    @property
    def is_confirmed(self) -> bool:
        """Whether the e-mail address was confirmed; before that it gets the receipt, or the notice, and nothing else."""
        return not self.unconfirmed_email
