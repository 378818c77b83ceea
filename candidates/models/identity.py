"""That somebody here has seen who a candidate is: of what kind it was, who saw it, and when. No copy, no number (P21)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.choices.identity import IdentityKind
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from privacy.models import PersonalQuerySet


class IdentitySeenQuerySet(PersonalQuerySet["IdentitySeen"]):
    read_by = CANDIDATE_ROLES


class IdentitySeen(models.Model):
    """A colleague was shown proof of identity. A guard wants a confirmed address first, and lets nobody change it."""

    candidate = models.OneToOneField(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="identity"
    )
    kind = models.CharField(_("what was shown"), max_length=20, choices=IdentityKind.choices)
    seen_on = models.DateField(_("seen on"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("seen by"), on_delete=models.PROTECT, related_name="identities_seen"
    )
    noted_at = models.DateTimeField(_("noted"))

    objects = IdentitySeenQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity seen")
        verbose_name_plural = _("identities seen")
        constraints = [
            models.CheckConstraint(
                name="identity_kind_known",
                condition=models.Q(kind__in=IdentityKind.values),
                violation_error_message=_("There is no such kind."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
