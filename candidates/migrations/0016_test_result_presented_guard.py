"""A client is shown a test result only once its candidate has seen it, with its own candidate, for its own position."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_item_is_theirs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE seen timestamptz; position bigint; wanted bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - ARRAY['candidate_id', 'disclosure', 'text']) IS DISTINCT FROM
        (to_jsonb(OLD) - ARRAY['candidate_id', 'disclosure', 'text']) THEN
      RAISE EXCEPTION 'what is shown is added or taken out, never exchanged' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.test_result_id IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT result.shown_at, application.job_order_id INTO seen, position FROM candidates_testresult result
    JOIN candidates_application application ON application.id = result.application_id
    WHERE result.id = NEW.test_result_id AND application.candidate_id = NEW.candidate_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a test result is shown with its own candidate' USING ERRCODE = 'check_violation';
  END IF;
  SELECT job_order_id INTO wanted FROM candidates_presentation WHERE id = NEW.presentation_id;
  IF position IS NOT NULL AND position <> wanted THEN
    PERFORM candidates_refuse('other_position');
  END IF;
  IF seen IS NULL THEN
    PERFORM candidates_refuse('not_seen');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_item_is_theirs BEFORE INSERT OR UPDATE ON candidates_presentationitem
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_item_is_theirs();
"""

UNDO = """
DROP TRIGGER guard_item_is_theirs ON candidates_presentationitem; DROP FUNCTION candidates_guard_item_is_theirs;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0015_client_copy_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
