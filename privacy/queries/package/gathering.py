"""The whole copy of one person, gathered in a fixed number of statements."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from privacy import declarations, registries
from privacy.choices import Category
from privacy.declarations import Declaration, Kind
from privacy.queries import disclosures, explanations
from privacy.queries.numbers import numbers_of
from privacy.queries.package import information, told
from privacy.queries.package.contents import EMPTY, ROWS, WITHHELD, Contents, Row, Section
from privacy.queries.package.contents import Withheld as NotHandedOut
from privacy.queries.package.kept import Keeping
from privacy.queries.package.others import names_of
from privacy.queries.package.reached import Reached, rows_of
from privacy.queries.package.rows import Reader
from privacy.queries.package.values import label_of


def gather(subject_id: uuid.UUID, *, language: str, at: datetime.datetime) -> Contents:
    """Everything about this person, aliases included, in words of `language`. The person is there."""
    with translation.override(language):
        numbers = numbers_of(subject_id)
        found = list(rows_of(numbers))
        explanation = explanations.explain(numbers[0], timezone.localdate(at))
        reader = Reader(names_of(found), Keeping(explanation))
        purposes = information.purposes()
        given_to = [each.disclosure.recipient.name for each in disclosures.of_person(numbers[0])]
        sections = sorted((_section(reached, reader, purposes) for reached in found), key=_place)
        return Contents(
            language=language,
            made_at=at,
            information=information.of(sections, explanation.due_on, given_to),
            sections=tuple(sections),
            history=told.history(numbers[0]),
            consents=told.consents(numbers[0]),
            resume=registries.resume_of(numbers[0]),
            files=tuple(reader.files),
        )


def _section(reached: Reached, reader: Reader, purposes: Mapping[str, Mapping[str, str]]) -> Section:
    declaration = reached.declaration
    label, category = declaration.label, _category(declaration)
    say = registries.names_of_rows.get(label)
    titles = say([str(row.pk) for row in reached.rows]) if say and reached.rows else {}
    rows = reader.rows(reached, titles, category)
    withheld = tuple(_never_handed_out(declaration))
    state, reason = _state(rows, withheld)
    title = str(capfirst(str(declaration.model._meta.verbose_name_plural)))
    return Section(label, title, category, state, reason, purposes[declaration.activity], withheld, rows)


def _category(declaration: Declaration) -> str:
    """The first, in the order people read them, of those its rows are told as."""
    told = declarations.categories_of(declaration.model)
    return declaration.category or next((category.value for category in Category if category in told), "")


def _place(section: Section) -> int:
    """Who somebody is comes first, what the machinery notes about it last."""
    order = [category.value for category in Category]
    return order.index(section.category) if section.category in order else len(order)


def _state(rows: tuple[Row, ...], withheld: tuple[NotHandedOut, ...]) -> tuple[str, str]:
    if not rows:
        return EMPTY, ""
    if any(row.values or len(row.belongs_to) > 1 for row in rows):
        return ROWS, ""
    return WITHHELD, "; ".join(dict.fromkeys(each.reason for each in withheld))


def _never_handed_out(declaration: Declaration) -> Any:
    """The fields of the model that are in nobody's copy, with the declared reason."""
    fields = {each.name: each for each in declaration.model._meta.get_fields() if each.name in declaration.fields}
    for name, spec in declaration.fields.items():
        field: Any = fields[name]
        if spec.kind is Kind.DERIVED:
            sources: Any = [fields[each] for each in spec.reason.removeprefix("made from ").split(", ")]
            named = "”, “".join(label_of(each) for each in sources)
            reason = gettext("Made by the program from “%(field)s”, which is here.") % {"field": named}
            yield NotHandedOut(name, label_of(field), reason)
        elif spec.reason and not spec.exported and spec.kind in (Kind.DATA, Kind.SOFT):
            yield NotHandedOut(name, label_of(field), str(capfirst(gettext(spec.reason))))
        elif field.many_to_many:
            yield NotHandedOut(name, label_of(field), gettext("Told in a section of its own."))
