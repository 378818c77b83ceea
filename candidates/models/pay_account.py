"""Where wages are paid to."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.employment import EMPLOYMENT_ROLES, Employment
from privacy.models import PersonalQuerySet
from privacy.storage.fields import LONGEST


class PayAccountQuerySet(PersonalQuerySet["PayAccount"]):
    read_by = EMPLOYMENT_ROLES


class PayAccount(models.Model):
    """The bank account of an employee, encrypted; gone soon after the last pay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employment = models.OneToOneField(
        Employment, verbose_name=_("employment"), on_delete=models.PROTECT, related_name="pay_account"
    )
    number = models.CharField(_("account number"), max_length=LONGEST, editable=False, help_text=_("Encrypted."))
    noted_at = models.DateTimeField(_("noted"))

    objects = PayAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("pay account")
        verbose_name_plural = _("pay accounts")

    def __str__(self) -> str:
        return f"{self.employment}"
