"""A signed agreement changes in nothing but its end; an order opens on one in force, and keeps its terms."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['valid_until', 'ended_on'];
BEGIN
  IF OLD.signed_at IS NULL THEN
    RETURN NEW;
  END IF;
  IF OLD.file = '' THEN  -- the file is received once
    free := free || ARRAY['file', 'sha256', 'is_scanned', 'filed_by_id', 'filed_at'];
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    RAISE EXCEPTION 'a signed agreement is followed by the next version, never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_agreement BEFORE UPDATE ON clients_agreement
  FOR EACH ROW EXECUTE FUNCTION clients_guard_agreement();

CREATE FUNCTION clients_guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE day date := (NEW.opened_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  IF NEW.opened_at IS NULL OR (TG_OP = 'UPDATE' AND OLD.opened_at IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM clients_agreement agreed
    WHERE agreed.id = NEW.agreement_id AND agreed.company_id = NEW.company_id AND agreed.signed_at IS NOT NULL
      AND agreed.kind IN (NEW.kind, 'frame') AND agreed.valid_from <= day
      AND (agreed.valid_until IS NULL OR agreed.valid_until >= day)
    FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an order opens on a signed agreement with the client that is in force that day' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_order BEFORE INSERT OR UPDATE ON clients_joborder
  FOR EACH ROW EXECUTE FUNCTION clients_guard_order();

CREATE FUNCTION clients_guard_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an order keeps the terms it was opened on' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER guard_terms BEFORE UPDATE ON clients_orderterms
  FOR EACH ROW EXECUTE FUNCTION clients_guard_terms();
"""

UNDO = """
DROP TRIGGER guard_terms ON clients_orderterms; DROP FUNCTION clients_guard_terms; DROP TRIGGER guard_order ON clients_joborder;
DROP FUNCTION clients_guard_order; DROP TRIGGER guard_agreement ON clients_agreement; DROP FUNCTION clients_guard_agreement;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_recipient_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
