"""No ad is handed to NAV while the agency's approval is not in force."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_approved_before_export() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM (
      SELECT valid_from, valid_until FROM clients_agencypaper WHERE kind = 'approval' ORDER BY noted_at DESC, id DESC LIMIT 1
    ) standing WHERE (NEW.sent_at AT TIME ZONE 'Europe/Oslo')::date BETWEEN valid_from AND valid_until
  ) THEN
    RAISE EXCEPTION 'no ad is handed to anybody without an approval in force' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approved_before_export BEFORE INSERT OR UPDATE OF sent_at, digest ON clients_adexport
  FOR EACH ROW EXECUTE FUNCTION clients_approved_before_export();
"""

UNDO = """
DROP TRIGGER approved_before_export ON clients_adexport; DROP FUNCTION clients_approved_before_export;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0019_paper_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
