"""The closed world: each model of the program is declared, or nothing starts.

An app's `personal_data.py` is the page a data-protection officer reads. It says of every model either `personal(…)`
— whose it is, what for, how each field is exported and erased, how long it is kept — or `not_personal(…)` with a
reason. The engine raises on what is not declared; it never skips (GDPR art. 5(2), 25, 30).
"""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, cast

from django.db.models import Model

from privacy.grounds import Follows, Rule


class Undeclared(Exception):
    """The engine was asked about a model nobody declared."""


class Kind(enum.Enum):
    """What a field is, for erasure."""

    DATA = "data"  # goes with its row
    FILE = "file"  # its file goes too, by a tombstone
    DERIVED = "derived"  # made from another field of the row, goes with it
    SEALED = "sealed"  # encrypted in the row, opened for nothing but the person's own copy; goes with its row
    SOFT = "soft"  # names another row without a foreign key
    LINK = "link"  # points at something that is no person's
    OWNER = "owner"  # points at the row this one belongs to, and goes with it
    CLEAR = "clear"  # points at a person's row; emptied when that goes
    SHARED = "shared"  # points at one of the people this row is about; emptied with what is about that one
    STAYS = "stays"  # points at an account that cannot go while this row is there


@dataclass(frozen=True)
class FieldSpec:
    kind: Kind
    category: str = ""
    exported: bool = False
    reason: str = ""
    about: tuple[str, ...] = ()


def data(category: str) -> FieldSpec:
    """The person's data of this category: shown on access, gone with the row."""
    return FieldSpec(Kind.DATA, category, exported=True)


def file(category: str) -> FieldSpec:
    """A file: part of the access package; its row leaves a tombstone, the sweeper removes it from storage."""
    return FieldSpec(Kind.FILE, category, exported=True)


def sealed(category: str) -> FieldSpec:
    """Encrypted in the row (`privacy.storage.fields`); the engine opens it for the person's own copy alone."""
    return FieldSpec(Kind.SEALED, category, exported=True)


def internal(reason: str) -> FieldSpec:
    """Not handed out on access, with the reason (a secret, a technical number); gone with the row."""
    return FieldSpec(Kind.DATA, reason=reason)


def derived(*sources: str) -> FieldSpec:
    """Made from the fields `sources` of the same row (a search index), gone with it."""
    return FieldSpec(Kind.DERIVED, reason=f"made from {', '.join(sources)}")


def soft(reason: str) -> FieldSpec:
    """A number that names something without a foreign key; `reason` says what."""
    return FieldSpec(Kind.SOFT, reason=reason)


def link() -> FieldSpec:
    """Points at something that belongs to no person (a position, a text version)."""
    return FieldSpec(Kind.LINK)


def owner() -> FieldSpec:
    """Points at the row this one belongs to: when that goes, this goes."""
    return FieldSpec(Kind.OWNER)


def clear() -> FieldSpec:
    """Points at a colleague's or another person's row: emptied when that goes."""
    return FieldSpec(Kind.CLEAR)


def shared(*, about: tuple[str, ...]) -> FieldSpec:
    """Points at one of several people a row is about: the candidate and the referee of a reference.

    `about` names the fields of the row that are about this one: when that person goes they are emptied with the key,
    and the row goes with the last of its people. A field no key names is about all of them, and stays till then.
    """
    return FieldSpec(Kind.SHARED, about=about)


def stays(reason: str) -> FieldSpec:
    """Points at the account of somebody who works here, who cannot be erased while this row needs a name."""
    return FieldSpec(Kind.STAYS, reason=reason)


@dataclass(frozen=True)
class SoftHop:
    """Rows of this model go when the `parent` row whose `parent_column` equals their `column` goes."""

    column: str
    parent: str
    parent_column: str
    ignore_case: bool = False


@dataclass(frozen=True)
class Expiry:
    """Rows that give no reason to keep anything and are gone `period` after `anchor`, whoever they are about.

    The anchor is a field of the row, or of one it hangs on (`presentation__ends_at`). With `blank` only those texts are
    emptied and the row stays.
    """

    anchor: str
    period: str
    blank: tuple[str, ...] = ()

    def moment(self, row: Model) -> datetime.datetime | None:
        return cast("datetime.datetime | None", attrgetter(self.anchor.replace("__", "."))(row))


