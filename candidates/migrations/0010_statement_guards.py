"""A statement is demanded by somebody passed over, when another was chosen; given once."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_statement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asks candidates_application%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.answered_at IS NOT NULL OR (NEW.application_id, NEW.asked_at, NEW.due_on) IS DISTINCT FROM (OLD.application_id, OLD.asked_at, OLD.due_on) THEN
      RAISE EXCEPTION 'a statement is given once, and what was demanded never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO asks FROM candidates_application WHERE id = NEW.application_id FOR SHARE;
  IF asks.stage = 'placed' OR NOT EXISTS (
      SELECT 1 FROM candidates_application hired
      WHERE hired.job_order_id = asks.job_order_id AND hired.stage = 'placed' AND hired.candidate_id <> asks.candidate_id) THEN
    RAISE EXCEPTION 'nobody else was chosen' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_statement BEFORE INSERT OR UPDATE ON candidates_qualificationstatement
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_statement();
"""

UNDO = """
DROP TRIGGER guard_statement ON candidates_qualificationstatement; DROP FUNCTION candidates_guard_statement;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0009_outcome_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
