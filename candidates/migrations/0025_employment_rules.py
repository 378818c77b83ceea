"""A contract is signed before it counts; the file of who still works for us stays; what has no end has no reason for one."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM candidates_employmentfile WHERE employment_id = NEW.id
      AND signed_on > (NEW.activated_at AT TIME ZONE 'Europe/Oslo')::date) THEN
    RAISE EXCEPTION 'nobody starts with a contract that is signed later' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_signature BEFORE UPDATE ON candidates_employment FOR EACH ROW
  WHEN (OLD.state <> 'in_force' AND NEW.state = 'in_force') EXECUTE FUNCTION candidates_guard_signature();
CREATE TRIGGER guard_employment_file BEFORE INSERT OR UPDATE ON candidates_employmentfile
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_employment_file();

CREATE FUNCTION candidates_guard_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM candidates_employment WHERE id = OLD.employment_id AND state = 'in_force' AND ends_on IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'the file of whoever works for us stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER guard_file_stays BEFORE DELETE ON candidates_employmentfile
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_file_stays();
"""

UNDO = """
DROP TRIGGER guard_file_stays ON candidates_employmentfile; DROP FUNCTION candidates_guard_file_stays;
DROP TRIGGER guard_employment_file ON candidates_employmentfile; DROP TRIGGER guard_signature ON candidates_employment;
DROP FUNCTION candidates_guard_signature;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0024_employment_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
