"""What the planner keeps of the rows of a table: names and all, of people erased too, until it samples the table again."""

import datetime
from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Func, Model, TextField

from privacy.models import Erasure

LATELY = datetime.timedelta(days=7)  # a night that failed is made good by the next


def forget_erased(*, at: datetime.datetime) -> None:
    """Sample anew every table that lost rows of somebody erased lately, by the purge or by their own button."""
    take_anew(_that_lost_rows(at - LATELY))


def take_anew(models: Iterable[type[Model]]) -> None:
    """Replace what is kept of these tables, and clear it where a table is empty (migration *program_role*)."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute("SELECT privacy_sample(%s)", [model._meta.db_table])


def _that_lost_rows(since: datetime.datetime) -> list[type[Model]]:
    """As the proofs say; rows that stay for the sake of others count too."""
    table = Func("counts", function="jsonb_object_keys", output_field=TextField())
    said = Erasure.objects.filter(at__gte=since).annotate(table=table).values_list("table", flat=True).distinct()
    names = {label.split()[0] for label in said}
    return [model for model in apps.get_models() if model._meta.label_lower in names]
