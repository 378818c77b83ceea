"""`fill_every_field`: one person with a mark in every column, JSON leaf and file of every declared table.

Derived from the declarations and the models: a model added later is filled without another line, and a column nobody
knows how to fill is an error. What outlives a person is not filled: it holds no values, which the tests prove.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone

from candidates.models import AuthorityReport, Employment
from fremrykk.accounts.models import User
from privacy import graph
from privacy.declarations import Kind, of
from privacy.graph import Hop, Step
from privacy.models import Subject
from tests import factories
from tests.database_role import by_force
from tests.privacy.residue.marks import Marks, Unfillable, can_carry

FACTORIES = {made._meta.model: made for name, made in vars(factories).items() if name.endswith("Factory")}
FIRST_NUMBER = 1_313_000_000  # where the numbers of rows begin: those of persons are told from all others


def number_rows_apart() -> None:
    """From here on each table counts its rows in a range of its own."""
    with by_force() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
        )  # a table in use cannot be altered
        for place, step in enumerate(graph.parent_first(), 1):
            if isinstance(step.model._meta.pk, models.AutoField):
                start = FIRST_NUMBER + place * 10_000
                cursor.execute(f'ALTER TABLE "{step.table}" ALTER COLUMN "{step.pk}" RESTART WITH {start}')
            # Our own triggers guard how a row moves from state to state; to be filled with marks is no such way.
            cursor.execute(f'ALTER TABLE "{step.table}" DISABLE TRIGGER USER')


def employed_long_ago(subject: Subject) -> None:
    """What was reported is of a month long ago: until then no request and no clock takes it.

    Whoever named the person as next of kin left yesterday, and is kept a while for that.
    """
    day, yesterday = datetime.date(2001, 1, 1), timezone.localdate() - datetime.timedelta(days=1)
    AuthorityReport.objects.filter(lines__employment__subject=subject).update(month=day)
    Employment.objects.filter(next_of_kin__subject=subject).update(
        starts_on=day, pay_changed_on=day, percentage_changed_on=day, ends_on=yesterday
    )


def fill_every_field(subject: Subject, marks: Marks) -> dict[type[models.Model], models.Model]:
    """Fill one row of the person in each table that goes with a person; returns the rows."""
    rows: dict[type[models.Model], models.Model] = {}
    colleagues = [factories.StaffFactory(), factories.StaffFactory()]
    for step in graph.parent_first():
        row = subject if step.model is Subject else _found(step, rows) or _made(step, rows, colleagues)
        if _Row(row, step, rows, marks, colleagues).fill():
            # It came through a door, and is of a kind without these columns: one made for it has all that go together.
            row = _made(step, rows, colleagues)
            for column in _Row(row, step, rows, marks, colleagues).fill():
                apart = _Row(_made(step, rows, colleagues), step, rows, marks, colleagues)
                if apart.fill([column]):
                    raise Unfillable(f"{step.model._meta.label}.{column.name}")
        rows[step.model] = step.model._base_manager.get(pk=row.pk)
    return rows


def _hops(step: Step, rows: dict[type[models.Model], models.Model]) -> Iterator[tuple[Hop, Any, Any]]:
    """The columns by which this table's rows go with a person's, and what stands in them for this person."""
    for hop in (*step.hops, *step.shares):
        if parent := rows.get(hop.parent):
            column = _field(step.model, hop.column)
            yield hop, column, getattr(parent, _field(hop.parent, hop.parent_column).attname)


def _field(model: type[models.Model], column: str) -> Any:
    return next(each for each in model._meta.concrete_fields if each.column == column)


def _found(step: Step, rows: dict[type[models.Model], models.Model]) -> models.Model | None:
    for hop, column, value in _hops(step, rows):
        wanted = f"{column.attname}__iexact" if hop.ignore_case else column.attname
        if row := step.model._base_manager.filter(**{wanted: value}).order_by("pk").first():
            return row
    return None


def _made(step: Step, rows: dict[type[models.Model], models.Model], colleagues: list[User]) -> models.Model:
    """A row of this person, by the model's factory, or with the least that the database accepts."""
    owners = {
        column.name: rows[hop.parent] if column.is_relation else value for hop, column, value in _hops(step, rows)
    }
    if step.model in FACTORIES:
        return FACTORIES[step.model](**owners)
    row = step.model(**owners)
    for column in step.model._meta.concrete_fields:
        if column.is_relation and column.name not in owners and not column.null:
            setattr(row, column.name, _somebody_elses(column, colleagues)[0])
        elif column.choices and not column.has_default():
            setattr(row, column.attname, column.choices[0][0])
        elif column.name not in owners and not column.null and not column.has_default() and not column.primary_key:
            setattr(row, column.attname, Marks(9).made_for(column)[-1][1] if can_carry(column) else 1)
    row.save(force_insert=True)
    return row


def _somebody_elses(column: Any, colleagues: list[User]) -> list[models.Model]:
    """Rows a key may name that are not the person's."""
    if column.related_model is User:
        return list(colleagues)
    row = column.related_model._base_manager.order_by("pk").first()
    return [row or FACTORIES[column.related_model]()]


