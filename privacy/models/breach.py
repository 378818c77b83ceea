"""Breaches: what happened to personal data, whom it concerns, and what we told whom (GDPR art. 33 and 34)."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from privacy.choices.breaches import BreachKind, BreachRisk
from privacy.constraints import both_or_neither
from privacy.deadlines import BREACH_WITHIN, report_breach_by
from privacy.models.personal import PersonalQuerySet
from privacy.models.subject import Subject


class BreachQuerySet(models.QuerySet["Breach"]):
    def open(self) -> "BreachQuerySet":
        return self.filter(closed_at=None)

    def unreported(self) -> "BreachQuerySet":
        """Those the authority has to hear of, as far as is known, and has not."""
        return self.open().filter(reported_at=None, no_report_reason="")


class Breach(models.Model):
    """One breach of security, documented whether or not the authority must hear of it (GDPR art. 33(5))."""

    what = models.TextField(_("what happened"), help_text=_("For our own register and the authority. No names."))
    kinds = ArrayField(models.CharField(max_length=20, choices=BreachKind.choices), verbose_name=_("kind"))
    aware_at = models.DateTimeField(
        _("we became aware"), help_text=_("From here on there are 72 hours, also weekends.")
    )
    groups = models.CharField(_("which groups of people"), max_length=300, blank=True)
    people_count = models.PositiveIntegerField(_("how many people, about"), null=True, blank=True)
    risk = models.CharField(_("risk"), max_length=10, choices=BreachRisk.choices, default=BreachRisk.RISK)
    happened_nb = models.TextField(_("letter: what happened (Norwegian)"), blank=True)
    happened_en = models.TextField(_("letter: what happened (English)"), blank=True)
    consequences_nb = models.TextField(_("letter: likely consequences (Norwegian)"), blank=True)
    consequences_en = models.TextField(_("letter: likely consequences (English)"), blank=True)
    measures_nb = models.TextField(_("letter: what we do, and what you can do (Norwegian)"), blank=True)
    measures_en = models.TextField(_("letter: what we do, and what you can do (English)"), blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="opened_breaches",
    )
    opened_at = models.DateTimeField(_("registered"))
    reported_at = models.DateTimeField(_("reported to Datatilsynet"), null=True, blank=True)
    reference = models.CharField(_("Datatilsynet's reference"), max_length=60, blank=True)
    late_reason = models.TextField(_("why it was reported late"), blank=True)
    no_report_reason = models.TextField(_("why it is not reported"), blank=True)
    told_at = models.DateTimeField(_("the persons were told"), null=True, blank=True)
    no_tell_reason = models.TextField(_("why the persons are not told"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("closed by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="closed_breaches",
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        constraints = [
            both_or_neither("closed_at", "closed_by", name="breach_closed_by_someone"),
            models.CheckConstraint(
                name="breach_has_known_kinds",
                condition=~Q(kinds=[]) & Q(kinds__contained_by=BreachKind.values),
                violation_error_message=_("Say what kind of breach it is."),
            ),
            models.CheckConstraint(
                name="breach_risk_known",
                condition=Q(risk__in=BreachRisk.values),
                violation_error_message=_("Say how great the risk is."),
            ),
            models.CheckConstraint(
                # A difference of two moments counts clock hours in every time zone, also over a change of the clock.
                name="breach_late_with_a_reason",
                condition=Q(reported_at__isnull=True)
                | ~Q(late_reason="")
                | Q(LessThanOrEqual(F("reported_at") - F("aware_at"), BREACH_WITHIN)),
                violation_error_message=_("Reported later than 72 hours: say why (GDPR art. 33(1))."),
            ),
            models.CheckConstraint(
                name="breach_unreported_if_unlikely",
                condition=Q(no_report_reason="") | Q(risk=BreachRisk.UNLIKELY, reported_at__isnull=True),
                violation_error_message=_("Only a breach without likely risk is not reported (GDPR art. 33(1))."),
            ),
            models.CheckConstraint(
                name="breach_closed_when_answered",
                condition=Q(closed_at__isnull=True) | Q(reported_at__isnull=False) | ~Q(no_report_reason=""),
                violation_error_message=_("Report it, or say why a risk is unlikely, before it is closed."),
            ),
            models.CheckConstraint(
                name="breach_high_risk_told",
                condition=Q(closed_at__isnull=True) | ~Q(risk=BreachRisk.HIGH) | Q(told_at__isnull=False)
                | ~Q(no_tell_reason=""),
                violation_error_message=_("At a high risk the persons are told, or a reason is given (GDPR art. 34)."),
            ),
            models.CheckConstraint(
                name="breach_known_before_told",
                condition=(Q(reported_at__isnull=True) | Q(reported_at__gte=F("aware_at")))
                & (Q(told_at__isnull=True) | Q(told_at__gte=F("aware_at"))),
                violation_error_message=_("Nobody is told of a breach before we know of it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"A-{self.pk:04d}"

    @property
    def due_at(self) -> datetime.datetime:
        """When the authority must have been told."""
        return report_breach_by(self.aware_at)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def awaits_report(self) -> bool:
        return self.is_open and self.reported_at is None and not self.no_report_reason


class BreachPerson(models.Model):
    """One person a breach concerns, and when they were told; goes with the person, while the breach keeps the number."""

    breach = models.ForeignKey(Breach, verbose_name=_("breach"), on_delete=models.PROTECT, related_name="persons")
    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="breaches")
    added_at = models.DateTimeField(_("found to be concerned"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = PersonalQuerySet["BreachPerson"].as_manager()

    class Meta:
        verbose_name = _("person a breach concerns")
        verbose_name_plural = _("persons a breach concerns")
        constraints = [
            models.UniqueConstraint(
                fields=["breach", "subject"], name="breach_person_once",
                violation_error_message=_("This person is on the list already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.subject_id)
