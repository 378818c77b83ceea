"""Whoever was to be in two interviews at once before that was refused: the later one says so, and both stand."""

from django.db import migrations

MARK = """
UPDATE candidates_interview later SET "overlaps" = TRUE
WHERE later.state = 'set' AND NOT later."overlaps" AND EXISTS (
  SELECT 1 FROM candidates_interview other
  WHERE other.state = 'set' AND NOT other."overlaps" AND other.id <> later.id
    AND (other.led_by_id = later.led_by_id OR other.contact_id = later.contact_id)
    AND tstzrange(other.starts_at, other.ends_at) && tstzrange(later.starts_at, later.ends_at)
    AND (other.made_at, other.id) < (later.made_at, later.id)
)
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0033_client_copy_guards")]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
