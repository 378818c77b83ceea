"""An address is one contact person's at a client, also when two colleagues add it at once; whoever has left, or is set aside, counts for nobody."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_contact_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever adds the same address meanwhile waits for us.
  PERFORM pg_advisory_xact_lock(hashtextextended('contact ' || NEW.company_id || ' ' || lower(NEW.email), 0));
  IF EXISTS (SELECT 1 FROM clients_clientcontact contact
      WHERE contact.company_id = NEW.company_id AND lower(contact.email) = lower(NEW.email) AND contact.ended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM privacy_restriction WHERE lifted_at IS NULL
          AND subject_id IN (SELECT privacy_numbers_of(contact.subject_id)) AND category IN ('', 'identity', 'contact', 'client'))) THEN
    RAISE EXCEPTION 'this address is a contact person''s of this client'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'contact_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_contact_once BEFORE INSERT ON clients_clientcontact
  FOR EACH ROW WHEN (NEW.ended_at IS NULL AND NEW.email <> '') EXECUTE FUNCTION clients_guard_contact_once();
"""

UNDO = """
DROP TRIGGER guard_contact_once ON clients_clientcontact; DROP FUNCTION clients_guard_contact_once;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0015_ad_facts_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
