"""What the data about those we hire out prove."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.assignment import NO_CONSTRUCTION
from candidates.choices.employment import EmploymentState
from candidates.models import Assignment, SpecialCheck
from candidates.models.assignment import HalfAYearAfter
from clients.choices import OrderKind
from clients.choices.papers import PaperKind
from clients.models import AgencyPaper
from privacy.models import Subject
from privacy.queries.promises import promise

NIGHTS = datetime.timedelta(days=2)  # what runs out is ended each night; one may be missed


@promise(
    "P40", _("whoever is hired out is employed by us all that time, on a staffing order, and led by the client's own")
)
def hired_out_unemployed(at: datetime.datetime) -> Iterable[object]:
    outside = ~Q(employment__state=EmploymentState.IN_FORCE) | Q(starts_on__lt=F("employment__starts_on"))
    outside |= Q(ends_on__gt=F("employment__ends_on")) | ~Q(order__kind=OrderKind.STAFFING)
    outside |= Q(leader__isnull=False) & ~Q(leader__company=F("order__company"))
    return Assignment.objects.filter(outside).values_list("pk", flat=True)


@promise(
    "P40", _("hiring out has a lawful ground that something shows, and none is to a building site in the Oslo region")
)
def hired_out_unlawfully(at: datetime.datetime) -> Iterable[object]:
    short = Q(ground="") | Q(evidence="") | Q(is_construction=True, county__in=NO_CONSTRUCTION)
    return Assignment.objects.filter(short).values_list("pk", flat=True)


@promise("P40", _("nobody is hired out to a former employer within six months"))
def hired_back(at: datetime.datetime) -> Iterable[object]:
    early = Assignment.objects.filter(starts_on__lt=HalfAYearAfter("left_client_on"))
    return early.values_list("pk", flat=True)


@promise("P40", _("nobody began to be hired out on a day our approval or insurance did not hold"))
def hired_out_without_papers(at: datetime.datetime) -> Iterable[object]:
    rows = Assignment.objects.all()
    for kind in PaperKind:
        held = AgencyPaper.objects.filter(
            kind=kind, valid_from__lte=OuterRef("starts_on"), valid_until__gte=OuterRef("starts_on")
        )
        rows = rows.alias(**{kind.value: Exists(held)})
    return rows.filter(Q(approval=False) | Q(insurance=False)).values_list("pk", flat=True)


@promise("P40", _("what ran out is written down as ended"))
def not_ended(at: datetime.datetime) -> Iterable[object]:
    return Assignment.objects.over(timezone.localdate(at - NIGHTS)).values_list("pk", flat=True)


@promise("P28", _("no note of a check is left of whoever is not hired out any more"))
def checks_left(at: datetime.datetime) -> Iterable[object]:
    return _left(at).values_list("pk", flat=True)


def are_left(at: datetime.datetime) -> bool:
    """For the alarm, beside the one about orders and applications that ended."""
    return _left(at).exists()


def _left(at: datetime.datetime) -> QuerySet[SpecialCheck]:
    """Noted before the assignment ended, or of one that ran out nights ago."""
    same = Subject.objects.filter(
        Q(pk=OuterRef("employment__subject")) | Q(merged_into=OuterRef("employment__subject"))
        | Q(pk=OuterRef("employment__subject__merged_into")) | Q(merged_into=OuterRef("employment__subject__merged_into")),
        pk=OuterRef(OuterRef("notice__application__candidate__subject")),
    )  # fmt: skip
    ended = Q(ended_at__gte=OuterRef("noted_at")) | Q(ended_at=None, ends_on__lt=timezone.localdate(at - NIGHTS))
    theirs = Assignment.objects.filter(ended, Exists(same), order=OuterRef("notice__application__job_order"))
    return SpecialCheck.objects.filter(Exists(theirs))
