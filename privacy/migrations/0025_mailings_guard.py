"""Advertising to an address that said no to its kind is refused, and a mail of a mailing is what the mailing is."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_guard_mailing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.audience, NEW.kind, NEW.template, NEW.activity_id, NEW.about, NEW.ordered_at)
      IS DISTINCT FROM (OLD.audience, OLD.kind, OLD.template, OLD.activity_id, OLD.about, OLD.ordered_at)
      OR NEW.reached < OLD.reached OR (OLD.finished_at IS NOT NULL AND NEW.finished_at IS NULL)
      OR (OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS NULL) THEN
    RAISE EXCEPTION 'a mailing that is ordered goes on to its end' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_mailing BEFORE UPDATE ON privacy_mailing FOR EACH ROW EXECUTE FUNCTION privacy_guard_mailing();
"""

UNDO = """
DROP TRIGGER guard_mailing ON privacy_mailing; DROP FUNCTION privacy_guard_mailing;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0024_disclosures_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
