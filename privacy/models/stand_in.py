"""Who answers for a colleague who is away."""

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from privacy.ports import Actor


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class StandInQuerySet(models.QuerySet["StandIn"]):
    def in_force(self, on: datetime.date) -> "StandInQuerySet":
        """Running on that day, to somebody who works here."""
        return self.filter(since__lte=on, until__gte=on, stand_in__is_active=True, stand_in__is_staff=True)

    def whose_work(self, user: Actor, path: str, on: datetime.date) -> Q:
        """Rows of which this colleague answers on that day: `path` leads to an account, which is the own or one stood in for."""
        away = self.in_force(on).filter(stand_in=user.pk)
        return Q(**{path: user.pk}) | Q(**{f"{path}__in": away.values("account")})


class StandIn(models.Model):
    """A colleague who answers for another's candidates and orders, from a day until a day."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who is away"), on_delete=models.PROTECT, related_name="stand_ins"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stand-in"), on_delete=models.PROTECT, related_name="stands_in"
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), on_delete=models.PROTECT, related_name="given_stand_ins"
    )
    given_at = models.DateTimeField(_("given"))

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [
            models.CheckConstraint(
                name="stand_in_is_another",
                condition=~Q(account=F("stand_in")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            models.CheckConstraint(
                name="stand_in_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("The last day is not before the first."),
            ),
            ExclusionConstraint(
                name="stand_in_one_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody stands in on one of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.stand_in}"
