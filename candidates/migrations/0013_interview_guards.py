"""An interview is its application's candidate's, with nobody but the client of its order, and what is over stays over."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_interview() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE about candidates_application%ROWTYPE;
BEGIN
  SELECT * INTO about FROM candidates_application WHERE id = NEW.application_id FOR SHARE;
  IF NOT FOUND THEN  -- it goes with its application, later in the same transaction
    RETURN NEW;
  END IF;
  IF NEW.candidate_id IS DISTINCT FROM about.candidate_id THEN
    RAISE EXCEPTION 'an interview is with the candidate of its application' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.contact_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.contact_id IS DISTINCT FROM OLD.contact_id) AND NOT EXISTS (
      SELECT 1 FROM clients_clientcontact contact JOIN clients_joborder job ON job.company_id = contact.company_id
      WHERE contact.id = NEW.contact_id AND job.id = about.job_order_id) THEN
    RAISE EXCEPTION 'only the client that ordered takes part in an interview' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state IN ('proposed', 'set') AND about.stage IN ('placed', 'rejected', 'withdrawn') THEN
      RAISE EXCEPTION 'nobody is interviewed whose application has ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.application_id <> OLD.application_id THEN
    RAISE EXCEPTION 'an interview is about one application' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('held', 'cancelled') AND NEW.state <> OLD.state OR OLD.state = 'set' AND NEW.state = 'proposed' THEN
    RAISE EXCEPTION 'what was held or cancelled is over, and what is set is not proposed again' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'proposed' AND NEW.state = 'held' THEN
    RAISE EXCEPTION 'an interview is set before it is held' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.sequence < OLD.sequence
      OR NEW.sequence = OLD.sequence AND OLD.state = 'set' AND (
        NEW.state = 'cancelled' OR (NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.starts_at, OLD.ends_at)) THEN
    RAISE EXCEPTION 'what people have in their calendars changes with a higher number' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_interview BEFORE INSERT OR UPDATE ON candidates_interview
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_interview();
"""

UNDO = """
DROP TRIGGER guard_interview ON candidates_interview; DROP FUNCTION candidates_guard_interview;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0012_identity_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
