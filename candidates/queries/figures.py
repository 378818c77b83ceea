"""Figures of the agency's work: counts and medians, never rows. Nobody set aside is among them, for any reader.

Restricted data may be stored and not used (GDPR art. 18(2)), and to count is to use. So the figures are the same whoever reads
them, and a restriction is not told by them: what it moves is hidden by the rounding.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import compress
from operator import not_
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)  # fmt: skip
from django.db.models.functions import Coalesce, Extract, ExtractQuarter, ExtractYear, Lower, Trim

from candidates.choices import OPEN_STAGES, CampaignChannel, Origin, Stage
from candidates.models import Application, Placement, StageChange
from candidates.queries.periods import Quarter, Span
from candidates.queries.small_counts import FEW, shown, shown_days
from clients.models import JobOrder
from clients.models.company import of_restricted

DAY = 24 * 60 * 60  # seconds
REACHED = (Stage.INTERVIEW, Stage.PRESENTED, Stage.PLACED)


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class MostOften(Aggregate):
    """The value most of the rows have."""

    function = "MODE"
    template = "%(function)s() WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = TextField()


@dataclass(frozen=True)
class Scope:
    """Which positions are counted: all, those of one title whoever the client is, or one order."""

    title: str = ""
    order: int | None = None

    def filter(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        """`path` leads from the rows to the order. What is a client's who is a person set aside counts nowhere."""
        steps = f"{path}__" if path else ""
        rows = rows.exclude(**{f"{steps}company__in": of_restricted()})
        if self.order:
            rows = rows.filter(**{f"{steps}pk": self.order})
        elif self.title:
            rows = rows.alias(plain_title=plain(f"{steps}title")).filter(plain_title=self.title)
        return rows


def plain(title: str) -> Lower:
    """Titles that are the same but for capitals are of one occupation."""
    return Lower(Trim(title))


@dataclass(frozen=True)
class Reached:
    """How many came in, and how many of them got how far; None where so few are somebody."""

    key: Any
    received: int | None
    reached: tuple[int | None, ...]  # as REACHED


@dataclass(frozen=True)
class Took:
    """How many, and how many days it took half of them at most; None where so few are somebody."""

    key: Any
    count: int | None
    days: int | None


def _applications(scope: Scope, span: Span) -> QuerySet[Application]:
    begins, ends = span.between
    rows = Application.objects.unrestricted().filter(submitted_at__gte=begins, submitted_at__lt=ends)
    return scope.filter(rows, "job_order")


def _counted(rows: QuerySet[Any], *by: str) -> Any:
    """Of each group how many came in, and how many of them were ever in each of the stages."""
    for stage in REACHED:
        moved = StageChange.objects.filter(application=OuterRef("pk"), to_stage=stage)
        rows = rows.annotate(**{f"was_{stage.value}": Exists(moved)})
    counts: dict[str, Any] = {
        stage.value: Count("pk", filter=Q(stage=stage) | Q(**{f"was_{stage.value}": True})) for stage in REACHED
    }
    return rows.order_by().values(*by).annotate(received=Count("pk"), **counts)


def _reached(key: Any, *groups: dict[str, Any]) -> Reached:
    """One row of several groups together, rounded from what they really are."""
    received = sum(group["received"] for group in groups)
    return Reached(key, shown(received), tuple(shown(sum(group[stage.value] for group in groups)) for stage in REACHED))


# --- where from ---
def by_source(scope: Scope, span: Span) -> list[Reached]:
    """How applications came, campaigns by their channel. Without a sum, which would tell of a group that is hidden."""
    groups = list(_counted(_applications(scope, span), "origin", "wording__campaign__channel"))
    keys: list[tuple[str, str]] = [(origin, "") for origin in Origin if origin != Origin.LEAD]
    keys += [(Origin.LEAD, channel) for channel in CampaignChannel]
    of_key = {key: [each for each in groups if _source(each) == key] for key in keys}
    return [_reached(key, *of_key[key]) for key in keys if of_key[key]]


def _source(group: dict[str, Any]) -> tuple[str, str]:
    is_lead = group["origin"] == Origin.LEAD
    return group["origin"], group["wording__campaign__channel"] if is_lead else ""


# --- which positions ---
def by_title(scope: Scope, span: Span) -> list[Reached]:
    """By the title as it is written most often; those with few applications, and those of no position, together under None."""
    rows = _applications(scope, span).annotate(occupation=plain("job_order__title"))
    counted = _counted(rows, "occupation").annotate(written=MostOften(Trim("job_order__title")))
    groups = sorted(counted, key=lambda each: each["occupation"] or "")
    is_own = [bool(each["occupation"]) and each["received"] >= FEW for each in groups]
    own, others = list(compress(groups, is_own)), list(compress(groups, map(not_, is_own)))
    return [*(_reached(each["written"], each) for each in own), *([_reached(None, *others)] if others else [])]


