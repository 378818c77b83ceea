"""The vocabulary of everybody's documents, for near spellings. It knows words, not who wrote them."""

from uuid import UUID

from django.db import connection, transaction

from candidates.models import SearchWord
from privacy.actions import samples

BATCH = 2_000

# In order, so that two readers of documents with the same words wait for each other instead of dead-locking.
# No digits and no addresses: a telephone number is no word.
LEARN = """
INSERT INTO candidates_searchword (word)
SELECT lexeme FROM candidates_document CROSS JOIN LATERAL unnest(search)
WHERE id = %s AND lexeme ~ '^[[:alpha:]-]{2,60}$' ORDER BY lexeme
ON CONFLICT DO NOTHING
"""

PRUNE = """
WITH batch AS MATERIALIZED (
  SELECT word FROM candidates_searchword WHERE word > %(after)s ORDER BY word LIMIT %(batch)s
), unused AS (
  DELETE FROM candidates_searchword AS gone USING batch WHERE gone.word = batch.word AND NOT EXISTS (
    SELECT FROM candidates_document WHERE search @@ quote_literal(batch.word)::tsquery
  ) RETURNING 1
)
SELECT max(word), (SELECT count(*) FROM unused) FROM batch
"""


def learn(*, document_id: UUID) -> None:
    """Add the words of a document just read, in the transaction that stores its text."""
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [document_id])


def prune() -> int:
    """Forget the words that stand in no document any more; returns how many. Runs after erasures and on the clock."""
    after: str | None = ""
    pruned = 0
    while after is not None:
        after, gone = _prune_batch(after)
        pruned += gone
    if pruned:
        samples.take_anew([SearchWord])
    return pruned


@transaction.atomic
def _prune_batch(after: str) -> tuple[str | None, int]:
    with connection.cursor() as cursor:
        # A word that a reader finds in place must not be taken away before the reader's document can be seen.
        cursor.execute("LOCK TABLE candidates_searchword IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(PRUNE, {"after": after, "batch": BATCH})
        last, gone = cursor.fetchone()
        return last, gone
