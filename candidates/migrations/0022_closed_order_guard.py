"""Nothing is begun to be shown, and nothing put into what was begun, of an order that is closed."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_begun() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE job bigint;
BEGIN
  IF TG_TABLE_NAME = 'candidates_presentation' THEN
    job := NEW.job_order_id;
  ELSE
    SELECT job_order_id INTO job FROM candidates_presentation WHERE id = NEW.presentation_id AND sent_at IS NULL;
  END IF;
  IF EXISTS (SELECT 1 FROM clients_joborder WHERE id = job AND closed_at IS NOT NULL) THEN
    PERFORM candidates_refuse('order_not_open');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_begun BEFORE INSERT ON candidates_presentation FOR EACH ROW EXECUTE FUNCTION candidates_guard_begun();
CREATE TRIGGER guard_begun BEFORE INSERT ON candidates_presentationitem FOR EACH ROW EXECUTE FUNCTION candidates_guard_begun();
CREATE TRIGGER guard_begun BEFORE INSERT ON candidates_presentationreader FOR EACH ROW EXECUTE FUNCTION candidates_guard_begun();
"""

UNDO = """
DROP TRIGGER guard_begun ON candidates_presentationreader; DROP TRIGGER guard_begun ON candidates_presentationitem;
DROP TRIGGER guard_begun ON candidates_presentation; DROP FUNCTION candidates_guard_begun;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0021_withdrawn_yes_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
