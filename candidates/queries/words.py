"""What an adviser types, turned into a query PostgreSQL's text search understands and cannot be broken by.

Norwegian stems alone miss half of the titles: "utvikler" and "utviklere" have different ones, and compounds are not
split. So each word also asks for what begins like it, for words that contain it, and for near spellings, both taken
from the vocabulary of everybody's documents (`SearchWord`).
"""

from collections import defaultdict

from django.db import connection

MOST_LETTERS = 500
MOST_WORDS = 12
SHORTEST_PREFIX = 3  # shorter ones would walk half of the index
ESCAPED_FOR_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})

LEXEMES = """
SELECT typed.place, parsed.lexeme, coalesce((ts_lexize('norwegian_stem', parsed.lexeme))[1], parsed.lexeme),
  ARRAY(
    SELECT word FROM candidates_searchword
    WHERE length(parsed.lexeme) >= 4 AND word %% parsed.lexeme AND similarity(word, parsed.lexeme) >= 0.5
    ORDER BY similarity(word, parsed.lexeme) DESC, word LIMIT 20
  ) || ARRAY(
    SELECT word FROM candidates_searchword
    WHERE length(parsed.lexeme) >= 5 AND word LIKE '%%' || parsed.part || '%%'
    ORDER BY length(word), word LIMIT 50
  )
FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place)
CROSS JOIN LATERAL (
  SELECT lexeme, replace(replace(replace(lexeme, '\\', '\\\\'), '%%', '\\%%'), '_', '\\_') AS part
  FROM unnest(to_tsvector('norwegian', typed.word))
) AS parsed
"""


def typed(text: str) -> list[str]:
    """The words of any input, without what PostgreSQL cannot store; at most twelve of the first 500 letters."""
    storable = text[:MOST_LETTERS].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return storable.split()[:MOST_WORDS]


def query_for(words: list[str]) -> str:
    """A tsquery asking for every word, in any of its guises; empty when only stop words were typed."""
    if not words:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [words])
        rows = cursor.fetchall()
    every = defaultdict(list)
    for place, lexeme, stem, near in rows:
        every[place].append(_any_of(lexeme, stem, near))
    return " & ".join(f"({' & '.join(asked)})" for _, asked in sorted(every.items()))


def _any_of(lexeme: str, stem: str, near: list[str]) -> str:
    beginning = stem if len(stem) >= SHORTEST_PREFIX else lexeme
    first = f"{_quoted(beginning)}:*" if len(beginning) >= SHORTEST_PREFIX else _quoted(lexeme)
    return f"({' | '.join([first, *map(_quoted, dict.fromkeys(near))])})"


def _quoted(lexeme: str) -> str:
    return "'{}'".format(lexeme.replace("\\", "\\\\").replace("'", "''"))


def for_like(word: str) -> str:
    """The word as it stands, inside a LIKE pattern."""
    return word.translate(ESCAPED_FOR_LIKE)
