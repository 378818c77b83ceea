"""What is agreed with a client, as fields: the same in an agreement and in the order that keeps them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.choices import DataRoles, FeeModel


class AgreedTerms(models.Model):
    """Fee, guarantee, notice, exclusivity, prepayment, and who answers for shared data."""

    fee_model = models.CharField(_("fee"), max_length=10, choices=FeeModel.choices, blank=True)
    fee = models.DecimalField(_("how much"), max_digits=10, decimal_places=2, null=True, blank=True)
    guarantee_months = models.PositiveSmallIntegerField(
        _("guarantee, months"), default=0, help_text=_("If the one employed leaves within them, we search again.")
    )
    notice_days = models.PositiveSmallIntegerField(_("notice, days"), default=0)
    is_exclusive = models.BooleanField(_("only we search"), default=False)
    prepayment_percent = models.PositiveSmallIntegerField(_("paid in advance, percent"), default=0)
    data_roles = models.CharField(
        _("who answers for shared data"), max_length=10, choices=DataRoles.choices, default=DataRoles.SEPARATE
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_fee_with_a_number",
                condition=Q(fee_model="", fee__isnull=True)
                | Q(fee_model__in=FeeModel.values, fee__isnull=False, fee__gte=0),
                violation_error_message=_("Say both how the fee is worked out and how much it is."),
            ),
            models.CheckConstraint(
                name="%(class)s_percents",
                condition=Q(prepayment_percent__lte=100) & (~Q(fee_model=FeeModel.PERCENT) | Q(fee__lte=100)),
                violation_error_message=_("No more than 100 percent."),
            ),
            models.CheckConstraint(
                name="%(class)s_data_roles_known",
                condition=Q(data_roles__in=DataRoles.values),
                violation_error_message=_("Say who answers for the data that are shared."),
            ),
        ]


TERMS = tuple(field.name for field in AgreedTerms._meta.fields)
