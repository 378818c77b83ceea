"""A person has a number or two. Taken for the thousand PostgreSQL supposes, they are not worth an index: whole tables were read for one person."""

from django.db import migrations

FEW = "ALTER FUNCTION privacy_numbers_of(uuid) ROWS 2"
AS_SUPPOSED = "ALTER FUNCTION privacy_numbers_of(uuid) ROWS 1000"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0034_lists_by_index")]

    operations = [migrations.RunSQL(FEW, AS_SUPPOSED)]
