"""Whom a leak concerns and with which kinds of data: by a file, an account, a link to a presentation, or a period.

A breach is told within 72 hours (GDPR art. 33(3)(a)): this is the first answer, and the breach's own page goes on from it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from candidates.models import PresentationItem
from privacy import declarations
from privacy.declarations import Declaration, Kind
from privacy.models import Subject
from privacy.queries.breaches import Choice, entries

Kinds = dict[uuid.UUID, set[str]]  # person -> kinds of data


def by_period(choice: Choice) -> Kinds:
    """Everybody whose page or file was opened, as the history says."""
    seen = _distinct(entries(choice), "subject_uuid", "object_label")
    return _together((person, _kinds_of(label)) for person, label in seen)


def by_account(choice: Choice) -> Kinds:
    """Whom that account looked at, and its own person, whose pages it opens."""
    own = [(choice.actor, declarations.categories_of(apps.get_model("accounts.User")))] if choice.actor else []
    return _together([*by_period(choice).items(), *own])


def by_file(number: str) -> Kinds:
    """Whose file this is: by the number of its row, or by the name it has in storage."""
    found: list[tuple[uuid.UUID, Iterable[str]]] = []
    for declaration in declarations.personal_models():
        for name in _files_of(declaration):
            rows = declaration.model._base_manager.filter(_is(declaration.model, number) | Q(**{name: number}))
            for path in declarations.persons_of(declaration.model):
                kinds = declarations.categories_of(declaration.model)
                found += [(person, kinds) for (person,) in _distinct(rows.exclude(**{path: None}), path)]
    return _together(found)


def by_link(number: uuid.UUID) -> Kinds:
    """Who is shown behind a link: everybody in that presentation."""
    items = PresentationItem.objects.filter(presentation=number)
    kinds = declarations.categories_of(PresentationItem)
    return _together((person, kinds) for (person,) in _distinct(items, "candidate__subject"))


def _distinct(rows: "QuerySet[Any]", *names: str) -> Iterable[Any]:
    return rows.order_by().values_list(*names).distinct()


def _files_of(declaration: Declaration) -> list[str]:
    return [name for name, spec in declaration.fields.items() if spec.kind is Kind.FILE]


def _is(model: type[Model], number: str) -> Q:
    try:
        return Q(pk=model._meta.pk.to_python(number))
    except ValidationError:  # a name in storage is no number of every table: then only the name counts
        return Q(pk=None)


def _kinds_of(label: str) -> frozenset[str]:
    return declarations.categories_of(apps.get_model(label)) if label else frozenset()


def _together(found: Iterable[tuple[uuid.UUID, Iterable[str]]]) -> Kinds:
    """Each person who is still here once, under the number that counts after merges."""
    kinds: Kinds = defaultdict(set)
    for person, named in found:
        kinds[person] |= set(named)
    roots = Subject.objects.filter(pk__in=kinds).values_list("pk", Coalesce("merged_into", "pk"))
    whole: Kinds = defaultdict(set)
    for pk, root in roots:
        whole[root] |= kinds[pk]
    return dict(whole)
