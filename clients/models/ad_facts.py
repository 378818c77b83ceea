"""What an ad says in figures and closed words, so that it can be found and handed on."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.choices import Extent
from clients.choices.ads import County, PayPer, Remote

FOUR_DIGITS = r"^[0-9]{4}$"
MOST_POSITIONS = 999
MOST_PAY = 100_000_000


class AdFacts(models.Model):
    """Occupation, how many, where, how much, from when, and what it pays."""

    occupation = models.CharField(
        _("occupation"), max_length=4, blank=True, help_text=_("The code in STYRK-08: four digits."),
        validators=[RegexValidator(FOUR_DIGITS, _("A code of STYRK-08 has four digits."))],
    )  # fmt: skip
    positions = models.PositiveSmallIntegerField(_("number of positions"), default=1)
    postal_code = models.CharField(
        _("postal code"), max_length=4, blank=True, help_text=_("Of the place where the work is done."),
        validators=[RegexValidator(FOUR_DIGITS, _("A Norwegian postal code has four digits."))],
    )  # fmt: skip
    municipality = models.CharField(_("municipality"), max_length=60, blank=True)
    county = models.CharField(_("county"), max_length=20, choices=County.choices, blank=True)
    remote = models.CharField(_("work from home"), max_length=20, choices=Remote.choices, blank=True)
    percentage = models.PositiveSmallIntegerField(
        _("percent of a full position"), null=True, blank=True, help_text=_("Of a part-time position: 1 to 99.")
    )
    pay_from = models.PositiveIntegerField(_("pay from (kr)"), null=True, blank=True)
    pay_to = models.PositiveIntegerField(_("pay to (kr)"), null=True, blank=True)
    pay_per = models.CharField(_("pay is per"), max_length=10, choices=PayPer.choices, blank=True)
    starts = models.CharField(
        _("start"), max_length=60, blank=True, help_text=_("A date, or a few words: as soon as possible.")
    )
    is_client_named = models.BooleanField(
        _("the ad says who the client is"), default=True,
        help_text=_("Otherwise write under Employer as shown what may be said: a hospital in Oslo."),
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_four_digits",
                condition=Q(occupation__regex="^([0-9]{4})?$", postal_code__regex="^([0-9]{4})?$"),
                violation_error_message=_("A code of STYRK-08 and a postal code have four digits."),
            ),
            models.CheckConstraint(
                name="%(class)s_one_position_at_least",
                condition=Q(positions__gte=1, positions__lte=MOST_POSITIONS),
                violation_error_message=_("An ad is for one position at least, and 999 at most."),
            ),
            models.CheckConstraint(
                name="%(class)s_known_words",
                condition=Q(
                    county__in=["", *County.values], remote__in=["", *Remote.values], pay_per__in=["", *PayPer.values]
                ),
                violation_error_message=_("Choose one of the list."),
            ),
            models.CheckConstraint(
                name="%(class)s_percentage_of_part_time",
                condition=Q(percentage__isnull=True)
                | Q(extent=Extent.PART_TIME, percentage__gte=1, percentage__lte=99),
                violation_error_message=_("Only a part-time position has a percentage, from 1 to 99."),
            ),
            models.CheckConstraint(
                name="%(class)s_pay_from_to",
                condition=Q(pay_from__isnull=True) | Q(pay_to__isnull=True) | Q(pay_from__lte=F("pay_to")),
                violation_error_message=_("The pay goes from the lower to the higher."),
            ),
            models.CheckConstraint(
                name="%(class)s_pay_per_time",
                condition=Q(pay_from__isnull=True, pay_to__isnull=True, pay_per="")
                | (~Q(pay_per="") & (Q(pay_from__isnull=False) | Q(pay_to__isnull=False)))
                & (Q(pay_from__isnull=True) | Q(pay_from__gte=1, pay_from__lte=MOST_PAY))
                & (Q(pay_to__isnull=True) | Q(pay_to__gte=1, pay_to__lte=MOST_PAY)),
                violation_error_message=_("Say both how much it pays and per hour, month or year; or neither."),
            ),
        ]
