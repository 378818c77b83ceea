"""Addresses that want no advertising, as keyed fingerprints: the no outlives the person, and names nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.choices.marketing import SuppressionCause


class Suppression(models.Model):
    """One address that said no to advertising (GDPR art. 21(3)): to one kind, or to all (`kind` is empty).

    Without the key ring nobody can tell whose it is.
    """

    digest = models.CharField(_("fingerprint of the address"), max_length=64)
    kind = models.CharField(_("kind of advertising"), max_length=30, blank=True)
    cause = models.CharField(_("how it said no"), max_length=10, choices=SuppressionCause.choices)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("address without advertising")
        verbose_name_plural = _("addresses without advertising")
        indexes = [
            models.Index(fields=["-at", "id"], name="suppression_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "kind"], name="suppression_once",
                violation_error_message=_("This address has said no already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.digest[:12]
