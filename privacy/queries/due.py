"""Storage rules as SQL: for all persons at once, the first day on which something of theirs may have to go.

The result may be too early (a hold, or a consent given under another number, is left to the decision), never too late.
"""

from collections.abc import Mapping
from functools import reduce, singledispatch
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Least, TruncDate, TruncYear
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from privacy import declarations
from privacy.choices import ConsentAction
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
from privacy.models import ConsentEvent
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
    alone = earliest(rule.rule, model, lengths)
    if rule.period not in lengths:
        return alone
    given = _in_force(rule.consent, model)
    is_moved = Q(GreaterThan(alone, AT_ONCE), GreaterThanOrEqual(given, F(rule.since)))
    moved = Plus(Greatest(alone, TruncDate(given, tzinfo=OSLO)), _interval(lengths[rule.period]))
    return Case(When(is_moved, then=moved), default=alone)


def _in_force(purpose: str, model: type[models.Model]) -> Combinable:
    """When the person whose row it is gave this consent; nothing where the last word is no, or there is none."""
    said = ConsentEvent.objects.filter(subject_uuid=OuterRef(declarations.of(model).subject), purpose=purpose)
    moment = Case(When(action=ConsentAction.GIVEN, then=F("at")))
    return Subquery(said.order_by("-at", "-id").values(given=moment)[:1])


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
