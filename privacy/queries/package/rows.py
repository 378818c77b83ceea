"""One row as its person reads it: each declared field with its value, or with the reason why it is not there."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext

from privacy import registries
from privacy.declarations import FieldSpec, Kind
from privacy.queries.package.contents import Row, StoredFile, Value, Withheld
from privacy.queries.package.kept import Keeping
from privacy.queries.package.names import SafeNames
from privacy.queries.package.others import COLLEAGUES, Names
from privacy.queries.package.reached import Reached
from privacy.queries.package.sources import source_of
from privacy.queries.package.values import as_json, as_text, label_of
from privacy.storage import FileTampered, KeyMissing, fields

logger = logging.getLogger(__name__)

Key = tuple[type[Model], Any]


@dataclass
class Reader:
    """Reads the rows of one person, model by model, each after those it hangs on; collects the files on the way."""

    names: Names
    keeping: Keeping
    refs: dict[Key, str] = field(default_factory=dict)
    files: list[StoredFile] = field(default_factory=list)
    file_names: SafeNames = field(default_factory=SafeNames)

    def rows(self, reached: Reached, titles: Mapping[str, str], category: str) -> tuple[Row, ...]:
        return tuple(
            self._row(reached, row, number, titles.get(str(row.pk), ""), category)
            for number, row in enumerate(reached.rows, 1)
        )

    def _row(self, reached: Reached, row: Model, number: int, title: str, category: str) -> Row:
        declaration = reached.declaration
        self.refs[type(row), row.pk] = ref = f"{declaration.model._meta.label_lower}-{number}"
        owners = list(self._owners(reached, row))
        keys = [(key.related_model._meta.label, str(getattr(row, key.attname))) for key in owners]
        kept = self.keeping.of(declaration, row, keys)
        told = list(self._fields(reached, row, title, category))
        return Row(
            ref,
            title or f"{label_of_model(declaration.model)} {number}",
            {key.name: self.refs[key.related_model, getattr(row, key.attname)] for key in owners},
            kept.until.isoformat() if kept.until else None,
            kept.why,
            tuple(each for each in told if isinstance(each, Value)),
            tuple(each for each in told if isinstance(each, Withheld)),
        )

    def _owners(self, reached: Reached, row: Model) -> Iterator[Any]:
        """The keys to rows of this person's that are in the copy themselves."""
        own = reached.own_keys.get(row.pk, frozenset())
        for key in reached.declaration.model._meta.concrete_fields:
            is_owner = reached.declaration.fields[key.name].kind is Kind.OWNER or key.name in own
            if is_owner and isinstance(key, ForeignKey):
                related: Any = key.related_model
                if (related, getattr(row, key.attname)) in self.refs and related._meta.label != "privacy.Subject":
                    yield key

    def _fields(self, reached: Reached, row: Model, title: str, category: str) -> Iterator[Value | Withheld]:
        for column in reached.declaration.model._meta.concrete_fields:
            spec = reached.declaration.fields[column.name]
            if _is_anothers(reached, row, column.name):
                yield Withheld(column.name, label_of(column), gettext("It is about somebody else."))
            elif spec.kind is Kind.FILE:
                yield from self._file(row, column, spec, title)
            elif spec.kind is Kind.SEALED:
                yield self._sealed(row, column, spec)
            elif spec.exported:
                yield self._value(
                    row, column, spec.category, as_json(getattr(row, column.attname)), as_text(column, row)
                )
            elif spec.kind is Kind.LINK or spec.kind in COLLEAGUES:
                related: Any = column.related_model
                name = self.names.get((related, getattr(row, column.attname)), "")
                yield self._value(row, column, category, name or None, name)

    def _value(self, row: Model, column: Any, category: str, value: Any, shown: str) -> Value:
        source = source_of(row, category)
        return Value(column.name, label_of(column), value, shown, category, source)

    def _sealed(self, row: Model, column: Any, spec: FieldSpec) -> Value | Withheld:
        """The person reads what nobody else does without a reason."""
        try:
            plain = fields.opened(row, column.attname)
        except (FileTampered, KeyMissing):
            logger.error("%s.%s of a person cannot be opened", row._meta.label, column.name)
            return Withheld(
                column.name, label_of(column), gettext("It could not be read. Tell us, and we find out why.")
            )
        return self._value(row, column, spec.category, plain or None, plain)

    def _file(self, row: Model, column: Any, spec: FieldSpec, title: str) -> Iterator[Value | Withheld]:
        stored = getattr(row, column.attname)
        if not stored:
            yield self._value(row, column, spec.category, None, "")
            return
        say = registries.files_withheld.get(row._meta.label)
        if reason := say(row) if say else "":
            yield Withheld(column.name, label_of(column), reason)
            return
        path = self.file_names.path_for(title or label_of_model(type(row)))
        self.files.append(StoredFile(path, stored.storage, stored.name))
        yield self._value(row, column, spec.category, {"file": path}, path)


def _is_anothers(reached: Reached, row: Model, name: str) -> bool:
    """Of a row about several people: what is about the others, and the keys to them (GDPR art. 15(4))."""
    keys = reached.declaration.shared_keys
    own = reached.own_keys.get(row.pk, frozenset())
    if name in keys:
        return name not in own
    about = {key for key, spec in keys.items() if name in spec.about}
    return bool(about) and not about & own


def label_of_model(model: type[Model]) -> str:
    return label_of(model._meta)
