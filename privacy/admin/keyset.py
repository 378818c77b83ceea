"""Pages by key, in whatever order a list is shown: each begins behind the last row of the one before.

None costs more than the first, and a row that came or went meanwhile moves nobody to another page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet

AFTER, BEFORE = "after-", "before-"


@dataclass(frozen=True)
class Shown:
    """One page, and what names its neighbours; empty where there is none."""

    rows: list[Any]
    earlier: str = ""
    later: str = ""


def page(found: QuerySet[Any], asked: str, *, among: QuerySet[Any], size: int) -> Shown:
    """The rows behind or before the one `asked` names, as `earlier` and `later` do; the first where it names none.

    `found` has an order that ends in a unique key; the named row is looked for in `among`, filtered away or not.
    """
    order = [str(name) for name in found.query.order_by]
    back, edge = asked.startswith(BEFORE), _edge(among, asked, order)
    back = back and edge is not None
    if back:
        order = [turned(name) for name in order]
    rows = list(
        (found if edge is None else found.filter(_beyond(order, edge, found.model))).order_by(*order)[: size + 1]
    )
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    if not rows:
        return Shown([])
    has_earlier, has_later = (more, True) if back else (edge is not None, more)
    return Shown(rows, f"{BEFORE}{rows[0].pk}" if has_earlier else "", f"{AFTER}{rows[-1].pk}" if has_later else "")


def _edge(among: QuerySet[Any], asked: str, order: Sequence[str]) -> tuple[Any, ...] | None:
    """Where the row stands in this order; None for one that is gone or hidden, and for what is no key."""
    way = next((way for way in (AFTER, BEFORE) if asked.startswith(way)), None)
    if way is None:
        return None
    try:
        key = among.model._meta.pk.to_python(asked.removeprefix(way))
    except ValidationError:
        return None
    names = [name.lstrip("-") for name in order]
    found: tuple[Any, ...] | None = among.filter(pk=key).order_by().values_list(*names).first()
    return found


def _beyond(order: Sequence[str], edge: tuple[Any, ...], model: type[Model]) -> Q:
    """PostgreSQL puts what is empty last where it counts upwards, and first where it counts down."""
    beyond = Q(pk__in=())
    for name, value in zip(reversed(order), reversed(edge), strict=True):
        beyond = _further(name, value, model) | (_same(name, value) & beyond)
    name, field, value = order[0], order[0].lstrip("-"), edge[0]
    if value is None or _may_be_empty(name, model):
        return beyond
    return Q(**{f"{field}__{'lte' if name.startswith('-') else 'gte'}": value}) & beyond  # what an index begins at


def _further(name: str, value: Any, model: type[Model]) -> Q:
    field, falls = name.lstrip("-"), name.startswith("-")
    if value is None:
        return Q(**{f"{field}__isnull": False}) if falls else Q(pk__in=())
    further = Q(**{f"{field}__{'lt' if falls else 'gt'}": value})
    return further if falls or not _may_be_empty(name, model) else further | Q(**{f"{field}__isnull": True})


def _same(name: str, value: Any) -> Q:
    field = name.lstrip("-")
    return Q(**{f"{field}__isnull": True}) if value is None else Q(**{field: value})


def _may_be_empty(name: str, model: type[Model]) -> bool:
    path = name.lstrip("-")
    if path == "pk":
        return False
    try:
        field = model._meta.get_field(path)
    except FieldDoesNotExist:  # by another table, or worked out
        return True
    return bool(getattr(field, "null", True))


def turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
