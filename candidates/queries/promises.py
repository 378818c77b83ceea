"""What the data about candidates prove."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.choices import Origin, RowState, SharingScope, Source, Stage
from candidates.models import AlertedAd, Application, Candidate, ImportRow, JobAlert, StageChange
from candidates.queries.alerts import with_address
from privacy.choices import ErasureCause, ErasureScope, Verb
from privacy.choices.disclosures import CollectionSource
from privacy.models import Collection, Erasure, Subject, TrailEntry
from privacy.queries.promises import promise

OWN = (Origin.APPLIED, Origin.REGISTERED)
UNTOLD = datetime.timedelta(days=29)  # less an hour or two of a change of the clock


@promise("P1", _("nobody's application is shared more widely than that person chose"))
def shared_by_others(at: datetime.datetime) -> Iterable[object]:
    added = Application.objects.filter(origin=Origin.ADDED)
    return added.exclude(sharing_scope=SharingScope.THIS_POSITION).values_list("pk", flat=True)


@promise("P11", _("every applicant was shown a privacy statement, and which one is known"))
def not_informed(at: datetime.datetime) -> Iterable[object]:
    return Application.objects.filter(origin__in=OWN, notice=None).values_list("pk", flat=True)


@promise("P33", _("every applicant was told of sharing, and in which words is known"))
def not_told_of_sharing(at: datetime.datetime) -> Iterable[object]:
    return Application.objects.filter(origin__in=OWN, sharing_notice=None).values_list("pk", flat=True)


@promise("P64", _("nobody's contact person has left"))
def orphaned(at: datetime.datetime) -> Iterable[object]:
    left = Q(adviser__is_active=False) | Q(adviser__is_staff=False)
    return Candidate.objects.filter(left, adviser__isnull=False).values_list("subject", flat=True)


@promise("P20", _("nobody whose address is not proved has a job alert"))
def alerts_to_unproved(at: datetime.datetime) -> Iterable[object]:
    return JobAlert.objects.exclude(candidate__unconfirmed_email="").values_list("pk", flat=True)


@promise("P45", _("every job alert stands on a consent, and none is left after it was withdrawn"))
def alerts_without_consent(at: datetime.datetime) -> Iterable[object]:
    alerts: QuerySet[Any, Any] = with_address(JobAlert.objects.all())
    return alerts.filter(has_consent=False).values_list("pk", flat=True)


@promise("P42", _("no position was told of twice by the same job alert"))
def told_twice(at: datetime.datetime) -> Iterable[object]:
    told = AlertedAd.objects.order_by().values("alert", "ad").annotate(times=Count("pk"))
    return told.filter(times__gt=1).values_list("alert", flat=True)


@promise("P71", _("behind every rejection is a human being, with a reason"))
def rejected_by_nobody(at: datetime.datetime) -> Iterable[object]:
    rejected = StageChange.objects.filter(to_stage=Stage.REJECTED)
    return rejected.filter(Q(by=None) | Q(reason="")).values_list("pk", flat=True)


@promise("P12", _("of everybody we entered ourselves it is noted where we have them from"))
def from_nowhere(at: datetime.datetime) -> Iterable[object]:
    ours = Candidate.objects.filter(source__in=[Source.BY_HAND, Source.IMPORTED, Source.CAMPAIGN])
    noted = Collection.objects.filter(Q(subject=OuterRef("subject")) | Q(subject__merged_into=OuterRef("subject")))
    return ours.exclude(Exists(noted)).values_list("subject_id", flat=True)


@promise("P47", _("nobody we took over went by the clock before being told, or before thirty days had passed"))
def gone_untold(at: datetime.datetime) -> Iterable[object]:
    told = TrailEntry.objects.filter(subject_uuid=OuterRef("subject_uuid"), verb=Verb.INFORMED)
    gone = Erasure.objects.filter(
        subject_uuid=OuterRef("subject_uuid"), cause=ErasureCause.PURGE, scope=ErasureScope.PERSON,
        at__lt=OuterRef("at") + UNTOLD,
    )  # fmt: skip
    taken = ImportRow.objects.filter(state=RowState.IMPORTED)
    return taken.filter(Exists(gone)).exclude(Exists(told)).values_list("pk", flat=True)


@promise("P12", _("of everybody we took over it is noted where from, and that they were told or are to be"))
def taken_over_in_silence(at: datetime.datetime) -> Iterable[object]:
    here = Subject.objects.filter(pk=OuterRef("subject_uuid"))
    theirs = Collection.objects.filter(subject=OuterRef("subject_uuid"), source=CollectionSource.IMPORT)
    taken = ImportRow.objects.filter(state=RowState.IMPORTED)
    return taken.filter(Exists(here)).exclude(Exists(theirs)).values_list("pk", flat=True)
