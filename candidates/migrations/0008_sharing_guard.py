"""A permission begins as a question about an open order, or as a no; what was answered stays, and a yes can be taken back."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_permission() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE word text[] := ARRAY['question', 'question_at', 'reply', 'replied_at', 'answer', 'answered_at', 'channel',
                             'sharing_notice_id', 'ended_at', 'candidate_id', 'asked_by_id'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - word) IS DISTINCT FROM (to_jsonb(OLD) - word) THEN
      RAISE EXCEPTION 'what somebody was asked never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.answered_at IS NOT NULL AND (NEW.answer, NEW.answered_at, NEW.channel, NEW.sharing_notice_id)
        IS DISTINCT FROM (OLD.answer, OLD.answered_at, OLD.channel, OLD.sharing_notice_id) THEN
      RAISE EXCEPTION 'what somebody answered never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
      RAISE EXCEPTION 'a yes that was taken back is not given again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.answer = 'interested' THEN
    RAISE EXCEPTION 'a yes is an answer to a question that was asked' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.answer = '' THEN
    PERFORM 1 FROM clients_joborder job JOIN clients_clientcompany company ON company.id = job.company_id
        JOIN clients_factsheet sheet ON sheet.order_id = job.id
      WHERE job.id = NEW.job_order_id AND sheet.id = NEW.fact_sheet_id AND job.opened_at IS NOT NULL
        AND job.closed_at IS NULL AND company.privacy_statement_url <> '';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'somebody is asked with the fact sheet of an open order, and the statement of the client'
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_permission BEFORE INSERT OR UPDATE ON candidates_sharingpermission
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_permission();
"""

UNDO = """
DROP TRIGGER guard_permission ON candidates_sharingpermission; DROP FUNCTION candidates_guard_permission;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0007_base_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
