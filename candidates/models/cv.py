"""The CV in rows: where somebody has worked and what they have learnt, with years or months, in the order its owner gave."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Deferrable, F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.plain import compared
from candidates.models.profile import tidy
from privacy.models import PersonalQuerySet

EARLIEST, LATEST = 1940, 2100  # years
LONGEST = 2_000
AHEAD = 10  # years an end may lie ahead: a contract or a study that is agreed


def _month(year: int, month: int | None) -> str:
    return f"{MONTHS[month]} {year}" if month else str(year)


class Stretch(models.Model):
    """A row of a CV: from when until when, by year or by month; without an end it still goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_year = models.PositiveSmallIntegerField(_("from, year"))
    from_month = models.PositiveSmallIntegerField(_("from, month"), null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(_("to, year"), null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(_("to, month"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=LONGEST, blank=True)
    rank = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "rank"], name="%(class)s_one_in_each_place", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="%(class)s_years_are_years",
                condition=Q(from_year__range=(EARLIEST, LATEST))
                & (Q(to_year__isnull=True) | Q(to_year__range=(EARLIEST, LATEST))),
                violation_error_message=_("Write the year with four digits, from 1940."),
            ),
            models.CheckConstraint(
                name="%(class)s_months_are_months",
                condition=(Q(from_month__isnull=True) | Q(from_month__range=(1, 12)))
                & (Q(to_month__isnull=True) | Q(to_month__range=(1, 12), to_year__isnull=False)),
                violation_error_message=_("Choose a month, and write its year."),
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(to_year__isnull=True)
                | Q(to_year__gt=F("from_year"))
                | Q(to_year=F("from_year"))
                & (Q(from_month__isnull=True) | Q(to_month__isnull=True) | Q(to_month__gte=F("from_month"))),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="%(class)s_description_fits",
                condition=LessThanOrEqual(Length("description"), LONGEST),
                violation_error_message=_("The description is too long."),
            ),
        ]  # fmt: skip

    @property
    def is_current(self) -> bool:
        return self.to_year is None

    @property
    def period(self) -> str:
        """In words: August 2019 – now."""
        until = _month(self.to_year, self.to_month) if self.to_year else gettext("now")
        return f"{_month(self.from_year, self.from_month)} – {until}"

    @property
    def newness(self) -> tuple[int, ...]:
        """What rows are put in order by, the newest first: what goes on, then by the end, then by the beginning."""
        until = (self.to_year or LATEST + 1, self.to_month or 13)
        return tuple(-each for each in (*until, self.from_year, self.from_month or 0))


class StretchQuerySet(PersonalQuerySet[Any]):
    read_by = CANDIDATE_ROLES

    def in_order(self) -> "StretchQuerySet":
        return self.order_by("rank", "pk")


class WorkExperience(Stretch):
    """Somewhere a candidate has worked, as what, from when until when."""

    candidate = models.ForeignKey(Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="work")
    employer = models.CharField(_("employer"), max_length=100)
    title = models.CharField(_("position held"), max_length=100)
    plain_words = compared("employer", "title", "description")

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name = _("work experience")
        verbose_name_plural = _("work experience")
        indexes = [GinIndex(fields=["plain_words"], opclasses=["gin_trgm_ops"], name="work_parts")]
        constraints = [
            *Stretch.Meta.constraints,
            tidy("employer", "work_employer_is_tidy"),
            tidy("title", "work_title_is_tidy"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.employer}"


class Education(Stretch):
    """Somewhere a candidate has learnt, and what."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="education"
    )
    school = models.CharField(_("school"), max_length=100)
    subject = models.CharField(_("degree or subject"), max_length=100)
    plain_words = compared("school", "subject", "description")

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name = _("education")
        verbose_name_plural = _("education")
        indexes = [GinIndex(fields=["plain_words"], opclasses=["gin_trgm_ops"], name="education_parts")]
        constraints = [
            *Stretch.Meta.constraints,
            tidy("school", "education_school_is_tidy"),
            tidy("subject", "education_subject_is_tidy"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.school}"
