"""A reader of an order is from the company that ordered; what was taken back stays so; a closed enquiry stays closed."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - 'invited_by_id' - 'revoked_at') IS DISTINCT FROM (to_jsonb(OLD) - 'invited_by_id' - 'revoked_at')
       OR (NEW.invited_by_id IS NOT NULL AND NEW.invited_by_id IS DISTINCT FROM OLD.invited_by_id) THEN
      RAISE EXCEPTION 'who may follow which order is not changed, only taken back' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
      RAISE EXCEPTION 'an access that was taken back is not given again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM clients_clientcontact contact JOIN clients_joborder job ON job.company_id = contact.company_id
    WHERE contact.id = NEW.contact_id AND job.id = NEW.order_id AND contact.ended_at IS NULL AND job.closed_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an order that is not closed is followed by people of the company that ordered' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.invited_by_id IS NOT NULL THEN
    PERFORM 1 FROM clients_orderreader reader WHERE reader.contact_id = NEW.invited_by_id
      AND reader.order_id = NEW.order_id AND reader.revoked_at IS NULL AND NOT reader.is_invited FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'whoever invites was let in by us' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.is_invited AND (SELECT count(*) FROM clients_orderreader reader
      WHERE reader.order_id = NEW.order_id AND reader.is_invited AND reader.revoked_at IS NULL) >= 5 THEN
    RAISE EXCEPTION 'five colleagues follow an order at the most' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_reader BEFORE INSERT OR UPDATE ON clients_orderreader
  FOR EACH ROW EXECUTE FUNCTION clients_guard_reader();

CREATE FUNCTION clients_guard_enquiry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL
     AND (to_jsonb(NEW) - 'owner_id') IS DISTINCT FROM (to_jsonb(OLD) - 'owner_id') THEN
    RAISE EXCEPTION 'an enquiry that is closed stays as it is' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.order_id IS NOT NULL THEN
    PERFORM 1 FROM clients_joborder job JOIN clients_clientcompany company ON company.id = job.company_id
      WHERE job.id = NEW.order_id AND (NEW.org_number = '' OR NEW.org_number = company.org_number);
    IF NOT FOUND THEN
      RAISE EXCEPTION 'an enquiry becomes an order of the company that asked' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_enquiry BEFORE INSERT OR UPDATE ON clients_enquiry
  FOR EACH ROW EXECUTE FUNCTION clients_guard_enquiry();
"""

UNDO = """
DROP TRIGGER guard_enquiry ON clients_enquiry; DROP FUNCTION clients_guard_enquiry; DROP TRIGGER guard_reader ON clients_orderreader;
DROP FUNCTION clients_guard_reader;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0005_agreement_end_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
