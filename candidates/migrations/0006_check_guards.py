"""A check is noted after its notice, for what the order requires, while it is in process; nothing of it outlives that."""

from django.db import migrations

GUARDS = """
-- Whether data of one of these categories are set aside for this person, under any number (GDPR art. 18).
CREATE FUNCTION candidates_is_set_aside(person uuid, kinds text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM privacy_restriction
    WHERE lifted_at IS NULL AND subject_id IN (SELECT privacy_numbers_of(person))
      AND (category IN ('', 'identity', 'contact') OR category = ANY (kinds)))
$$;

-- May this be asked of this application now? The order, the person and the application are held until the end.
CREATE FUNCTION candidates_refuse_check(applied uuid, required bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE asked clients_checkrequirement%ROWTYPE; person uuid; stands text; applied_for bigint;
BEGIN
  SELECT * INTO asked FROM clients_checkrequirement WHERE id = required FOR SHARE;
  IF asked.lifted_at IS NOT NULL OR (asked.kind = 'credit' AND asked.approved_at IS NULL) THEN
    RAISE EXCEPTION 'the position does not require this check' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM clients_joborder WHERE id = asked.order_id AND opened_at IS NOT NULL AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the assignment is not open' USING ERRCODE = 'check_violation';
  END IF;
  SELECT coalesce(known.merged_into_id, known.id) INTO person FROM candidates_application application
    JOIN candidates_candidate candidate ON candidate.id = application.candidate_id
    JOIN privacy_subject known ON known.id = candidate.subject_id WHERE application.id = applied;
  PERFORM 1 FROM privacy_subject WHERE id = person FOR SHARE;
  SELECT stage, job_order_id INTO stands, applied_for FROM candidates_application WHERE id = applied FOR SHARE;
  IF applied_for IS DISTINCT FROM asked.order_id THEN
    RAISE EXCEPTION 'the order of this application does not require this check' USING ERRCODE = 'check_violation';
  END IF;
  IF stands IN ('rejected', 'withdrawn') THEN
    RAISE EXCEPTION 'the application has ended' USING ERRCODE = 'check_violation';
  END IF;
  IF asked.for_finalists AND stands NOT IN ('presented', 'offer', 'placed') THEN
    RAISE EXCEPTION 'this check is for the final round only' USING ERRCODE = 'check_violation';
  END IF;
  IF candidates_is_set_aside(person, ARRAY['check', 'application']) THEN
    RAISE EXCEPTION 'nobody whose data are set aside is checked' USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE FUNCTION candidates_guard_check_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'when somebody was told never changes' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM candidates_refuse_check(NEW.application_id, NEW.requirement_id);
  RETURN NEW;
END $$;
CREATE TRIGGER guard_check_notice BEFORE INSERT OR UPDATE ON candidates_checknotice
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_check_notice();

CREATE FUNCTION candidates_guard_special_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told candidates_checknotice%ROWTYPE; wanted text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'the note of a check is deleted, never changed' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO told FROM candidates_checknotice WHERE id = NEW.notice_id;
  PERFORM candidates_refuse_check(told.application_id, told.requirement_id);
  IF NEW.noted_at < told.told_at OR NEW.seen_on < (told.told_at AT TIME ZONE 'Europe/Oslo')::date THEN
    RAISE EXCEPTION 'nothing is noted before the candidate was told' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seen_on > (NEW.noted_at AT TIME ZONE 'Europe/Oslo')::date THEN
    RAISE EXCEPTION 'nothing is noted before it was seen' USING ERRCODE = 'check_violation';
  END IF;
  SELECT CASE kind WHEN 'police' THEN 'shown' WHEN 'clearance' THEN 'confirmed' ELSE 'satisfactory' END INTO wanted
    FROM clients_checkrequirement WHERE id = told.requirement_id;
  IF NEW.outcome <> wanted THEN
    RAISE EXCEPTION 'this is not what is noted of such a check' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_special_check BEFORE INSERT OR UPDATE ON candidates_specialcheck
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_special_check();

-- At the end of the transaction that ends the assignment nothing is left of its checks.
CREATE FUNCTION candidates_end_checks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_left boolean;
BEGIN
  IF TG_TABLE_NAME = 'clients_joborder' THEN
    SELECT EXISTS (SELECT 1 FROM candidates_specialcheck noted JOIN candidates_checknotice told ON told.id = noted.notice_id
      JOIN candidates_application application ON application.id = told.application_id
      WHERE application.job_order_id = NEW.id) INTO is_left;
  ELSIF TG_TABLE_NAME = 'clients_checkrequirement' THEN
    SELECT EXISTS (SELECT 1 FROM candidates_specialcheck noted JOIN candidates_checknotice told ON told.id = noted.notice_id
      WHERE told.requirement_id = NEW.id) INTO is_left;
  ELSE
    SELECT EXISTS (SELECT 1 FROM candidates_specialcheck noted JOIN candidates_checknotice told ON told.id = noted.notice_id
      WHERE told.application_id = NEW.id) INTO is_left;
  END IF;
  IF is_left THEN
    RAISE EXCEPTION 'the notes of checks go with the end of the assignment' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER end_checks AFTER UPDATE ON clients_joborder DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) EXECUTE FUNCTION candidates_end_checks();
CREATE CONSTRAINT TRIGGER end_checks AFTER UPDATE ON clients_checkrequirement DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.lifted_at IS NOT NULL AND OLD.lifted_at IS NULL) EXECUTE FUNCTION candidates_end_checks();
CREATE CONSTRAINT TRIGGER end_checks AFTER UPDATE ON candidates_application DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.stage IN ('rejected', 'withdrawn') AND OLD.stage <> NEW.stage)
  EXECUTE FUNCTION candidates_end_checks();
"""

UNDO = """
DROP TRIGGER end_checks ON candidates_application; DROP TRIGGER end_checks ON clients_checkrequirement; DROP TRIGGER end_checks ON clients_joborder;
DROP FUNCTION candidates_end_checks; DROP TRIGGER guard_special_check ON candidates_specialcheck; DROP FUNCTION candidates_guard_special_check;
DROP TRIGGER guard_check_notice ON candidates_checknotice; DROP FUNCTION candidates_guard_check_notice; DROP FUNCTION candidates_refuse_check;
DROP FUNCTION candidates_is_set_aside;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0005_campaign_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
