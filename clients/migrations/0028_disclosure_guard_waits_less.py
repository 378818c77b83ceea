"""One open order is enough to be given something: of several no other is waited for, lest two closings and a presentation wait in a ring."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("clients.migrations.0002_recipient_guard").GUARD

GUARD = """
CREATE OR REPLACE FUNCTION clients_guard_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
AS_IT_WAS = BEFORE[: BEFORE.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("clients", "0027_ad_facts_guard")]

    operations = [migrations.RunSQL(GUARD, AS_IT_WAS)]
