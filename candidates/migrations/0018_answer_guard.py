"""An answer is to a question of the ad that was applied to."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM candidates_application sent JOIN clients_screeningquestion asked ON asked.ad_id = sent.job_ad_id
    WHERE sent.id = NEW.application_id AND asked.id = NEW.question_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an answer is to a question of the ad that was applied to' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_answer BEFORE INSERT OR UPDATE ON candidates_screeninganswer
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_answer();
"""

UNDO = """
DROP TRIGGER guard_answer ON candidates_screeninganswer; DROP FUNCTION candidates_guard_answer;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0017_statement_presented_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
