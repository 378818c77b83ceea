"""A report that was sent stays: what was told to the authorities is corrected by another, never taken away."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sent_at IS NOT NULL THEN
    RAISE EXCEPTION 'a report that was sent stays: it is corrected by one that replaces it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER guard_report_stays BEFORE DELETE ON candidates_authorityreport
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_report_stays();
"""

UNDO = "DROP TRIGGER guard_report_stays ON candidates_authorityreport; DROP FUNCTION candidates_guard_report_stays;"


class Migration(migrations.Migration):
    dependencies = [("candidates", "0029_settlements")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
