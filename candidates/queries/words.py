"""What an adviser types, turned into what PostgreSQL's text search understands and cannot be broken by.

Norwegian stems alone miss half of the titles: "utvikler" and "utviklere" have different ones, and compounds are not
split. So each word also asks for what begins like it, in Norwegian or English, for words that contain it, that are
spelt nearly so, or the same without accents: all taken from the vocabulary of everybody's documents (`SearchWord`).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

MOST_LETTERS = 500
MOST_WORDS = 12
SHORTEST_PREFIX = 3  # shorter ones would walk half of the index
SHORTEST_STEM = 4
ESCAPED_FOR_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
TYPED = re.compile(r'(-?)"([^"]*)(?:"|$)|(-?)([^\s",;]+)')

# "får" does not ask for "far"; whoever types "far", or has no such key, is given both.
LEXEMES = """
SELECT typed.place, parsed.lexeme, coalesce((ts_lexize('norwegian_stem', parsed.lexeme))[1], parsed.lexeme),
  candidates_plain(coalesce((ts_lexize('norwegian_stem', parsed.lexeme))[1], parsed.lexeme)),
  coalesce((ts_lexize('english_stem', lower(typed.word)))[1], ''),
  ARRAY(
    SELECT word FROM candidates_searchword
    WHERE length(parsed.lexeme) >= 4 AND word %% parsed.lexeme AND similarity(word, parsed.lexeme) >= 0.5
    ORDER BY similarity(word, parsed.lexeme) DESC, word LIMIT 20
  ) || ARRAY(
    SELECT word FROM candidates_searchword
    WHERE length(parsed.lexeme) >= 3 AND word LIKE parsed.part
      AND (length(parsed.lexeme) >= 5 OR length(word) >= length(parsed.lexeme) + 3)
    ORDER BY length(word), word LIMIT 50
  ) || ARRAY(
    SELECT word FROM candidates_searchword
    WHERE candidates_plain(word) IN (candidates_plain(parsed.lexeme), candidates_plain(typed.word))
      AND (typed.word !~* '[æøå]'
        OR regexp_replace(word, '[^æøå]', '', 'g') = regexp_replace(parsed.lexeme, '[^æøå]', '', 'g'))
    ORDER BY word LIMIT 20
  )
FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place)
CROSS JOIN LATERAL (
  SELECT lexeme, '%%' || replace(replace(replace(lexeme, '\\', '\\\\'), '%%', '\\%%'), '_', '\\_')
    || CASE WHEN length(lexeme) >= 5 THEN '%%' ELSE '' END AS part
  FROM unnest(to_tsvector('norwegian', typed.word))
) AS parsed
"""
AS_COMPARED = """
SELECT candidates_plain(word), phraseto_tsquery('norwegian', word)::text
FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place) ORDER BY place
"""


class Guises(NamedTuple):
    """Tsqueries: for a word in any of its guises, for how it begins, for itself alone; and what it begins with in a list of facts."""

    query: str
    core: str
    alone: str
    stem: str


@dataclass(frozen=True)
class Word:
    """One word, or some in quotes, of what was typed. `query` is a tsquery, empty for a stop word; `core` what of it is most met.

    An unwanted word asks for itself alone: whoever does not want "leder" has nothing against "lederutdanning".
    """

    typed: str
    query: str
    core: str
    plain: str  # as facts and names are compared
    stem: str
    is_phrase: bool = False
    is_unwanted: bool = False

    @property
    def is_many_words(self) -> bool:
        """Its stem is that of others too: "leder", "ledig"."""
        return len(self.stem) < SHORTEST_STEM


def asked(text: str) -> list[Word]:
    """What was typed, word for word; of stop words only those that stand alone."""
    parts = _parts(text)
    if not parts:
        return []
    singles = _guises([part for part, is_phrase, _unwanted in parts if not is_phrase])
    words = []
    for (part, is_phrase, is_unwanted), (plain, phrase) in zip(parts, _compared(parts), strict=True):
        guises = Guises(phrase, phrase, phrase, plain) if is_phrase else singles.get(part, Guises("", "", "", plain))
        query = guises.alone if is_unwanted else guises.query
        if plain:  # nothing is left of a lone accent
            words.append(Word(part, query, guises.core, plain, guises.stem, is_phrase, is_unwanted))
    return [word for word in words if word.query or word in _standing_alone(words)]


def _standing_alone(words: list[Word]) -> list[Word]:
    """Stop words that are all that is wanted: "Mine -kokk" asks for somebody of that name."""
    wanted = [word for word in words if not word.is_unwanted]
    return [] if any(word.query for word in wanted) else wanted or [word for word in words if not word.query]


def text_query(words: list[Word]) -> str:
    """A tsquery for any of what is wanted: what a headline marks."""
    return " | ".join(f"({word.query})" for word in words if word.query and not word.is_unwanted)


def but_not(query: str, unwanted: Iterable[Word]) -> str:
    """A tsquery for a text that has none of these, as far as the index alone can tell.

    It knows neither in which order words stand, nor what a short stem was.
    """
    told = [word.query for word in unwanted if word.query and not word.is_phrase and not word.is_many_words]
    return " & ".join([f"({query})", *(f"!({each})" for each in told)]) if query else ""


def are_too_many(text: str) -> bool:
    """Whether some of what was typed is not asked for."""
    return len(_every_part(text)) > MOST_WORDS


def _parts(text: str) -> list[tuple[str, bool, bool]]:
    return _every_part(text)[:MOST_WORDS]


def _every_part(text: str) -> list[tuple[str, bool, bool]]:
    """The words of the first 500 letters, without what PostgreSQL cannot store: word, in quotes, unwanted."""
    storable = text[:MOST_LETTERS].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    found = []
    for no_phrase, phrase, no_word, word in TYPED.findall(unicodedata.normalize("NFC", storable)):
        part = " ".join((phrase or word).split())
        if part.strip("-"):
            found.append((part, bool(phrase), bool(no_phrase or no_word)))
    return list(dict.fromkeys(found))


def _compared(parts: list[tuple[str, bool, bool]]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(AS_COMPARED, [[part for part, _phrase, _unwanted in parts]])
        return [(plain, phrase) for plain, phrase in cursor.fetchall()]


def _guises(words: list[str]) -> dict[str, Guises]:
    """Of each word that is no stop word."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [words])
        rows = cursor.fetchall()
    every, cores, alone, stems = defaultdict(list), defaultdict(list), defaultdict(list), {}
    for place, lexeme, stem, plain_stem, english, near in rows:
        beginnings = _beginnings(lexeme, stem, english)
        every[place].append(_any_of([*beginnings, *map(_quoted, dict.fromkeys(near))]))
        cores[place].append(_any_of(beginnings))
        alone[place].append(_alone(lexeme, words[place - 1].lower()))
        stems[place] = plain_stem
    return {words[at - 1]: Guises(_all(every[at]), _all(cores[at]), _all(alone[at]), stems[at]) for at in every}


def _beginnings(lexeme: str, stem: str, english: str) -> list[str]:
    """The English stem is taken of what was typed, as it is: of "c++" that is no word."""
    stems = dict.fromkeys([stem, english if english.isalnum() else ""])
    return [f"{_quoted(each)}:*" for each in stems if len(each) >= SHORTEST_PREFIX] or [_quoted(lexeme)]


def _alone(lexeme: str, typed: str) -> str:
    """ "leder" is `led`, "lederen" `leder`."""
    return _any_of([_quoted(each) for each in dict.fromkeys([lexeme, typed if typed.isalnum() else lexeme])])


def _all(queries: list[str]) -> str:
    return " & ".join(queries)


def _any_of(lexemes: list[str]) -> str:
    return f"({' | '.join(lexemes)})"


def _quoted(lexeme: str) -> str:
    return "'{}'".format(lexeme.replace("\\", "\\\\").replace("'", "''"))


def for_like(word: str) -> str:
    """The word as it stands, inside a LIKE pattern."""
    return word.translate(ESCAPED_FOR_LIKE)
