"""A yes to being presented goes with the application that was withdrawn after it; a later word of the person's counts anew."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_withdrawn_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Asked at the end of the transaction, of what stands then: the withdrawal ends the yes, a merge brings both together.
  IF EXISTS (SELECT 1 FROM candidates_application gone
      JOIN candidates_sharingpermission said ON said.candidate_id = gone.candidate_id AND said.job_order_id = gone.job_order_id
      WHERE gone.candidate_id = NEW.candidate_id AND gone.job_order_id = NEW.job_order_id AND gone.stage = 'withdrawn'
        AND said.answer = 'interested' AND said.ended_at IS NULL AND said.answered_at <= gone.stage_since) THEN
    RAISE EXCEPTION 'a yes goes with the application that is withdrawn'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'yes_goes_with_application';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER yes_goes_with_application
  AFTER INSERT OR UPDATE OF stage, stage_since, candidate_id, job_order_id ON candidates_application
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.stage = 'withdrawn') EXECUTE FUNCTION candidates_guard_withdrawn_yes();
CREATE CONSTRAINT TRIGGER yes_goes_with_application
  AFTER INSERT OR UPDATE OF answer, answered_at, ended_at, candidate_id, job_order_id ON candidates_sharingpermission
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.answer = 'interested' AND NEW.ended_at IS NULL)
  EXECUTE FUNCTION candidates_guard_withdrawn_yes();
"""

UNDO = """
DROP TRIGGER yes_goes_with_application ON candidates_sharingpermission; DROP TRIGGER yes_goes_with_application ON candidates_application;
DROP FUNCTION candidates_guard_withdrawn_yes;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0020_forgotten_questions")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
