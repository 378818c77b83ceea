"""Nobody is hired out outside the employment, on another order than a staffing one, or without our papers in order."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE work candidates_employment%ROWTYPE; ordered clients_joborder%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.employment_id, NEW.order_id) IS DISTINCT FROM (OLD.employment_id, OLD.order_id) THEN
    RAISE EXCEPTION 'another person or another order is another assignment' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL
      AND (NEW.ended_at, NEW.starts_on, NEW.ends_on) IS DISTINCT FROM (OLD.ended_at, OLD.starts_on, OLD.ends_on) THEN
    RAISE EXCEPTION 'what has ended stays as it was' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO ordered FROM clients_joborder WHERE id = NEW.order_id FOR SHARE;
  IF TG_OP = 'INSERT' AND (ordered.kind <> 'staffing' OR ordered.opened_at IS NULL OR ordered.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'somebody is hired out on an open staffing order' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.leader_id IS NULL THEN
    RAISE EXCEPTION 'somebody at the client leads the work' USING ERRCODE = 'check_violation';
  END IF;
  -- A contact person who is erased later is taken out; the period stays.
  IF NEW.leader_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.leader_id IS DISTINCT FROM OLD.leader_id) THEN
    PERFORM 1 FROM clients_clientcontact
      WHERE id = NEW.leader_id AND company_id = ordered.company_id AND ended_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'whoever leads the work speaks for the client that ordered' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF TG_OP = 'INSERT' OR (NEW.starts_on, NEW.ends_on) IS DISTINCT FROM (OLD.starts_on, OLD.ends_on) THEN
    SELECT * INTO work FROM candidates_employment WHERE id = NEW.employment_id FOR SHARE;
    IF work.state <> 'in_force' OR NEW.starts_on < work.starts_on OR NEW.ends_on > work.ends_on THEN
      RAISE EXCEPTION 'nobody is hired out outside the employment' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF (TG_OP = 'INSERT' OR NEW.starts_on IS DISTINCT FROM OLD.starts_on) AND NOT clients_papers_hold(NEW.starts_on) THEN
    RAISE EXCEPTION 'nobody begins to be hired out without approval and insurance' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_assignment BEFORE INSERT OR UPDATE ON candidates_assignment
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_assignment();

CREATE FUNCTION candidates_guard_hired_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'clients_joborder' THEN
    PERFORM 1 FROM candidates_assignment WHERE order_id = NEW.id AND ended_at IS NULL;
    IF FOUND THEN
      RAISE EXCEPTION 'somebody is still hired out on this order' USING ERRCODE = 'check_violation';
    END IF;
  ELSE
    PERFORM 1 FROM candidates_assignment
      WHERE employment_id = NEW.id AND (starts_on < NEW.starts_on OR ends_on > NEW.ends_on);
    IF FOUND THEN
      RAISE EXCEPTION 'nobody is hired out outside the employment' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_hired_out BEFORE UPDATE ON clients_joborder FOR EACH ROW
  WHEN (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) EXECUTE FUNCTION candidates_guard_hired_out();
CREATE TRIGGER guard_hired_out BEFORE UPDATE ON candidates_employment FOR EACH ROW
  WHEN ((NEW.starts_on, NEW.ends_on) IS DISTINCT FROM (OLD.starts_on, OLD.ends_on))
  EXECUTE FUNCTION candidates_guard_hired_out();

-- At the end of the transaction that ends the assignment nothing noted before it is left of the order's checks.
CREATE FUNCTION candidates_end_checks_of_hired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM candidates_employment work
    JOIN privacy_subject known ON known.id = work.subject_id
    JOIN candidates_candidate candidate ON candidate.subject_id IN (SELECT privacy_numbers_of(coalesce(known.merged_into_id, known.id)))
    JOIN candidates_application application ON application.candidate_id = candidate.id AND application.job_order_id = NEW.order_id
    JOIN candidates_checknotice told ON told.application_id = application.id
    JOIN candidates_specialcheck noted ON noted.notice_id = told.id AND noted.noted_at <= NEW.ended_at
    WHERE work.id = NEW.employment_id;
  IF FOUND THEN
    RAISE EXCEPTION 'the notes of checks go with the end of the assignment' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER end_checks AFTER UPDATE ON candidates_assignment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL) EXECUTE FUNCTION candidates_end_checks_of_hired();
"""

UNDO = """
DROP TRIGGER end_checks ON candidates_assignment; DROP FUNCTION candidates_end_checks_of_hired; DROP TRIGGER guard_hired_out ON candidates_employment;
DROP TRIGGER guard_hired_out ON clients_joborder; DROP FUNCTION candidates_guard_hired_out; DROP TRIGGER guard_assignment ON candidates_assignment;
DROP FUNCTION candidates_guard_assignment;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0027_authority_report_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
