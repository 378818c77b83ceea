"""A choice about sharing has the words that were acknowledged, and only then may it widen anything."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_acknowledged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE scopes text[] := ARRAY['this_position', 'ask_first', 'without_asking'];
BEGIN
  IF array_position(scopes, NEW.sharing_scope::text) > array_position(scopes, NEW.was_shared::text)
      OR (NEW.was_kept = 'this_position' AND NEW.keep_scope = 'candidate_base') THEN
    RAISE EXCEPTION 'more than before is shared only when its words were acknowledged' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_acknowledged BEFORE INSERT ON candidates_sharingchoice FOR EACH ROW
  WHEN (NEW.sharing_notice_id IS NULL) EXECUTE FUNCTION candidates_guard_acknowledged();
"""

UNDO = """
DROP TRIGGER guard_acknowledged ON candidates_sharingchoice; DROP FUNCTION candidates_guard_acknowledged;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0025_employment_rules")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
