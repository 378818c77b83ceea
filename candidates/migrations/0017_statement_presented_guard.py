"""What a referee said is shown while the candidate's go-ahead for that order stands and both are there; never anonymously."""

from django.db import migrations

GUARDS = """
-- Whether what a referee said of this candidate for this order can be shown now. Asked when it is added, when it is sent, and
-- at each request.
CREATE FUNCTION candidates_statement_is_there(told uuid, person uuid, wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM candidates_referencecheck said
    JOIN candidates_application application ON application.id = said.application_id
    JOIN candidates_candidate candidate ON candidate.id = application.candidate_id
    JOIN candidates_referee referee ON referee.id = said.referee_id
    WHERE said.id = told AND candidate.id = person AND application.job_order_id = wanted
      AND application.stage NOT IN ('rejected', 'withdrawn')
      AND said.go_ahead_at IS NOT NULL AND said.taken_back_at IS NULL AND said.declined_at IS NULL
      AND jsonb_typeof(said.answers) = 'array' AND said.answers <> '[]'
      AND candidates_is_told(referee.subject_id)
      AND NOT candidates_is_set_aside(candidate.subject_id, ARRAY['application'])
      AND NOT candidates_is_set_aside(referee.subject_id, ARRAY['application']))
$$;

CREATE FUNCTION candidates_guard_statement_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whole candidates_presentation%ROWTYPE;
BEGIN
  SELECT * INTO whole FROM candidates_presentation WHERE id = NEW.presentation_id;
  IF whole.is_anonymous THEN
    PERFORM candidates_refuse('statement_names');
  ELSIF NOT candidates_statement_is_there(NEW.reference_id, NEW.candidate_id, whole.job_order_id) THEN
    PERFORM candidates_refuse('no_statement');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_statement_item BEFORE INSERT ON candidates_presentationitem
  FOR EACH ROW WHEN (NEW.reference_id IS NOT NULL) EXECUTE FUNCTION candidates_guard_statement_item();

CREATE FUNCTION candidates_guard_statements() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item candidates_presentationitem%ROWTYPE;
BEGIN
  IF NEW.sent_at IS NULL OR OLD.sent_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM privacy_subject person JOIN candidates_referee referee ON referee.subject_id = person.id
    JOIN candidates_referencecheck said ON said.referee_id = referee.id
    JOIN candidates_presentationitem shown ON shown.reference_id = said.id
    WHERE shown.presentation_id = NEW.id ORDER BY person.id FOR SHARE OF person;
  FOR item IN SELECT * FROM candidates_presentationitem WHERE presentation_id = NEW.id
      AND reference_id IS NOT NULL ORDER BY id LOOP
    IF NEW.is_anonymous THEN
      PERFORM candidates_refuse('statement_names');
    ELSIF NOT candidates_statement_is_there(item.reference_id, item.candidate_id, NEW.job_order_id) THEN
      PERFORM candidates_refuse('no_statement');
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_presentation_statements BEFORE UPDATE OF sent_at ON candidates_presentation
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_statements();
"""

UNDO = """
DROP TRIGGER guard_presentation_statements ON candidates_presentation; DROP FUNCTION candidates_guard_statements;
DROP TRIGGER guard_statement_item ON candidates_presentationitem; DROP FUNCTION candidates_guard_statement_item;
DROP FUNCTION candidates_statement_is_there;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0016_test_result_presented_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
