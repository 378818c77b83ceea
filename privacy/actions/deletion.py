"""Deleting the rows of many persons at once, parents first, set by set, with each row's person known."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from django.db import connection
from django.db.models import Model
from psycopg import sql

from privacy import graph
from privacy.actions import redaction
from privacy.actions.redaction import Owners
from privacy.decide import Decision
from privacy.graph import Hop, Step
from privacy.models import Subject
from privacy.queries.hanging import hanging

REDACTED = " (redacted)"  # after the name of a table: rows that stay for the sake of others

DELETE = "DELETE FROM {table} WHERE {column} = ANY(%s::{type}[]) {nobody_left} RETURNING {columns}"


class Deletion:
    """One pass over the graph: `counts` of rows per person and table, and the `files` that lost their row."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.counts: defaultdict[uuid.UUID, Counter[str]] = defaultdict(Counter)
        self.files: list[str] = []
        decisions = list(decisions)
        self.aliases = _aliases(decisions)
        self._roots = _roots(decisions, self.aliases)
        self._gone: dict[tuple[type[Model], str], Owners] = defaultdict(dict)
        self._hanging: dict[tuple[type[Model], str], frozenset[Hop]] = {}
        self._arrays: dict[tuple[type[Model], str], Any] = {}

    def run(self) -> None:
        with connection.cursor() as cursor:
            for step in graph.parent_first():
                self._delete(cursor, step)

    def _delete(self, cursor: Any, step: Step) -> None:
        if roots := self._roots.get(step.model._meta.label):
            self._delete_where(cursor, step, step.pk, roots)
        for hop in step.hops:
            if owners := self._gone_above(cursor, hop):
                owners = _folded(owners, hop)
                values = as_array(owners) if hop.ignore_case else self._array(hop)
                self._delete_where(cursor, step, hop.column, owners, values, ignore_case=hop.ignore_case)
        if shares := {hop: owners for hop in step.shares if (owners := self._gone_above(cursor, hop))}:
            self._delete_shared(cursor, step, shares)
        for hop in step.clears:
            if self._gone.get((hop.parent, hop.parent_column)):
                _clear(cursor, hop, self._array(hop))

    def _gone_above(self, cursor: Any, hop: Hop) -> Owners:
        """What went of the rows this hop leads from; nothing where no row hangs on them."""
        key = (hop.parent, hop.parent_column)
        owners = self._gone.get(key)
        if not owners or not hop.is_checked:
            return owners or {}
        if key not in self._hanging:
            keys = graph.keys_to(*key)
            self._hanging[key] = hanging(cursor, keys, self._array(hop)) if len(keys) > 1 else frozenset(keys)
        return owners if hop in self._hanging[key] else {}

    def _array(self, hop: Hop) -> Any:
        """The values that went from the column this hop leads from: written once for all tables that hang on them."""
        key = (hop.parent, hop.parent_column)
        if key not in self._arrays:
            self._arrays[key] = as_array(self._gone[key])
        return self._arrays[key]

    def _delete_shared(self, cursor: Any, step: Step, gone: Mapping[Hop, Owners]) -> None:
        """A row that stays is counted as redacted for each of those who went; one that goes, as gone for each."""
        redacted = redaction.redact(cursor, step, gone)
        self.files += redacted.files
        self._delete_where(cursor, step, step.pk, {pk: min(people) for pk, people in redacted.people.items()})
        deleted = self._gone[step.model, step.pk]
        for pk, people in redacted.people.items():
            for subject_id in people - {deleted.get(pk)}:
                self.counts[subject_id][step.model._meta.label_lower + ("" if pk in deleted else REDACTED)] += 1

    def _delete_where(
        self, cursor: Any, step: Step, column: str, owners: Owners, values: Any = None, *, ignore_case: bool = False
    ) -> None:
        """Delete the rows whose `column` is one of these values, and remember what hangs on them.

        Of rows about several people, only those nobody is left in.
        """
        match = sql.SQL("lower({})" if ignore_case else "{}").format(sql.Identifier(column))
        statement = sql.SQL(DELETE).format(
            table=sql.Identifier(step.table),
            column=match,
            type=sql.SQL(graph.type_of(step.model, column)),
            nobody_left=sql.SQL(" ").join(
                sql.SQL("AND {} IS NULL").format(sql.Identifier(k.column)) for k in step.shares
            ),
            columns=sql.SQL(", ").join([match, *map(sql.Identifier, step.returning)]),
        )
        cursor.execute(statement, [values or as_array(owners)])
        if rows := cursor.fetchall():
            matched, *columns = zip(*rows, strict=True)
            self._remember(step, [owners[value] for value in matched], dict(zip(step.returning, columns, strict=True)))

    def _remember(self, step: Step, people: list[uuid.UUID], columns: dict[str, tuple[Any, ...]]) -> None:
        """Column by column: a purge comes through here with millions of values."""
        for subject_id, count in Counter(people).items():
            self.counts[subject_id][step.model._meta.label_lower] += count
        for column, values in columns.items():
            if column in step.files:
                self.files += filter(None, values)
            else:
                gone = self._gone[step.model, column]
                gone.update(zip(values, people, strict=True))
                gone.pop(None, None)


def _aliases(decisions: Iterable[Decision]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The other numbers of the persons who go altogether."""
    whole = [decision.facts.subject_id for decision in decisions if decision.erases_person]
    aliases: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for alias, root in Subject.objects.filter(merged_into__in=whole).values_list("pk", "merged_into"):
        aliases[cast(uuid.UUID, root)].append(alias)
    return aliases


def _roots(decisions: Iterable[Decision], aliases: dict[uuid.UUID, list[uuid.UUID]]) -> dict[str, Owners]:
    """Where the deletion starts: the person with all aliases, or only the rows whose time is over."""
    roots: dict[str, Owners] = defaultdict(dict)
    for decision in decisions:
        person = decision.facts.subject_id
        if decision.erases_person:
            roots[Subject._meta.label] |= dict.fromkeys([person, *aliases[person]], person)
        else:
            for label, pk in decision.erased_keys:
                roots[label][_typed(pk)] = person
    return roots


def _typed(pk: str) -> Any:
    return int(pk) if pk.isdigit() else uuid.UUID(pk)


def _folded(owners: Owners, hop: Hop) -> Owners:
    return {value.lower(): owner for value, owner in owners.items()} if hop.ignore_case else owners


def as_array(values: Collection[Any]) -> Any:
    """Numbers as one text, which takes a tenth of the time; any other value as the driver writes it."""
    is_number = isinstance(next(iter(values), ""), uuid.UUID | int)
    return f"{{{','.join(map(str, values))}}}" if is_number else list(values)


def _clear(cursor: Any, hop: Hop, values: Any) -> None:
    statement = sql.SQL("UPDATE {table} SET {column} = NULL WHERE {column} = ANY(%s::{type}[])").format(
        table=sql.Identifier(hop.child._meta.db_table),
        column=sql.Identifier(hop.column),
        type=sql.SQL(graph.type_of(hop.child, hop.column)),
    )
    cursor.execute(statement, [values])
