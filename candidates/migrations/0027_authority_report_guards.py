"""A report that was sent is not changed, and not sent before each employee's disclosure is written; nobody starts without full hours."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.sent_at IS NOT NULL THEN
    RAISE EXCEPTION 'a report that was sent is not changed: it is corrected by one that replaces it' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.replaces_id IS NOT NULL THEN
    PERFORM 1 FROM candidates_authorityreport WHERE id = NEW.replaces_id AND month = NEW.month AND sent_at IS NOT NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a report replaces one of the same month that was sent' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.sent_at IS NULL THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM candidates_reportedemployment WHERE report_id = NEW.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a report is of somebody' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM candidates_reportedemployment line
    JOIN candidates_employment employed ON employed.id = line.employment_id
    JOIN privacy_subject person ON person.id = employed.subject_id
    WHERE line.report_id = NEW.id AND NOT EXISTS (
      SELECT 1 FROM privacy_disclosure given
      WHERE given.subject_uuid = coalesce(person.merged_into_id, person.id)
        AND given.object_label = 'candidates.reportedemployment' AND given.object_id = line.id::text);
  IF FOUND THEN
    RAISE EXCEPTION 'nobody is reported without a line in the ledger of what was given to whom (GDPR art. 15(1)(c))'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_report BEFORE INSERT OR UPDATE ON candidates_authorityreport
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_report();

CREATE FUNCTION candidates_guard_reported() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sent timestamptz;
BEGIN
  SELECT sent_at INTO sent FROM candidates_authorityreport WHERE id = NEW.report_id FOR SHARE;
  IF sent IS NOT NULL THEN
    RAISE EXCEPTION 'what was reported is not changed: it is corrected by a report that replaces it' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.report_id, NEW.employment_id) IS DISTINCT FROM (OLD.report_id, OLD.employment_id) THEN
    RAISE EXCEPTION 'whose it is, and of which report, does not change' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM candidates_employment WHERE id = NEW.employment_id AND state = 'in_force' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody is reported who is not employed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_reported BEFORE INSERT OR UPDATE ON candidates_reportedemployment
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_reported();

CREATE FUNCTION candidates_guard_full_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.full_time_hours IS NULL OR NEW.working_time = '' THEN
    RAISE EXCEPTION 'nobody starts before it is said what a full position is: it is reported each month' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_full_position BEFORE UPDATE ON candidates_employment FOR EACH ROW
  WHEN (OLD.state <> 'in_force' AND NEW.state = 'in_force') EXECUTE FUNCTION candidates_guard_full_position();
"""

UNDO = """
DROP TRIGGER guard_full_position ON candidates_employment; DROP FUNCTION candidates_guard_full_position;
DROP TRIGGER guard_reported ON candidates_reportedemployment; DROP FUNCTION candidates_guard_reported;
DROP TRIGGER guard_report ON candidates_authorityreport; DROP FUNCTION candidates_guard_report;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0026_acknowledged_choices")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
