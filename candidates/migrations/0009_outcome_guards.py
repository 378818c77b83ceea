"""An order closes when everybody was answered; an offer is made to who is at it, and answered once; who is employed was placed."""

from django.db import migrations

GUARDS = """
-- GDPR art. 18: whoever is set aside cannot be answered, and does not hold the order up.
CREATE FUNCTION candidates_guard_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM candidates_application application JOIN candidates_candidate candidate ON candidate.id = application.candidate_id
    WHERE application.job_order_id = NEW.id AND application.stage NOT IN ('placed', 'rejected', 'withdrawn')
      AND NOT candidates_is_set_aside(candidate.subject_id, ARRAY['application'])) THEN
    RAISE EXCEPTION 'every applicant is answered before the order closes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_closing BEFORE UPDATE ON clients_joborder
  FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) EXECUTE FUNCTION candidates_guard_closing();

CREATE FUNCTION candidates_guard_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM candidates_application WHERE id = NEW.application_id AND stage = 'offer' FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'nothing is offered to who is not at the offer' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.answer <> '' OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'an offer is answered once, or taken back once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_offer BEFORE INSERT OR UPDATE ON candidates_offer
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_offer();

CREATE FUNCTION candidates_guard_placement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM candidates_application WHERE id = NEW.application_id AND stage = 'placed' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody is employed who was not placed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_placement BEFORE INSERT ON candidates_placement
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_placement();
"""

UNDO = """
DROP TRIGGER guard_placement ON candidates_placement; DROP FUNCTION candidates_guard_placement; DROP TRIGGER guard_offer ON candidates_offer;
DROP FUNCTION candidates_guard_offer; DROP TRIGGER guard_closing ON clients_joborder; DROP FUNCTION candidates_guard_closing;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0008_sharing_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
