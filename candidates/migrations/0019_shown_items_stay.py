"""What a client can read is not taken out piece by piece: an item goes with what it shows, or once the presentation is over."""

from django.db import migrations

GUARDS = """
-- Over is over from the moment of whoever cleans up (privacy.moment), or from now.
CREATE FUNCTION candidates_is_out(envelope uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM candidates_presentation WHERE id = envelope AND sent_at IS NOT NULL AND revoked_at IS NULL
    AND ends_at > coalesce(nullif(current_setting('privacy.moment', true), '')::timestamptz, now()))
$$;

CREATE FUNCTION candidates_guard_taken_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM candidates_candidate WHERE id = OLD.candidate_id)
      AND (OLD.document_id IS NULL OR EXISTS (SELECT 1 FROM candidates_document WHERE id = OLD.document_id))
      AND (OLD.client_copy_id IS NULL OR EXISTS (SELECT 1 FROM candidates_clientcopy WHERE id = OLD.client_copy_id))
      AND (OLD.test_result_id IS NULL OR EXISTS (SELECT 1 FROM candidates_testresult WHERE id = OLD.test_result_id))
      AND (OLD.reference_id IS NULL OR EXISTS (SELECT 1 FROM candidates_referencecheck WHERE id = OLD.reference_id)) THEN
    RAISE EXCEPTION 'what was sent is not changed, only taken back' USING ERRCODE = 'check_violation', CONSTRAINT = 'shown_items_stay';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shown_items_stay AFTER DELETE ON candidates_presentationitem DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (candidates_is_out(OLD.presentation_id)) EXECUTE FUNCTION candidates_guard_taken_out();
"""

UNDO = """
DROP TRIGGER shown_items_stay ON candidates_presentationitem; DROP FUNCTION candidates_guard_taken_out; DROP FUNCTION candidates_is_out;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0018_answer_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
