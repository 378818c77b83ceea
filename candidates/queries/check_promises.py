"""What the data about checks of candidates prove."""

import datetime
from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.choices import FINALIST_STAGES
from candidates.models import CheckNotice, SpecialCheck
from clients.choices import CheckKind
from clients.models import CheckRequirement
from privacy.queries.promises import promise


@promise("P25", _("nothing is checked that the position does not require by law or need"))
def checked_without_need(at: datetime.datetime) -> Iterable[object]:
    of_another = CheckNotice.objects.exclude(application__job_order=F("requirement__order"))
    return of_another.values_list("pk", flat=True)


@promise("P26", _("a clearance has its level and its law, and no more is noted than that it is confirmed"))
def clearance_without_level(at: datetime.datetime) -> Iterable[object]:
    short = CheckRequirement.objects.filter(Q(level="") | Q(authority=""), kind=CheckKind.CLEARANCE)
    return short.values_list("pk", flat=True)


@promise("P27", _("credit is checked in the final round only, with a second person's approval"))
def credit_too_early(at: datetime.datetime) -> Iterable[object]:
    credit = SpecialCheck.objects.filter(notice__requirement__kind=CheckKind.CREDIT)
    unapproved = Q(notice__requirement__approved_at=None)
    early = ~Q(notice__application__stage__in=FINALIST_STAGES) & Q(notice__application__stage_since__lte=F("noted_at"))
    return credit.filter(unapproved | early).values_list("pk", flat=True)


@promise("P28", _("no note of a check is left after the assignment ended"))
def left_after_the_end(at: datetime.datetime) -> Iterable[object]:
    return SpecialCheck.objects.left_over().values_list("pk", flat=True)


@promise("P29", _("everybody was told before anything was noted"))
def noted_before_told(at: datetime.datetime) -> Iterable[object]:
    return SpecialCheck.objects.filter(noted_at__lt=F("notice__told_at")).values_list("pk", flat=True)


def are_left(at: datetime.datetime) -> bool:
    """For the alarm: whatever the reason, somebody has to look."""
    return SpecialCheck.objects.left_over().exists()
