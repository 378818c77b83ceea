"""What a position requires, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models.order import JobAd
from clients.validators import about_business
from privacy.constraints import not_blank


class AdRequirement(models.Model):
    """One thing an ad asks of applicants, with the reason they read: a must, or an advantage."""

    ad = models.ForeignKey(JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, related_name="requirements")
    order = models.PositiveSmallIntegerField(_("place in the list"))
    what = models.CharField(_("what is required"), max_length=150, validators=[about_business])
    why = models.CharField(_("why the work needs it"), max_length=250, validators=[about_business])
    is_demanded = models.BooleanField(_("a must"), default=True)

    class Meta:
        verbose_name = _("requirement of an ad")
        verbose_name_plural = _("requirements of an ad")
        constraints = [
            models.UniqueConstraint(
                fields=["ad", "order"], name="ad_requirement_place_once",
                violation_error_message=_("Two requirements cannot have the same place."),
            ),
            models.CheckConstraint(
                name="ad_requirement_counts_from_one",
                condition=Q(order__gte=1),
                violation_error_message=_("The first requirement is number one."),
            ),
            not_blank("what", "why", name="ad_requirement_says_why", message=_("Say what is required, and why.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what
