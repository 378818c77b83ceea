"""What the data about reports to authorities prove."""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import AuthorityReport, ReportedEmployment
from candidates.models.authority_report import due_on
from candidates.queries import authority_reports as reading
from privacy.decide import decide
from privacy.models import Disclosure
from privacy.queries import facts
from privacy.queries.promises import promise

NIGHTS = datetime.timedelta(days=2)  # the purge runs each night; one may be missed


@promise("P40", _("each month in which somebody was employed was reported, and in time"))
def months_late(at: datetime.datetime) -> Iterable[object]:
    return [f"{month:%Y-%m}" for month in reading.late(at)]


@promise("P41", _("of each employee reported it is written down that, and to whom"))
def reported_without_a_line(at: datetime.datetime) -> Iterable[object]:
    label = ReportedEmployment._meta.label_lower
    rows = ReportedEmployment.objects.filter(report__sent_at__isnull=False)
    rows = rows.annotate(key=Cast("pk", CharField()))
    written = Disclosure.objects.filter(object_label=label, object_id=OuterRef("key"), recipient=reading.A_ORDNINGEN)
    return rows.filter(~Exists(written)).values_list("pk", flat=True)


@promise("P41", _("what was reported goes when the law no longer makes us keep it"))
def kept_after_the_law(at: datetime.datetime) -> Iterator[object]:
    as_of = timezone.localdate(at - NIGHTS)
    old = ReportedEmployment.objects.filter(report__month__lt=as_of.replace(month=1, day=1))
    roots = old.values_list(Coalesce("employment__subject__merged_into", "employment__subject"), flat=True).distinct()
    for known in facts.of_persons(roots).values():
        yield from (pk for label, pk in decide(known, as_of).erased_keys if label == ReportedEmployment._meta.label)


def is_late(at: datetime.datetime) -> bool:
    """For the alarm."""
    return bool(reading.late(at))


def waiting(at: datetime.datetime) -> list[tuple[datetime.date, datetime.date, AuthorityReport | None]]:
    """The months that are owed: with the last day for each, and the report that is begun."""
    months = reading.unreported(at)
    known = AuthorityReport.objects.filter(month__in=months).order_by("made_at", "pk")
    begun = {report.month: report for report in known}  # the newest: what is begun, or was refused
    return [(month, due_on(month), begun.get(month)) for month in months]


def to_correct(at: datetime.datetime) -> int:
    return len(reading.reports_to_correct(at))