class _Row:
    """One row being filled, column by column; the database may ask for a second column beside one (who, when)."""

    def __init__(self, row: Any, step: Step, rows: Any, marks: Marks, colleagues: list[User]) -> None:
        self.row, self.model, self.marks, self.colleagues = row, step.model, marks, colleagues
        self.table, self.pk = step.table, row.pk
        self.specs = of(step.model).fields
        self.made: dict[str, list[tuple[str, Any]]] = {}
        self.owned = {column.name for _, column, _ in _hops(step, rows)}
        self.columns = [each for each in step.model._meta.concrete_fields if each.name not in self.owned]

    def fill(self, columns: list[Any] | None = None) -> list[Any]:
        """Fill these columns, or all; returns those that the database refuses beside the others."""
        columns = columns or self.columns
        are_written = self._fill_together([column for column in columns if self._is_plain(column)])
        left = [
            column for column in columns if not (are_written and self._is_plain(column)) and not self._filled(column)
        ]
        for column in columns:
            if self.specs[column.name].kind is Kind.DERIVED:
                self._derived(column)
        return left

    def _is_plain(self, column: Any) -> bool:
        special = column.primary_key or isinstance(column, models.FileField | models.JSONField)
        return not special and can_carry(column) and not column.generated

    def _filled(self, column: Any) -> bool:
        if column.primary_key:
            self._numbered(column)
        elif isinstance(column, models.FileField):
            self._fill_file(column)
        elif isinstance(column, models.JSONField):
            self._fill_json(column)
        elif self._is_plain(column):
            return self._fill(column)
        return True

    def _fill_together(self, columns: list[Any]) -> bool:
        """One statement for the whole row, which most tables take; False when they do not, and each is tried alone."""
        written = self.model._base_manager.filter(pk=self.pk).values().get()
        if any(self.marks.known_in(written[column.attname]) for column in columns):
            return False
        made = {column: self._made_for(column)[0] for column in columns}
        if not made or not self._write({column.attname: value for column, (_, value) in made.items()}):
            return not made
        for column, (mark, _) in made.items():
            self.marks.hold(mark, self._place(column))
        return True

    def _made_for(self, column: Any) -> list[tuple[str, Any]]:
        """The same the second time: a person has only so many words."""
        if column.name not in self.made:
            self.made[column.name] = self.marks.made_for(column)
        return self.made[column.name]

    def _place(self, column: Any) -> str:
        return f"{self.table}.{column.column}"

    def _value(self, column: Any) -> Any:
        return self.model._base_manager.values_list(column.attname, flat=True).get(pk=self.pk)

    def _numbered(self, column: Any) -> None:
        if column.is_relation or not isinstance(column, models.UUIDField | models.AutoField):
            raise Unfillable(f"{self.model._meta.label}.{column.name}")
        self.marks.number(self.pk, self._place(column))

    def _fill(self, column: Any) -> bool:
        """Leave what a door wrote; else write a mark, alone or beside the first other value that makes it acceptable."""
        known = self.marks.known_in(self._value(column))
        for mark, value in () if known else self._made_for(column):
            if self._fits(column, value):
                known = {mark}
                break
        for mark in known:
            self.marks.hold(mark, self._place(column))
        return bool(known)

    def _fits(self, column: Any, value: Any) -> bool:
        if self._write({column.attname: value}):
            return True
        return any(self._write({column.attname: value, other: beside}) for other, beside in self._beside(column))

    def _beside(self, column: Any) -> Iterator[tuple[str, Any]]:
        for other in self.columns:
            if other is column or other.primary_key or other.generated:
                continue
            if other.is_relation and self.specs[other.name].kind in (Kind.CLEAR, Kind.STAYS, Kind.LINK):
                yield from ((other.attname, row.pk) for row in _somebody_elses(other, self.colleagues))
            elif other.choices:
                yield from ((other.attname, choice) for choice, _ in other.flatchoices)
            elif isinstance(other, models.BooleanField):
                yield other.attname, not self._value(other)
            elif isinstance(other, models.DateField) and self._value(other) is None:
                yield from ((other.attname, value) for _, value in self.marks.made_for(other))

    def _write(self, values: dict[str, Any]) -> bool:
        """Write these, and what names the row by them; False when the database refuses."""
        before = {hop.parent_column: self._value(_field(self.model, hop.parent_column)) for hop in self._named_by()}
        try:
            with transaction.atomic():
                self.model._base_manager.filter(pk=self.pk).update(**values)
                for hop in self._named_by():
                    named = _field(hop.child, hop.column).attname
                    now = self._value(_field(self.model, hop.parent_column))
                    if now != before[hop.parent_column]:
                        hop.child._base_manager.filter(**{named: before[hop.parent_column]}).update(**{named: now})
        except (IntegrityError, DataError):
            return False
        return True

    def _named_by(self) -> list[Hop]:
        return [hop for step in graph.parent_first() for hop in step.hops if hop.parent is self.model]

    def _fill_file(self, column: Any) -> None:
        storage, old = column.storage, self._value(column)
        word = self.marks.word()
        name = storage.save("any", ContentFile(f"%PDF-1.7 {word}".encode()))
        assert self._write({column.attname: name})
        if old:
            storage.delete(old)
        self.marks.hold(word, "storage files")
        self.marks.number(name, self._place(column))
        self.marks.number(name.rpartition("/")[2], "storage files_raw")

    def _fill_json(self, column: Any) -> None:
        """Every leaf of what is there, and leaves of every kind and depth besides."""
        leaves = [self.marks.word(), self.marks.word(), str(1_313_370_000 + self.marks.next())]
        held = {"leaf": leaves[0], "deep": [{"deeper": leaves[1]}, int(leaves[2])]}
        assert self._write({column.attname: {"was": self._marked(self._value(column)), "is": held}})
        for leaf in leaves:
            self.marks.hold(leaf, self._place(column))

    def _marked(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._marked(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._marked(each) for each in value]
        return self.marks.word()

    def _derived(self, column: Any) -> None:
        for source in self.specs[column.name].reason.removeprefix("made from ").split(", "):
            for mark in self.marks.known_in(self._value(_field(self.model, source))):
                self.marks.hold(mark, self._place(column))
