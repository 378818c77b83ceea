"""A client is given personal data while it has an open order with us, and at no other time."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE company uuid;
BEGIN
  SELECT company_uuid INTO company FROM privacy_recipient WHERE id = NEW.recipient_id AND kind = 'client';
  IF company IS NULL THEN
    RETURN NEW;
  END IF;
  -- One that nobody is closing is held, as those are that the writer holds already.
  PERFORM 1 FROM clients_joborder
    WHERE company_id = company AND opened_at IS NOT NULL AND opened_at <= NEW.at AND closed_at IS NULL
    ORDER BY id LIMIT 1 FOR SHARE SKIP LOCKED;
  IF FOUND THEN
    RETURN NEW;
  END IF;
  -- An order that is about to be closed is waited for.
  PERFORM 1 FROM clients_joborder
    WHERE company_id = company AND opened_at IS NOT NULL AND opened_at <= NEW.at AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a client without an open order is given nothing' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_client_disclosure BEFORE INSERT ON privacy_disclosure
  FOR EACH ROW EXECUTE FUNCTION clients_guard_disclosure();
"""

UNDO = """
DROP TRIGGER guard_client_disclosure ON privacy_disclosure; DROP FUNCTION clients_guard_disclosure;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial"), ("privacy", "0027_cookie_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
