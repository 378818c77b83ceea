"""What the planner keeps of the rows of a table: names and all, of people erased too, until it samples the table again."""

import datetime
from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Func, Model, TextField
from psycopg import sql

from privacy.models import Erasure

LATELY = datetime.timedelta(days=7)  # a night that failed is made good by the next
CLEARS_SAMPLES = 18_00_00  # the PostgreSQL that can; an older one keeps them until an emptied table has a row again

CLEAR = """
SELECT pg_clear_attribute_stats(schemaname::text, tablename::text, attname::text, inherited) FROM pg_stats
WHERE schemaname = current_schema()
  AND tablename IN (SELECT %(table)s UNION SELECT indexname FROM pg_indexes WHERE tablename = %(table)s)
"""


def forget_erased(*, at: datetime.datetime) -> None:
    """Sample anew every table that lost rows of somebody erased lately, by the purge or by their own button."""
    take_anew(_that_lost_rows(at - LATELY))


def take_anew(models: Iterable[type[Model]]) -> None:
    """Replace what is kept of these tables. PostgreSQL leaves the samples of an empty table alone: those are cleared."""
    for model in models:
        if model._base_manager.exists():
            _execute(sql.SQL("ANALYZE {}").format(sql.Identifier(model._meta.db_table)))
        elif connection.connection.info.server_version >= CLEARS_SAMPLES:
            _execute(CLEAR, {"table": model._meta.db_table})


def _execute(statement: str | sql.Composed, values: dict[str, str] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _that_lost_rows(since: datetime.datetime) -> list[type[Model]]:
    """As the proofs say; rows that stay for the sake of others count too."""
    table = Func("counts", function="jsonb_object_keys", output_field=TextField())
    said = Erasure.objects.filter(at__gte=since).annotate(table=table).values_list("table", flat=True).distinct()
    names = {label.split()[0] for label in said}
    return [model for model in apps.get_models() if model._meta.label_lower in names]
