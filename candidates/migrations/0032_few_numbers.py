"""A person has a number or two. Taken for the thousand PostgreSQL supposes, each consent was looked for in the whole table: for each person a search asked about."""

from django.db import migrations

FEW = "ALTER FUNCTION candidates_numbers_of(uuid) ROWS 2"
AS_SUPPOSED = "ALTER FUNCTION candidates_numbers_of(uuid) ROWS 1000"


class Migration(migrations.Migration):
    dependencies = [("candidates", "0031_lists_by_index")]

    operations = [migrations.RunSQL(FEW, AS_SUPPOSED)]
