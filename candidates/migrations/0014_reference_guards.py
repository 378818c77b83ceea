"""A referee is asked after the candidate's go-ahead for that order, and told first."""

from django.db import migrations

GUARDS = """
-- Whether this person has been told where we have the data from, under every number (GDPR art. 14).
CREATE FUNCTION candidates_is_told(person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM privacy_collection
    WHERE informed_at IS NULL AND subject_id IN (SELECT privacy_numbers_of(person)))
$$;

CREATE FUNCTION candidates_guard_reference() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_asked boolean; is_said boolean; candidate_person uuid; referee_person uuid; named_by uuid; of_candidate uuid;
BEGIN
  is_asked := NEW.asked_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.asked_at IS NULL)
    OR NEW.reminded_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.reminded_at IS NULL);
  is_said := NEW.answers IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.answers IS DISTINCT FROM NEW.answers);
  IF TG_OP = 'UPDATE' AND OLD.reminded_at IS NOT NULL AND NEW.reminded_at IS DISTINCT FROM OLD.reminded_at THEN
    RAISE EXCEPTION 'a referee is reminded once' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND NOT (is_asked OR is_said) THEN
    RETURN NEW;
  END IF;
  SELECT subject_id, candidate_id INTO referee_person, named_by FROM candidates_referee WHERE id = NEW.referee_id;
  SELECT candidate.subject_id, candidate.id INTO candidate_person, of_candidate FROM candidates_application application
    JOIN candidates_candidate candidate ON candidate.id = application.candidate_id WHERE application.id = NEW.application_id;
  IF of_candidate IS NULL OR of_candidate IS DISTINCT FROM named_by THEN
    RAISE EXCEPTION 'only a referee this candidate named is asked' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT (is_asked OR is_said) THEN
    RETURN NEW;
  END IF;
  IF NEW.go_ahead_at IS NULL OR NEW.taken_back_at IS NOT NULL THEN
    RAISE EXCEPTION 'no referee is asked without the go-ahead of the candidate for this order' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM candidates_application application JOIN clients_joborder job ON job.id = application.job_order_id
    WHERE application.id = NEW.application_id AND application.stage NOT IN ('rejected', 'withdrawn')
      AND job.opened_at IS NOT NULL AND job.closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody is asked about a position that is over' USING ERRCODE = 'check_violation';
  END IF;
  IF candidates_is_set_aside(candidate_person, ARRAY['application']) OR candidates_is_set_aside(referee_person, ARRAY['application']) THEN
    RAISE EXCEPTION 'nobody is asked while data are set aside' USING ERRCODE = 'check_violation';
  END IF;
  IF is_said AND NOT candidates_is_told(referee_person) THEN
    RAISE EXCEPTION 'nothing is written down before the referee was told' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_reference BEFORE INSERT OR UPDATE ON candidates_referencecheck
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_reference();

CREATE FUNCTION candidates_guard_test_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.shown_at IS NOT NULL AND (to_jsonb(NEW) - 'application_id') IS DISTINCT FROM (to_jsonb(OLD) - 'application_id') THEN
    RAISE EXCEPTION 'what the candidate has seen is not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_test_result BEFORE UPDATE ON candidates_testresult
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_test_result();
"""

UNDO = """
DROP TRIGGER guard_test_result ON candidates_testresult; DROP FUNCTION candidates_guard_test_result;
DROP TRIGGER guard_reference ON candidates_referencecheck; DROP FUNCTION candidates_guard_reference; DROP FUNCTION candidates_is_told;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0013_interview_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
