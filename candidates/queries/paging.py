"""Pages by key: each begins behind the last of the one before, wherever that now is; none costs more than the first."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from candidates.choices.facts import ListSort
from candidates.models import Candidate
from candidates.models.plain import by_name

PER_PAGE = 25
KEYS: dict[str, Any] = {ListSort.NEWEST: F("created_at"), ListSort.NAME: by_name()}
SAME_BUT_NO_INDEX: dict[str, Any] = {
    ListSort.NEWEST: ExpressionWrapper(F("created_at") + Value(datetime.timedelta()), output_field=DateTimeField()),
    ListSort.NAME: Concat(by_name(), Value(""), output_field=TextField()),
}
FALLING = (ListSort.NEWEST,)


@dataclass(frozen=True)
class Shown:
    """One page, and the keys of its neighbours' beginnings; empty where there is none."""

    people: list[Candidate]
    before: str = ""
    after: str = ""


def page(found: QuerySet[Candidate], *, sort: str, after: str = "", before: str = "", are_few: bool = False) -> Shown:
    """The people behind the one numbered `after`, or before the one numbered `before`; else the first.

    `are_few`: all of them are put in order. Else the order is walked, by its index, until there are enough.
    """
    keyed = found.annotate(sort_key=SAME_BUT_NO_INDEX[sort] if are_few else KEYS[sort])
    edge = _edge(before or after, sort)
    back = bool(before) and edge is not None
    rows = list(_beyond(keyed, edge, sort, back=back)[: PER_PAGE + 1])
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if back:
        rows.reverse()
    if not rows:
        return Shown([])
    has_before, has_after = (more, True) if back else (edge is not None, more)
    return Shown(rows, str(rows[0].pk) if has_before else "", str(rows[-1].pk) if has_after else "")


def _edge(number: str, sort: str) -> tuple[Any, UUID] | None:
    """Where somebody stands in this order; None for who is not there any more or set aside, and for what is no number."""
    try:
        pk = UUID(number)
    except ValueError:
        return None
    keys = Candidate.objects.unrestricted().filter(pk=pk).annotate(sort_key=KEYS[sort])
    key = keys.values_list("sort_key", flat=True).first()
    return None if key is None else (key, pk)


def _beyond(keyed: QuerySet[Any], edge: tuple[Any, UUID] | None, sort: str, *, back: bool) -> QuerySet[Any]:
    is_falling = (sort in FALLING) is not back
    order = ("-sort_key" if is_falling else "sort_key", "-pk" if back else "pk")
    if edge is None:
        return keyed.order_by(*order)
    key, pk = edge
    way, tie = ("lt" if is_falling else "gt"), ("lt" if back else "gt")
    beyond = Q(**{f"sort_key__{way}": key}) | Q(**{"sort_key": key, f"pk__{tie}": pk})
    return keyed.filter(Q(**{f"sort_key__{way}e": key}) & beyond).order_by(*order)
