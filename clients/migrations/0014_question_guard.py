"""A screening question keeps its words: whoever answered, answered to these. It only ends, once."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (pg_trigger_depth() = 1 OR NEW.text <> 'Spørsmål ' || OLD.id || ' (slettet)') AND (OLD.ended_at IS NOT NULL
     OR (to_jsonb(NEW) - 'ended_at' - 'ended_by_id') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at' - 'ended_by_id')) THEN
    RAISE EXCEPTION 'a question is ended and asked anew, never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_question BEFORE UPDATE ON clients_screeningquestion
  FOR EACH ROW EXECUTE FUNCTION clients_guard_question();
"""

UNDO = """
DROP TRIGGER guard_question ON clients_screeningquestion; DROP FUNCTION clients_guard_question;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0013_asking_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
