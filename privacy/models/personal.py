"""Who reads which rows about people: the gate that every list, page, search and step of the workspace goes through."""

import uuid
from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from privacy import declarations
from privacy.choices import Category
from privacy.models.restriction import Restriction
from privacy.models.subject import Subject
from privacy.ports import PERSON, Actor

Row = TypeVar("Row", bound=models.Model, covariant=True)

# Who somebody is and how to reach them stands on every page about them: set aside, the whole person is.
EVERYTHING = ("", Category.IDENTITY, Category.CONTACT)


class PersonalQuerySet(models.QuerySet[Row]):
    """Rows of a model declared as personal: whose they are and of which category is read from the declaration."""

    read_by: tuple[str, ...] = ()  # the roles who work with these rows; empty: whoever works here, if permitted

    def visible_to(self, user: Actor) -> Self:
        """Whoever works with these rows sees all but the restricted; a person sees the own, restricted or not."""
        works_here = user.has_role(*self.read_by) if self.read_by else user.role != PERSON
        return self.unrestricted(but=user.subject_id) if works_here else self.filter(self._about([user.subject_id]))

    def unrestricted(self, *, but: uuid.UUID | None = None) -> Self:
        """For every purpose but storage, the person's own access (`but`) and claims (GDPR art. 18(2)).

        Restrictions are few: they are gathered once a statement, and each row is looked up among them. A row about
        several people is set aside as soon as one of them is.
        """
        set_aside = self._about(_as_written(declarations.categories_of(self.model)))
        return self.exclude(set_aside & ~self._about([but]) if but else set_aside)

    def _about(self, numbers: Any) -> Q:
        """The rows about one of these persons."""
        paths = declarations.persons_of(self.model)
        return reduce(or_, (Q(**{f"{path}__in": numbers}) for path in paths))


def restricted_persons(categories: Iterable[str]) -> QuerySet[Any, Any]:
    """The numbers of all whose rows of these categories are set aside."""
    return every_number(Restriction.objects.in_force().filter(category__in=[*EVERYTHING, *categories]))


@cache
def _as_written(categories: frozenset[str]) -> RawSQL:
    """The same, written by Django once: it is part of nearly every statement, and to write it anew takes as long as to run it."""
    statement, parameters = restricted_persons(sorted(categories)).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return RawSQL(statement, parameters)  # noqa: S611 - Django wrote it


def every_number(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The persons these rows are about (by their field `subject`), under each number they go by after a merge."""
    roots = rows.values(root=Coalesce("subject__merged_into", "subject"))
    aliases = Subject.objects.filter(merged_into__in=roots)
    return roots.union(aliases.values(root=F("pk")))
