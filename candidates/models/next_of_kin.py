"""Whom to call when something happens to an employee."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.models.employment import EMPLOYMENT_ROLES, Employment
from privacy.constraints import not_blank
from privacy.models import PersonalQuerySet, Subject


class NextOfKinQuerySet(PersonalQuerySet["NextOfKin"]):
    read_by = EMPLOYMENT_ROLES


class NextOfKin(models.Model):
    """Somebody an employee wants called: a data subject of its own, told by the employee, gone the day after the last day at work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="kin_of_employees"
    )
    employment = models.ForeignKey(
        Employment, verbose_name=_("employment"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="next_of_kin",
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("telephone"), max_length=20)
    relation = models.CharField(_("is to the employee"), max_length=60)
    told_on = models.DateField(
        _("told by the employee on"),
        help_text=_("That we have the name and number, and why (GDPR art. 14(5)(a)): whoever was not told is not written down."),
    )  # fmt: skip
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written down by"), on_delete=models.PROTECT, related_name="kin_named"
    )
    named_at = models.DateTimeField(_("written down"))

    objects = NextOfKinQuerySet.as_manager()

    class Meta:
        verbose_name = _("next of kin")
        verbose_name_plural = _("next of kin")
        indexes = [
            models.Index(fields=["name", "id"], name="next_of_kin_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="next_of_kin_parts"),
        ]
        constraints = [
            not_blank(
                "name", "phone", "relation", name="kin_can_be_called", message=_("Say who it is, and how to reach them.")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_nextofkin_change", args=[self.pk])
