"""What the keys of a row name: things that are nobody's, by their name; colleagues by their role, never by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext

from privacy import registries
from privacy.declarations import Kind
from privacy.ports import PERSON
from privacy.queries.package.reached import Reached
from privacy.queries.trails import ROLES

COLLEAGUES = (Kind.CLEAR, Kind.STAYS)
Names = Mapping[tuple[type[Model], Any], str]


def names_of(found: Sequence[Reached]) -> Names:
    """What is named by any key of these rows that is no part of the person's own data; two statements a model at most."""
    wanted: dict[tuple[type[Model], bool], set[Any]] = defaultdict(set)
    for reached in found:
        for field, is_colleague in keys_of(reached):
            pks = {getattr(row, field.attname) for row in reached.rows} - {None}
            if pks:
                wanted[field.related_model, is_colleague] |= pks
    own = {(type(row), row.pk) for reached in found for row in reached.rows}
    names: dict[tuple[type[Model], Any], str] = {}
    for (model, is_colleague), pks in wanted.items():
        names |= _roles(model, pks, own) if is_colleague else _titles(model, pks)
    return names


def keys_of(reached: Reached) -> Iterable[tuple[Any, bool]]:
    """The keys to something that is not the person's, and whether it is somebody."""
    for field in reached.declaration.model._meta.concrete_fields:
        kind = reached.declaration.fields[field.name].kind
        if isinstance(field, ForeignKey) and (kind is Kind.LINK or kind in COLLEAGUES):
            yield field, kind in COLLEAGUES


def _titles(model: type[Model], pks: set[Any]) -> dict[tuple[type[Model], Any], str]:
    """As an app above calls it, else as it calls itself."""
    if say := registries.names_of_rows.get(model._meta.label):
        given = say([str(pk) for pk in pks])
        return {(model, pk): given.get(str(pk), "") for pk in pks}
    rows: Any = model._base_manager.select_related().in_bulk(pks)
    return {(model, pk): str(row) for pk, row in rows.items()}


def _roles(model: type[Model], pks: set[Any], own: set[tuple[type[Model], Any]]) -> dict[tuple[type[Model], Any], str]:
    rows = model._base_manager.in_bulk(pks)
    told = {(model, pk): _role(row) for pk, row in rows.items()}
    return told | {key: str(ROLES["person"]) for key in told.keys() & own}


def _role(row: Model) -> str:
    """Who works here by the role; anybody else stays unnamed altogether (GDPR art. 15(4))."""
    role = getattr(row, "role", PERSON)
    return gettext("somebody else") if role == PERSON else str(ROLES.get(role, ROLES["staff"]))
