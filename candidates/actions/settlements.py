"""Who left before a month and is paid in it (final pay, holiday pay): taken into its report, and out again."""

import datetime

from django.db import transaction

from candidates.actions import authority_reports
from candidates.models import AuthorityReport, Employment
from candidates.queries import employments
from privacy.actions import subjects
from privacy.ports import Actor


class NotLeft(Exception):
    """Employed in the month, or not at all: who is employed comes in without anybody's doing."""


class Over(Exception):
    """Left so long ago that the file is gone."""


class NotIn(Exception):
    """Not one of those who were taken in to be settled."""


@transaction.atomic
def take_in(*, report: AuthorityReport, employment: Employment, by: Actor, at: datetime.datetime) -> None:
    """Restricted or not: the law wants what was paid reported (GDPR art. 18(2)). Who is in it already stays as they are.

    Raises `NotPayroll`, `AlreadySent`, `NotLeft`, `Over`, `PersonIsGone`.
    """
    fresh = authority_reports.locked(report, by=by, also=[employment])
    left = Employment.objects.filter(pk=employment.pk).first()
    if left is None:
        raise subjects.PersonIsGone
    if left.is_draft or left.ends_on is None or left.ends_on >= fresh.month:
        raise NotLeft
    if not employments.files_of(left).exists():
        raise Over
    authority_reports.fetch(report=fresh, by=by, at=at, also=[left])


@transaction.atomic
def leave_out(*, report: AuthorityReport, employment: Employment, by: Actor, at: datetime.datetime) -> None:
    """Nothing is paid in the month after all. Raises `NotPayroll`, `AlreadySent`, `NotIn`."""
    fresh = authority_reports.locked(report, by=by)
    line = fresh.lines.known().filter(employment=employment, is_settlement=True).first()
    if line is None:
        raise NotIn
    line.is_settlement = False  # nobody else who left before the month is in it
    line.save(update_fields=["is_settlement"])
    authority_reports.fetch(report=fresh, by=by, at=at)
