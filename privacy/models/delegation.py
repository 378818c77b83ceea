"""Who has the daily responsibility for an activity, and for how long; the manager keeps the responsibility itself."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from privacy.models.register import ProcessingActivity


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, on: datetime.date) -> "DelegationQuerySet":
        """Running on that day, to a role or to somebody who still works here."""
        works_here = Q(account=None) | Q(account__is_active=True, account__is_staff=True)
        return self.filter(works_here, Q(until=None) | Q(until__gte=on), since__lte=on)


class Delegation(models.Model):
    """A daily task given by the manager to a role or a colleague, from a day until a day."""

    activity = models.ForeignKey(
        ProcessingActivity, verbose_name=_("activity"), on_delete=models.PROTECT, related_name="delegations"
    )
    role = models.CharField(_("to the role"), max_length=20, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to the colleague"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="delegations",
    )  # fmt: skip
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), on_delete=models.PROTECT, related_name="given_delegations"
    )
    given_at = models.DateTimeField(_("given"))

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                name="delegation_to_one",
                condition=(Q(account__isnull=True) & ~Q(role="")) | Q(account__isnull=False, role=""),
                violation_error_message=_("Choose either a role or a colleague."),
            ),
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The last day is not before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.to_role}"

    @property
    def to_role(self) -> str:
        """What is shown to the public: the role, never a name."""
        return self.account.role if self.account else self.role
