"""A wider sharing is the person's own acknowledged choice, the newest word counts, and what a narrower one forbids ends with it."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_choice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'a choice is followed by the next, never changed' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM candidates_application WHERE id = NEW.application_id AND sharing_notice_id IS NOT NULL
    AND keep_scope = NEW.was_kept AND sharing_scope = NEW.was_shared;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'what is chosen anew is an own application, as it is now' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_choice BEFORE INSERT OR UPDATE ON candidates_sharingchoice
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_choice();

-- Less than before is always right; more is the person's word alone.
CREATE FUNCTION candidates_guard_scope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE scopes text[] := ARRAY['this_position', 'ask_first', 'without_asking']; newest candidates_sharingchoice%ROWTYPE;
BEGIN
  IF array_position(scopes, NEW.sharing_scope::text) <= array_position(scopes, OLD.sharing_scope::text)
      AND NOT (OLD.keep_scope = 'this_position' AND NEW.keep_scope = 'candidate_base') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO newest FROM candidates_sharingchoice WHERE application_id = NEW.id ORDER BY chosen_at DESC, id LIMIT 1;
  IF newest.sharing_scope IS DISTINCT FROM NEW.sharing_scope OR newest.keep_scope IS DISTINCT FROM NEW.keep_scope THEN
    RAISE EXCEPTION 'an application is shared more widely by the choice of its person alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_scope BEFORE UPDATE ON candidates_application FOR EACH ROW
  WHEN (OLD.sharing_scope <> NEW.sharing_scope OR OLD.keep_scope <> NEW.keep_scope)
  EXECUTE FUNCTION candidates_guard_scope();

-- Whether an own application is for this order, or lets others be thought of.
CREATE FUNCTION candidates_may_be_asked(person uuid, wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM candidates_application own WHERE own.candidate_id = person AND own.origin <> 'added'
    AND own.stage <> 'withdrawn' AND (own.job_order_id = wanted OR own.sharing_scope IN ('ask_first', 'without_asking')))
$$;

CREATE FUNCTION candidates_guard_asking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT candidates_may_be_asked(NEW.candidate_id, NEW.job_order_id) AND EXISTS (
      SELECT 1 FROM candidates_sharingchoice choice JOIN candidates_application own ON own.id = choice.application_id
      WHERE own.candidate_id = NEW.candidate_id) THEN
    RAISE EXCEPTION 'the person has chosen to be asked about no other position' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_asking BEFORE INSERT ON candidates_sharingpermission FOR EACH ROW WHEN (NEW.answer = '')
  EXECUTE FUNCTION candidates_guard_asking();

-- What was begun on the wider choice ends with it: questions that wait, and what was put together and not sent. What was
-- sent is asked about at each request (candidates_is_shown). A yes to one order is a word of its own, and stays.
CREATE FUNCTION candidates_scope_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM candidates_sharingpermission WHERE candidate_id = NEW.candidate_id AND answered_at IS NULL
    AND NOT candidates_may_be_asked(candidate_id, job_order_id);
  DELETE FROM candidates_presentationitem item USING candidates_presentation whole
    WHERE whole.id = item.presentation_id AND whole.sent_at IS NULL AND item.candidate_id = NEW.candidate_id
      AND NOT candidates_may_be_asked(item.candidate_id, whole.job_order_id)
      AND NOT EXISTS (SELECT 1 FROM candidates_sharingpermission said WHERE said.candidate_id = item.candidate_id
        AND said.job_order_id = whole.job_order_id AND said.answer = 'interested' AND said.ended_at IS NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER scope_changed AFTER UPDATE ON candidates_application FOR EACH ROW
  WHEN (OLD.sharing_scope <> NEW.sharing_scope) EXECUTE FUNCTION candidates_scope_changed();
"""

UNDO = """
DROP TRIGGER scope_changed ON candidates_application; DROP FUNCTION candidates_scope_changed;
DROP TRIGGER guard_asking ON candidates_sharingpermission; DROP FUNCTION candidates_guard_asking; DROP FUNCTION candidates_may_be_asked;
DROP TRIGGER guard_scope ON candidates_application; DROP FUNCTION candidates_guard_scope; DROP TRIGGER guard_choice ON candidates_sharingchoice;
DROP FUNCTION candidates_guard_choice;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0022_closed_order_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
