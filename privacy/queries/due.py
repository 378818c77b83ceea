"""Storage rules as SQL: for all persons at once, the first day on which something of theirs may have to go.

The result may be too early (a consent or a hold is left to the decision under the lock), never too late.
"""

from collections.abc import Mapping
from functools import reduce, singledispatch
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Least, TruncDate, TruncYear

from privacy.deadlines import Period
from privacy.grounds import (
    OSLO,
    ByValue,
    Carries,
    Earliest,
    Extended,
    Follows,
    FollowsPerson,
    Standing,
    Statutory,
    Until,
    WhileNamed,
    WhileRunning,
)
from privacy.queries.facts import BEGINNING

Lengths = Mapping[str, Period]

NEVER = Cast(Value(None), DateField())
AT_ONCE = Cast(Value(BEGINNING), DateField())  # a person has to look


class Plus(Func):
    """A day and a length; PostgreSQL rounds a day that does not exist down, as `Period.after` does."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + "
    output_field = DateField()


@singledispatch
def earliest(rule: object, model: type[models.Model], lengths: Lengths) -> Combinable:
    """The earliest day this rule may end for a row of `model`. Raises for a rule nobody taught it."""
    raise NotImplementedError(f"{type(rule).__name__} has no SQL")


@earliest.register
def _(rule: Until, model: type[models.Model], lengths: Lengths) -> Combinable:
    absent = NEVER if rule.while_empty or rule.optional else AT_ONCE
    if rule.period not in lengths:
        return Case(When(**{f"{rule.anchor}__isnull": False}, then=AT_ONCE), default=absent)
    then = Plus(_day(rule.anchor, model), _interval(lengths[rule.period]))
    return Case(When(**{f"{rule.anchor}__isnull": False}, then=then), default=absent)


@earliest.register
def _(rule: WhileRunning, model: type[models.Model], lengths: Lengths) -> Combinable:
    return earliest(Until(rule.anchor, rule.period, rule.while_running), model, lengths)


@earliest.register
def _(rule: Earliest, model: type[models.Model], lengths: Lengths) -> Combinable:
    return Least(*(earliest(part, model, lengths) for part in rule.parts))  # Least skips nulls


@earliest.register
def _(rule: WhileNamed, model: type[models.Model], lengths: Lengths) -> Combinable:
    began = rule.since or rule.rule.anchor
    is_over = Q(**{f"{rule.by}__isnull": True, f"{began}__isnull": False})
    return Case(When(is_over, then=_day(began, model)), default=earliest(rule.rule, model, lengths))


@earliest.register
def _(rule: FollowsPerson, model: type[models.Model], lengths: Lengths) -> Combinable:
    return earliest(rule.at_most, model, lengths) if rule.at_most else NEVER


@earliest.register
def _(rule: Standing, model: type[models.Model], lengths: Lengths) -> Combinable:
    return NEVER


@earliest.register
def _(rule: Statutory, model: type[models.Model], lengths: Lengths) -> Combinable:
    if rule.period not in lengths:
        return NEVER
    year = TruncYear(_day(rule.anchor, model), output_field=DateField())
    next_year = Plus(year, Cast(Value("1 year"), models.DurationField()))
    return Case(
        When(**{f"{rule.anchor}__isnull": False}, then=Plus(next_year, _interval(lengths[rule.period]))), default=NEVER
    )


@earliest.register
def _(rule: Extended, model: type[models.Model], lengths: Lengths) -> Combinable:
    return earliest(rule.rule, model, lengths)


@earliest.register
def _(rule: Carries, model: type[models.Model], lengths: Lengths) -> Combinable:
    relation, field = rule.timed[0].split("__")
    carried: Any = model._meta.get_field(relation)
    timed = carried.related_model._base_manager.filter(
        **{carried.field.name: OuterRef("pk"), f"{field}__in": rule.timed[1]}
    )
    return Case(When(Exists(timed), then=NEVER), default=earliest(rule.rule, model, lengths))


@earliest.register
def _(rule: ByValue, model: type[models.Model], lengths: Lengths) -> Combinable:
    cases = [When(**{rule.field: value}, then=earliest(each, model, lengths)) for value, each in rule.rules.items()]
    return Case(*cases, default=AT_ONCE)


@singledispatch
def anchoring(rule: object) -> Q:
    """The rows this rule gives a storage time of their own; the others only follow the person."""
    return Q()


@anchoring.register
def _(rule: FollowsPerson | Follows) -> Q:
    return Q(pk__in=[])


@anchoring.register
def _(rule: Extended | Carries) -> Q:
    return anchoring(rule.rule)


@anchoring.register
def _(rule: ByValue) -> Q:
    unforeseen = ~Q(**{f"{rule.field}__in": list(rule.rules)})
    foreseen = (Q(**{rule.field: value}) & anchoring(each) for value, each in rule.rules.items())
    return reduce(or_, foreseen, unforeseen)


def _interval(length: Period) -> Combinable:
    return Cast(Value(f"{length.length} {length.unit}"), models.DurationField())


def _day(lookup: str, model: type[models.Model]) -> Combinable:
    field: Any = model._meta.get_field(lookup.split("__")[0])
    for part in lookup.split("__")[1:]:
        field = field.related_model._meta.get_field(part)
    return TruncDate(lookup, tzinfo=OSLO) if isinstance(field, models.DateTimeField) else F(lookup)
