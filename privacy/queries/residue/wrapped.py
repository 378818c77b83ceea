"""What no search of a table can see: sessions, which are packed, and samples the database keeps of its columns."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from django.contrib.sessions.models import Session
from django.db import connection

from privacy.queries.residue.spellings import Bytes, Finding, of

# The planner's samples of frequent and bounding values outlive their rows until the table is analysed again.
STATISTICS = """
SELECT sought.number, stats.tablename || '.' || stats.attname, count(*)
FROM pg_stats stats
CROSS JOIN LATERAL (
  SELECT lower(concat_ws(E'\\x1f', most_common_vals::text, histogram_bounds::text, most_common_elems::text)) AS said
) sample
JOIN unnest(%s::int[], %s::text[], %s::text[]) AS sought (number, word, pattern)
  ON strpos(sample.said, sought.word) > 0 AND (sought.pattern IS NULL OR sample.said ~ sought.pattern)
WHERE stats.schemaname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1, 2 ORDER BY 1, 2
"""


def in_sessions(identifiers: Sequence[str]) -> Iterator[Finding]:
    """Where these stand in sessions, unpacked."""
    sought, counts = Bytes(identifiers), Counter[int]()
    for session in Session.objects.iterator(chunk_size=2000):
        content = json.dumps(session.get_decoded(), ensure_ascii=False, default=str)
        counts.update(sought.within(content.encode()))
    yield from (Finding(number, "django_session.session_data", count) for number, count in sorted(counts.items()))


def in_statistics(identifiers: Sequence[str]) -> Iterator[Finding]:
    """Where these stand in the planner's samples: ANALYZE makes it forget what is gone."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, [list(part) for part in zip(*of(identifiers), strict=True)])
        for number, column, count in cursor.fetchall():
            yield Finding(number, f"pg_stats: {column}", count)