# --- quarter by quarter ---
def by_quarter(scope: Scope, span: Span) -> list[Reached]:
    """The oldest first, those without any too."""
    rows = _applications(scope, span).annotate(year=ExtractYear("submitted_at"), quarter=ExtractQuarter("submitted_at"))
    groups = {Quarter(each["year"], each["quarter"]): each for each in _counted(rows, "year", "quarter")}
    quarters, each = [span.first], span.first
    while each < span.last:
        quarters.append(each := each.later(1))
    return [_reached(quarter, *([groups[quarter]] if quarter in groups else [])) for quarter in quarters]


# --- how long ---
def time_in_stage(scope: Scope, span: Span) -> list[Took]:
    """Of the stays in each stage that ended in this time. One that came back to a stage stayed there twice."""
    begins, ends = span.between
    earlier = StageChange.objects.filter(application=OuterRef("application"), at__lt=OuterRef("at"))
    since = Coalesce(Subquery(earlier.order_by("-at", "-pk").values("at")[:1]), F("application__submitted_at"))
    ended = StageChange.objects.unrestricted().filter(at__gte=begins, at__lt=ends, from_stage__in=OPEN_STAGES)
    stays = scope.filter(ended, "application__job_order").annotate(days=_days(since, F("at")))
    groups = {each["from_stage"]: each for each in _medians(stays, "from_stage")}
    return [_took(stage, groups.get(stage)) for stage in OPEN_STAGES]


def time_to_fill(scope: Scope, span: Span) -> Took:
    """From the opening of an order to the first employment that came of it, for orders whose first came in this time."""
    begins, ends = span.between
    placed = Placement.objects.unrestricted().filter(application__job_order=OuterRef("pk")).order_by()
    first = placed.values("application__job_order").values(first=Min("registered_at"))
    orders = scope.filter(JobOrder.objects.filter(opened_at__isnull=False), "").annotate(filled_at=Subquery(first))
    filled = orders.filter(filled_at__gte=begins, filled_at__lt=ends).annotate(
        days=_days(F("opened_at"), F("filled_at"))
    )
    return _took(None, filled.aggregate(count=Count("pk"), median=Median("days")))


def _days(since: Any, until: Any) -> Any:
    gone = ExpressionWrapper(until - since, output_field=DurationField())
    return ExpressionWrapper(Extract(gone, "epoch"), output_field=FloatField())


def _medians(rows: QuerySet[Any], by: str) -> Any:
    return rows.order_by().values(by).annotate(count=Count("pk"), median=Median("days"))


def _took(key: Any, group: dict[str, Any] | None) -> Took:
    count, seconds = (group["count"], group["median"]) if group else (0, None)
    return Took(key, shown(count), shown_days(count, None if seconds is None else max(seconds, 0) / DAY))


# --- all of it ---
@dataclass(frozen=True)
class Figures:
    """Everything the page shows of people's applications; `titles` only where all positions are asked for."""

    quarters: list[Reached]
    sources: list[Reached]
    stays: list[Took]
    fill: Took
    titles: list[Reached] | None


def counted(scope: Scope, span: Span, *, whole: Span) -> Figures:
    """`whole`: the quarters that are always shown, whichever are asked for."""
    return Figures(
        by_quarter(scope, whole),
        by_source(scope, span),
        time_in_stage(scope, span),
        time_to_fill(scope, span),
        by_title(scope, span) if scope == Scope() else None,
    )


# --- what may be chosen ---
@dataclass(frozen=True)
class Choices:
    """Occupations, and orders with their clients, that have enough applications to be shown by themselves."""

    titles: list[tuple[str, str]]  # as `Scope` takes it, as it is written most often
    orders: list[tuple[int, str, str]]  # number, title, client


def choices(span: Span) -> Choices:
    rows = _applications(Scope(), span).filter(job_order__isnull=False).annotate(occupation=plain("job_order__title"))
    named = rows.order_by().values_list("job_order", "job_order__title", "job_order__company__name", "occupation")
    orders = list(named.annotate(count=Count("pk")).order_by("job_order__title", "job_order"))
    of_title: dict[str, Counter[str]] = defaultdict(Counter)
    for _number, title, _client, occupation, count in orders:
        of_title[occupation][title.strip()] += count
    titles = sorted(
        (plain, written.most_common(1)[0][0]) for plain, written in of_title.items() if plain and written.total() >= FEW
    )
    return Choices(titles, [(number, title, client) for number, title, client, _same, count in orders if count >= FEW])


def named(numbers: list[int]) -> list[tuple[int, str, str]]:
    """These orders with their titles and clients, as far as they are still there to be counted."""
    orders = JobOrder.objects.filter(pk__in=numbers).exclude(company__in=of_restricted())
    return list(orders.order_by("title", "pk").values_list("pk", "title", "company__name"))
