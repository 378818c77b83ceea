"""A person's numbers are found by indexes: asked before each mail is written, the whole table was read each time."""

from django.db import migrations

QUICK = """
CREATE OR REPLACE FUNCTION privacy_numbers_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH root AS (SELECT coalesce(asked.merged_into_id, asked.id) AS id FROM privacy_subject asked WHERE asked.id = person)
  SELECT root.id FROM root UNION ALL SELECT known.id FROM root JOIN privacy_subject known ON known.merged_into_id = root.id
$$;
"""

SLOW = """
CREATE OR REPLACE FUNCTION privacy_numbers_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT known.id FROM privacy_subject known
  WHERE coalesce(known.merged_into_id, known.id)
      = (SELECT coalesce(asked.merged_into_id, asked.id) FROM privacy_subject asked WHERE asked.id = person)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0031_alarms_about_files")]

    operations = [migrations.RunSQL(QUICK, SLOW)]
