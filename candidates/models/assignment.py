"""A period at a client for somebody we employ: where, under whom, why it is lawful, from when until when."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.assignment import NO_CONSTRUCTION, AssignmentState, HireGround
from candidates.models.employment import EMPLOYMENT_ROLES, Employment
from clients.choices.ads import County
from clients.models import ClientContact, JobOrder
from privacy.constraints import not_blank
from privacy.models import PersonalQuerySet, StandIn
from privacy.ports import Actor


class Days(Func):
    function = "daterange"
    output_field = DateRangeField()


class HalfAYearAfter(Func):
    """The same day six months later, or that month's last."""

    template = "(%(expressions)s + interval '6 months')::date"
    output_field = models.DateField()


class AssignmentQuerySet(PersonalQuerySet["Assignment"]):
    read_by = (*EMPLOYMENT_ROLES, "adviser")

    def visible_to(self, user: Actor) -> "AssignmentQuerySet":
        """Payroll and a manager see all, an adviser those of the orders they answer for, and each person the own."""
        seen = super().visible_to(user)
        if user.has_role(*EMPLOYMENT_ROLES) or not user.has_role("adviser"):
            return seen
        theirs = StandIn.objects.whose_work(user, "order__adviser", timezone.localdate())
        return seen.filter(self._about([user.subject_id]) | theirs)

    def unended(self) -> "AssignmentQuerySet":
        return self.filter(ended_at=None)

    def under_way(self, on: datetime.date) -> "AssignmentQuerySet":
        return self.unended().filter(starts_on__lte=on, ends_on__gte=on)

    def over(self, on: datetime.date) -> "AssignmentQuerySet":
        """Those whose last day has passed, and nobody has written down that they ended."""
        return self.unended().filter(ends_on__lt=on)


class Assignment(models.Model):
    """Somebody we employ works at a client. Guarded: in the employment, on a staffing order, with our papers in order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employment = models.ForeignKey(
        Employment, verbose_name=_("who is hired out"), on_delete=models.PROTECT, related_name="assignments"
    )
    order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="assignments"
    )
    leader = models.ForeignKey(
        ClientContact, verbose_name=_("leads the work at the client"), on_delete=models.PROTECT, null=True,
        related_name="assignments_led",
    )  # fmt: skip
    place = models.CharField(_("place"), max_length=150)
    county = models.CharField(_("county"), max_length=20, choices=County.choices)
    is_construction = models.BooleanField(_("building work on a site"), default=False)
    starts_on = models.DateField(_("first day at the client"))
    ends_on = models.DateField(_("last day at the client"))
    ground = models.CharField(
        _("why hiring in is lawful"), max_length=12, choices=HireGround.choices,
        help_text=_("Working Environment Act section 14-12. That the work is temporary is no ground since April 2023."),
    )  # fmt: skip
    evidence = models.CharField(
        _("what shows it"), max_length=300,
        help_text=_("Whom the person stands in for, or which agreement, scheme or project, and its date. No health, no reasons."),
    )  # fmt: skip
    worked_at_client = models.BooleanField(_("was employed by the client before"))
    left_client_on = models.DateField(
        _("last day employed by the client"), null=True, blank=True,
        help_text=_("Nobody is hired out to a former employer before six months have passed."),
    )  # fmt: skip
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("planned by"), on_delete=models.PROTECT, related_name="assignments_planned"
    )  # fmt: skip
    planned_at = models.DateTimeField(_("written down"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ended by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="assignments_ended", help_text=_("Nobody: it ran out, and the program wrote it down."),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            not_blank("place", "evidence", name="assignment_says_where_and_why", message=_("Say where, and what shows that it is lawful.")),
            models.CheckConstraint(
                name="assignment_ground_known",
                condition=Q(ground__in=HireGround.values, county__in=County.values),
                violation_error_message=_("Choose a ground and a county."),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="assignment_no_construction_in_the_region",
                condition=Q(is_construction=False) | ~Q(county__in=NO_CONSTRUCTION),
                violation_error_message=_("Nobody is hired out to a building site in Oslo, Akershus, Buskerud, Østfold or Vestfold."),
            ),
            models.CheckConstraint(
                name="assignment_says_when_they_left",
                condition=Q(worked_at_client=True, left_client_on__isnull=False)
                | Q(worked_at_client=False, left_client_on__isnull=True),
                violation_error_message=_("Say whether the client employed the person before, and if so until when."),
            ),
            models.CheckConstraint(
                name="assignment_half_a_year_after_they_left",
                condition=Q(left_client_on__isnull=True) | Q(starts_on__gte=HalfAYearAfter("left_client_on")),
                violation_error_message=_("Nobody is hired out to a former employer before six months have passed."),
            ),
            models.CheckConstraint(
                name="assignment_ended_by_somebody_is_ended",
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                violation_error_message=_("Say both when it was done and who did it."),
            ),
            ExclusionConstraint(
                name="assignment_one_at_a_time",
                expressions=[
                    ("employment", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person is at a client on one of these days already."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-starts_on", "id"], name="assignment_newest"),
            models.Index(fields=["ends_on"], condition=Q(ended_at__isnull=True), name="assignment_unended"),
        ]

    def __str__(self) -> str:
        return f"{self.employment}, {self.order}"

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_assignment_change", args=[self.pk])

    def state(self, on: datetime.date) -> AssignmentState:
        if self.ended_at or self.ends_on < on:
            return AssignmentState.ENDED
        return AssignmentState.PLANNED if self.starts_on > on else AssignmentState.RUNNING
