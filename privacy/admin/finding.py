"""What is typed in the search box of a list, looked for by indexes: each word in one of the fields, wherever that stands."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils.text import smart_split, unescape_string_literal

MOST_NAMED = 1_000  # rows of another table a word may stand in; of more the tables are joined
LOOKED_INSIDE = 3  # letters: fewer begin a word, for an index of three letters knows no less
LONGEST, MOST_WORDS = 200, 10


def matching(rows: QuerySet[Any], fields: Iterable[str], text: str) -> QuerySet[Any]:
    """Those of `rows` that have every word of `text` in one of `fields`; of `=name` the word is the whole."""
    for word in words(text):
        fits = Q(pk__in=())
        for field in fields:
            fits |= _fits(rows.model, field, word)
        rows = rows.filter(fits)
    return rows


def words(text: str) -> list[str]:
    """As Django reads them: what stands in quotation marks is one."""
    pieces = list(smart_split(text[:LONGEST]))[:MOST_WORDS]
    return [unescape_string_literal(piece) if _is_quoted(piece) else piece for piece in pieces]


def _is_quoted(piece: str) -> bool:
    return len(piece) > 1 and piece[0] in "\"'" and piece[-1] == piece[0]


def _fits(model: type[Model], field: str, word: str) -> Q:
    said = _is if field.startswith("=") else _says
    return _elsewhere(model, field.removeprefix("="), lambda name: said(name, word))


def _elsewhere(model: type[Model], path: str, said: Callable[[str], Q]) -> Q:
    """Of another table the rows come first: an index answers about one table, and no index about two."""
    relation, _, rest = path.partition("__")
    link = model._meta.get_field(relation)
    if not rest or not isinstance(link, ForeignKey):
        return said(path)
    found = link.related_model._base_manager.filter(_elsewhere(link.related_model, rest, said))
    keys = list(found.values_list(link.target_field.attname, flat=True)[: MOST_NAMED + 1])
    return said(path) if len(keys) > MOST_NAMED else Q(**{f"{relation}__in": keys})


def _is(name: str, word: str) -> Q:
    return Q(**{name: word})


def _says(name: str, word: str) -> Q:
    if len(word) >= LOOKED_INSIDE:
        return Q(**{f"{name}__icontains": word})
    return Q(**{f"{name}__istartswith": word}) | Q(**{f"{name}__icontains": f" {word}"})
