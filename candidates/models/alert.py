"""What a candidate wants to hear of: a saved search, and the positions it has found already."""

import datetime
import uuid

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from candidates.choices import AlertFrequency
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from clients.choices import EmploymentForm, Extent
from clients.choices.ads import County, Remote
from clients.models import JobAd
from clients.models.order import FACTS
from privacy.models import PersonalQuerySet


class JobAlertQuerySet(PersonalQuerySet["JobAlert"]):
    read_by = CANDIDATE_ROLES

    def due(self, today: datetime.date) -> "JobAlertQuerySet":
        """Those whose turn it is; of whom set aside waits until that is lifted."""
        return self.unrestricted().filter(next_on__lte=today)

    def with_next_look(self, today: datetime.date) -> "JobAlertQuerySet":
        """`looks_on`: the day of the next look, never one that is past (the night has not come yet, or nothing goes out)."""
        return self.annotate(looks_on=Greatest("next_on", Value(today), output_field=models.DateField()))


class JobAlert(models.Model):
    """A candidate's own saved search, of which new positions are sent by e-mail; it stands on a consent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="job_alerts"
    )
    q = models.CharField(_("words"), max_length=100, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    county = models.CharField(_("county"), max_length=20, choices=County.choices, blank=True)
    occupation = models.CharField(_("occupation"), max_length=4, blank=True)
    extent = models.CharField(_("extent"), max_length=20, choices=Extent.choices, blank=True)
    form = models.CharField(_("form of employment"), max_length=20, choices=EmploymentForm.choices, blank=True)
    remote = models.CharField(_("work from home"), max_length=20, choices=Remote.choices, blank=True)
    frequency = models.CharField(
        _("how often"), max_length=10, choices=AlertFrequency.choices, default=AlertFrequency.WEEKLY
    )
    next_on = models.DateField(_("looked at next"))
    created_at = models.DateTimeField(_("saved"))

    objects = JobAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("job alert")
        verbose_name_plural = _("job alerts")
        indexes = [models.Index(fields=["next_on", "id"], name="alert_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "q", *FACTS],
                name="alert_once",
                violation_error_message=_("You have this alert already."),
            ),
            models.CheckConstraint(
                name="alert_words_are_tidy",
                condition=~Q(q__regex=r"(^\s|\s$|\s\s)"),
                violation_error_message=_("One space between words."),
            ),
            models.CheckConstraint(
                name="alert_known_facts",
                condition=Q(
                    county__in=["", *County.values], remote__in=["", *Remote.values], occupation__regex="^([0-9]{4})?$"
                ),
                violation_error_message=_("Choose one of the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.said(self.occupation)

    def said(self, occupation: str) -> str:
        """What it asks for, the occupation as it is called; nobody takes a county for the town of the same name."""
        county = _("all of %(county)s county") % {"county": self.get_county_display()} if self.county else ""
        remote = _("work from home: %(how)s") % {"how": self.get_remote_display()} if self.remote else ""
        parts = [
            self.q, occupation, self.place, county, self.get_extent_display(), self.get_form_display(), remote,
        ]  # fmt: skip
        return ", ".join(str(part) for part in parts if part) or str(_("all positions"))

    @property
    def criteria(self) -> dict[str, str]:
        """As `JobAd.objects.matching` takes them, and as the address of the list of positions has them."""
        return {name: value for name in ("q", *FACTS) if (value := getattr(self, name))}


class AlertedAd(models.Model):
    """A position that an alert has told of: it never does so twice."""

    alert = models.ForeignKey(JobAlert, verbose_name=_("job alert"), on_delete=models.PROTECT, related_name="told")
    ad = models.ForeignKey(JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, related_name="alerted")
    at = models.DateTimeField(_("at"))

    objects = PersonalQuerySet["AlertedAd"].as_manager()

    class Meta:
        verbose_name = _("position told of")
        verbose_name_plural = _("positions told of")
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "ad"], name="alert_tells_once", violation_error_message=_("This was told already.")
            )
        ]

    def __str__(self) -> str:
        return str(self.ad)
