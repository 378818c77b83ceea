"""What a position requires is stated while its order is not closed, and never rewritten: approved once, lifted once."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE later text[] := ARRAY['approved_by_id', 'approved_at', 'lifted_by_id', 'lifted_at'];
BEGIN
  PERFORM 1 FROM clients_joborder WHERE id = NEW.order_id AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND AND (TG_OP = 'INSERT' OR NEW.approved_at IS DISTINCT FROM OLD.approved_at) THEN
    RAISE EXCEPTION 'nothing is required for an order that is closed' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND ((to_jsonb(NEW) - later) IS DISTINCT FROM (to_jsonb(OLD) - later)
      OR (OLD.approved_at IS NOT NULL AND NEW.approved_at IS DISTINCT FROM OLD.approved_at)
      OR (OLD.lifted_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)) THEN
    RAISE EXCEPTION 'a required check is lifted and stated anew, never rewritten' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_check BEFORE INSERT OR UPDATE ON clients_checkrequirement
  FOR EACH ROW EXECUTE FUNCTION clients_guard_check();
"""

UNDO = """
DROP TRIGGER guard_check ON clients_checkrequirement; DROP FUNCTION clients_guard_check;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0007_register_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
