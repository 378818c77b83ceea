"""Whoever answers for candidates, clients, orders or open questions is somebody who works here (P64)."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION accounts_refuse_orphans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM candidates_candidate WHERE adviser_id = NEW.id)
      OR EXISTS (SELECT 1 FROM clients_joborder WHERE adviser_id = NEW.id AND closed_at IS NULL)
      OR EXISTS (SELECT 1 FROM clients_clientcompany WHERE adviser_id = NEW.id)
      OR EXISTS (SELECT 1 FROM clients_enquiry WHERE owner_id = NEW.id AND closed_at IS NULL)
      OR EXISTS (SELECT 1 FROM privacy_inboxcase WHERE owner_id = NEW.id AND closed_at IS NULL) THEN
    RAISE EXCEPTION 'this colleague still answers for somebody: hand it over first'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_orphaned';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_orphans BEFORE UPDATE OF is_active, is_staff ON accounts_user FOR EACH ROW
  WHEN (OLD.is_active AND OLD.is_staff AND NOT (NEW.is_active AND NEW.is_staff))
  EXECUTE FUNCTION accounts_refuse_orphans();

CREATE FUNCTION accounts_refuse_absent_adviser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.adviser_id IS NOT DISTINCT FROM OLD.adviser_id THEN
    RETURN NEW;
  END IF;
  -- Held until the end, so that nobody closes the account in the same moment.
  PERFORM 1 FROM accounts_user WHERE id = NEW.adviser_id AND is_active AND is_staff FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'whoever answers for somebody works here' USING ERRCODE = 'check_violation', CONSTRAINT = 'adviser_works_here';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_absent_adviser BEFORE INSERT OR UPDATE OF adviser_id ON candidates_candidate FOR EACH ROW
  WHEN (NEW.adviser_id IS NOT NULL) EXECUTE FUNCTION accounts_refuse_absent_adviser();
CREATE TRIGGER refuse_absent_adviser BEFORE INSERT OR UPDATE OF adviser_id ON clients_clientcompany FOR EACH ROW
  WHEN (NEW.adviser_id IS NOT NULL) EXECUTE FUNCTION accounts_refuse_absent_adviser();
CREATE TRIGGER refuse_absent_adviser BEFORE INSERT OR UPDATE OF adviser_id ON clients_joborder FOR EACH ROW
  WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION accounts_refuse_absent_adviser();
"""
NONE = """
DROP TRIGGER refuse_absent_adviser ON clients_joborder;
DROP TRIGGER refuse_absent_adviser ON clients_clientcompany;
DROP TRIGGER refuse_absent_adviser ON candidates_candidate;
DROP TRIGGER refuse_orphans ON accounts_user;
DROP FUNCTION accounts_refuse_absent_adviser();
DROP FUNCTION accounts_refuse_orphans();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_address_change"),
        ("candidates", "0002_models"),
        ("clients", "0001_initial"),
        ("privacy", "0002_engine"),
    ]
    operations = [migrations.RunSQL(GUARDS, NONE)]
