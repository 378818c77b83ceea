"""A fact sheet is written once: whoever answered, answered to these words."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_fact_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (pg_trigger_depth() = 1 OR NEW.in_ad <> 'Slettet') AND (to_jsonb(NEW) - 'written_by_id') IS DISTINCT FROM (to_jsonb(OLD) - 'written_by_id') THEN
    RAISE EXCEPTION 'a fact sheet is followed by the next version, never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_fact_sheet BEFORE UPDATE ON clients_factsheet
  FOR EACH ROW EXECUTE FUNCTION clients_guard_fact_sheet();
"""

UNDO = """
DROP TRIGGER guard_fact_sheet ON clients_factsheet; DROP FUNCTION clients_guard_fact_sheet;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0009_sub_unit_and_ad_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
