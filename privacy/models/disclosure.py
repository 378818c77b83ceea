"""The ledger of what was given to whom: only ever added to, no values, no foreign key to a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import Category
from privacy.models.personal import PersonalQuerySet
from privacy.models.recipient import Recipient, reference
from privacy.models.register import ProcessingActivity


class Disclosure(models.Model):
    """Which kinds of data about a person were given to which recipient, and what for (GDPR art. 15(1)(c), 19).

    A trigger refuses anybody who may not have them: no open order, no agreement, no law, no word from the person;
    and whoever was not told of our having the data, or has had them set aside (migrations *disclosures_guards*; clients *recipient_guard*).
    """

    subject_uuid = models.UUIDField(_("person"), db_index=True)
    recipient = models.ForeignKey(
        Recipient, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="disclosures"
    )
    contact_uuid = models.UUIDField(_("recipient at the company"), null=True, blank=True)
    activity = models.ForeignKey(
        ProcessingActivity, verbose_name=_("what for"), on_delete=models.PROTECT, related_name="disclosures"
    )
    categories = ArrayField(models.CharField(max_length=20, choices=Category.choices), verbose_name=_("which data"))
    object_label = models.CharField(_("in"), max_length=60, blank=True)
    object_id = models.CharField(_("number"), max_length=36, blank=True)
    actor_uuid = models.UUIDField(_("by"), null=True, blank=True)
    role = models.CharField(_("as"), max_length=20)
    at = models.DateTimeField(_("at"))

    objects = PersonalQuerySet["Disclosure"].as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        constraints = [
            models.CheckConstraint(
                name="disclosure_names_data",
                condition=~Q(categories=[]) & Q(categories__contained_by=Category.values),
                violation_error_message=_("Say which data are given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.recipient}"

    @property
    def reference(self) -> str:
        return reference(self.pk)
