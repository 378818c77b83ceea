"""A request moves along its states and no other way; its day never moves; what is closed is closed."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE received date := (NEW.received_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('unverified', 'open') THEN
      RAISE EXCEPTION 'a request begins unverified or open, not %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    -- One month, and at most the days a weekend and Easter add to it.
    IF NEW.due_on < received + 28 OR NEW.due_on > received + interval '1 month 10 days' THEN
      RAISE EXCEPTION 'a request is answered one month after it came' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.extended_on IS NOT NULL OR NEW.extended_to IS NOT NULL OR NEW.refusal_ground <> '' THEN
      RAISE EXCEPTION 'a request begins neither extended nor refused' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  -- What needs nobody's judgement is closed by the program; everything else by somebody.
  IF NEW.state = 'granted' AND NEW.closed_by_id IS NULL
      AND NEW."right" NOT IN ('access', 'portability', 'marketing', 'withdrawal') THEN
    RAISE EXCEPTION 'somebody answers for what was granted' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.received_at, NEW.due_on, NEW."right", NEW.door) IS DISTINCT FROM (OLD.received_at, OLD.due_on, OLD."right", OLD.door) THEN
    RAISE EXCEPTION 'when a request came, by when it is answered, and what it asks, never change' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.extended_on IS NOT NULL AND NEW.extended_on IS DISTINCT FROM OLD.extended_on THEN
    RAISE EXCEPTION 'a request is extended once' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.extended_on IS NOT NULL AND (NEW.extended_on > NEW.due_on OR NEW.extension_reason = '') THEN
    RAISE EXCEPTION 'the time is extended with a reason, before the first month is over' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.extended_on IS NULL) <> (NEW.extended_to IS NULL) OR NEW.extended_to <= NEW.due_on
      OR NEW.extended_to > received + interval '3 months 10 days' THEN
    RAISE EXCEPTION 'the time is extended by two further months at most' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.closed_at IS NOT NULL AND (to_jsonb(NEW) - 'owner_id') IS DISTINCT FROM (to_jsonb(OLD) - 'owner_id') THEN
    RAISE EXCEPTION 'a closed request is not changed' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
      'unverified>open', 'unverified>nothing', 'open>proposed', 'open>granted', 'proposed>open', 'proposed>refused') THEN
    RAISE EXCEPTION 'a request does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_request BEFORE INSERT OR UPDATE ON privacy_request
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_request();
"""

UNDO = """
DROP TRIGGER guard_request ON privacy_request; DROP FUNCTION privacy_guard_request;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0022_seals_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
