"""Of times proposed twice for one application the older do not hold any more."""

from django.db import migrations

CALL_OFF = """
UPDATE candidates_interview older SET state = 'cancelled', sequence = older.sequence + 1
WHERE older.state = 'proposed' AND EXISTS (
  SELECT 1 FROM candidates_interview newer
  WHERE newer.state = 'proposed' AND newer.application_id = older.application_id
    AND (newer.made_at, newer.id) > (older.made_at, older.id)
)
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0043_stage_change_at")]

    operations = [migrations.RunSQL(CALL_OFF, migrations.RunSQL.noop)]