@dataclass(frozen=True)
class Declaration:
    """What one app says of one model."""

    model: type[Model]
    subject: str = ""
    activity: str = ""
    fields: Mapping[str, FieldSpec] = field(default_factory=dict)
    keep: Rule | Follows | None = None
    category: str = ""
    hops: tuple[SoftHop, ...] = ()
    expires: Expiry | None = None
    outlives: str = ""
    reason: str = ""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def is_personal(self) -> bool:
        return bool(self.activity)

    @property
    def shared_keys(self) -> dict[str, FieldSpec]:
        """The keys to the people a row is about together; empty where each row is about one."""
        return {name: spec for name, spec in self.fields.items() if spec.kind is Kind.SHARED}

    @cached_property
    def owner(self) -> tuple[str, str] | None:
        """The row with a storage time of its own that a row of this model goes with: its label, and the column naming it."""
        for name, spec in self.fields.items():
            key: Any = self.model._meta.get_field(name)
            if spec.kind is Kind.OWNER and of(key.related_model).keep:
                return of(key.related_model).label, key.attname
        return None


# What a row without a foreign key to its person calls the person's number.
BY_NUMBER = "subject_uuid"

_declared: dict[type[Model], Declaration] = {}


def personal(  # noqa: PLR0913  a declaration is read as a table, not called as a function
    model: type[Model],
    *,
    activity: str,
    fields: Mapping[str, FieldSpec],
    subject: str = "",
    keep: Rule | Follows | None = None,
    category: str = "",
    hops: tuple[SoftHop, ...] = (),
    expires: Expiry | None = None,
    outlives: str = "",
) -> None:
    """Declare a model about people.

    `subject` is the path of foreign keys to `Subject` ("candidate__subject"); a model without one names its people by
    `hops`, or `outlives` them (then the string is the reason, and the rows hold no values). `activity` is a
    `ProcessingActivity.code`. `keep` is the storage rule of rows with a storage time of their own; without it a row
    goes with its owner. `category` is how the row is told to the person (privacy.choices.Category).
    """
    _declared[model] = Declaration(model, subject, activity, fields, keep, category, hops, expires, outlives)


def not_personal(model: type[Model], *, reason: str, links: Mapping[str, FieldSpec] | None = None) -> None:
    """Declare that a model is about nobody, and why. `links` are its foreign keys to accounts of the staff, and its files."""
    _declared[model] = Declaration(model, fields=links or {}, reason=reason)


def withdraw(model: type[Model]) -> None:
    """Take a declaration back: for tests that show what happens without it."""
    _declared.pop(model, None)


def declared() -> Mapping[type[Model], Declaration]:
    return _declared


def of(model: type[Model]) -> Declaration:
    """What is declared of this model; raises `Undeclared`."""
    try:
        return _declared[model]
    except KeyError:
        raise Undeclared(f"{model._meta.label} is not declared: say in personal_data.py whose it is.") from None


def persons_of(model: type[Model]) -> tuple[str, ...]:
    """The paths to the numbers of whom a row is about: several where its keys, or those of its owner, are `shared`."""
    declaration = of(model)
    if declaration.subject or declaration.hops or declaration.outlives:
        return (declaration.subject or BY_NUMBER,)
    names = [name for name, spec in declaration.fields.items() if spec.kind in (Kind.SHARED, Kind.OWNER)]
    keys: list[Any] = [model._meta.get_field(name) for name in names]
    return tuple(f"{key.name}__{path}" for key in keys for path in persons_of(key.related_model))


def categories_of(model: type[Model]) -> frozenset[str]:
    """What a row of this model is told as: its own category, else those of the rows it goes with, else its fields'."""
    declaration = of(model)
    if declaration.category:
        return frozenset({declaration.category})
    owned = [name for name, spec in declaration.fields.items() if spec.kind is Kind.OWNER]
    owners: list[Any] = [model._meta.get_field(name) for name in owned]
    parents = {owner.related_model for owner in owners if of(owner.related_model).subject != "pk"}
    of_parents = frozenset(category for parent in parents for category in categories_of(parent))
    return of_parents or frozenset(spec.category for spec in declaration.fields.values() if spec.category)


def personal_models() -> list[Declaration]:
    return [declaration for declaration in _declared.values() if declaration.is_personal]


def with_storage_time() -> list[Declaration]:
    """Those whose rows have a storage time of their own."""
    return [declaration for declaration in personal_models() if declaration.keep]
