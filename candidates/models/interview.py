"""Interviews: times to choose among, one that is set, and what became of it."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.choices.interviews import AHEAD, InterviewKind, InterviewState
from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from clients.models import ClientContact
from privacy.models import PersonalQuerySet


class Moments(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


def _one_at_a_time(who: str, sentence: Promise) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=f"interview_one_at_a_time_{who}",
        expressions=[(who, RangeOperators.EQUAL), (Moments("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
        condition=Q(state=InterviewState.SET, overlaps=False),
        violation_error_message=sentence,  # type: ignore[arg-type]
    )


class InterviewQuerySet(PersonalQuerySet["Interview"]):
    read_by = CANDIDATE_ROLES

    def ahead(self) -> "InterviewQuerySet":
        """Proposed or set: neither held nor cancelled."""
        return self.filter(state__in=AHEAD)


class Interview(models.Model):
    """A conversation with a candidate about an application; a guard keeps it the candidate's, and of the order's client.

    `sequence` counts what was sent of it to people's calendars (RFC 5546, 2.1.4). Nobody who takes part is in two
    places; `overlaps` is only true where two numbers turned out to be one person, who was to be, or where somebody took
    over what a colleague who left had set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="interviews"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="interviews"
    )
    kind = models.CharField(_("how"), max_length=10, choices=InterviewKind.choices)
    place = models.CharField(_("where"), max_length=200, blank=True)
    video_link = models.URLField(_("link to the video meeting"), max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("from the agency"), on_delete=models.PROTECT, related_name="interviews"
    )
    contact = models.ForeignKey(
        ClientContact, verbose_name=_("from the client"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="interviews",
    )  # fmt: skip
    disclosure = models.BigIntegerField(_("our reference"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InterviewState.choices)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    none_suits_at = models.DateTimeField(_("none of the times suits"), null=True, blank=True)
    starts_at = models.DateTimeField(_("interview begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("number of the calendar entry"), default=0)
    overlaps = models.BooleanField(_("at the same time as another"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("arranged by"), on_delete=models.PROTECT,
        related_name="arranged_interviews",
    )  # fmt: skip
    made_at = models.DateTimeField(_("arranged"))

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes = [
            models.Index(fields=["-starts_at", "-made_at", "id"], name="interview_newest"),
            models.Index(fields=["starts_at"], condition=Q(state="set"), name="interview_set_at"),
        ]
        constraints = [
            ExclusionConstraint(
                name="interview_one_at_a_time",
                expressions=[
                    ("candidate", RangeOperators.EQUAL), (Moments("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state=InterviewState.SET, overlaps=False),
                violation_error_message=_("The candidate has another interview at that time."),
            ),
            _one_at_a_time("led_by", _("Whoever leads it from us leads another interview at that time.")),
            _one_at_a_time("contact", _("Whoever takes part for the client is in another interview at that time.")),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state=InterviewState.PROPOSED), name="interview_proposed_once",
                violation_error_message=_("Times are proposed already and wait for an answer."),
            ),
            models.CheckConstraint(
                name="interview_has_its_time",
                condition=Q(state=InterviewState.PROPOSED, starts_at__isnull=True, answer_by__isnull=False)
                | Q(state__in=[InterviewState.SET, InterviewState.HELD], starts_at__isnull=False)
                | Q(state=InterviewState.CANCELLED),
                violation_error_message=_("Times are proposed until a day, or one is set."),
            ),
            models.CheckConstraint(
                name="interview_ends_after_it_begins",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                violation_error_message=_("It ends after it begins."),
            ),
            models.CheckConstraint(
                name="interview_says_where",
                condition=~Q(kind=InterviewKind.ON_SITE, place="") & ~Q(kind=InterviewKind.VIDEO, video_link=""),
                violation_error_message=_("Say where you meet, or give the link of the video meeting."),
            ),
            models.CheckConstraint(
                name="interview_link_is_a_link",
                condition=Q(video_link="") | Q(video_link__regex=r"^https://"),
                violation_error_message=_("The link begins with https://."),
            ),
            models.CheckConstraint(
                name="interview_lasts_a_while",
                condition=Q(minutes__gte=10, minutes__lte=480),
                violation_error_message=_("Between ten minutes and eight hours."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application}"

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_interview_change", args=[self.pk])

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD


class InterviewTimeQuerySet(PersonalQuerySet["InterviewTime"]):
    read_by = CANDIDATE_ROLES


class InterviewTime(models.Model):
    """A time the candidate may choose for an interview."""

    interview = models.ForeignKey(
        Interview, verbose_name=_("interview"), on_delete=models.PROTECT, related_name="times"
    )
    starts_at = models.DateTimeField(_("begins"))

    objects = InterviewTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "starts_at"], name="interview_time_once",
                violation_error_message=_("This time is proposed already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
