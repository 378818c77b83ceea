"""An order that was closed stays closed, with its day: the law's five years, and the applicants' months, count from it."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_keep_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an order that was closed keeps its day' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_closed BEFORE UPDATE OF closed_at ON clients_joborder
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
  EXECUTE FUNCTION clients_keep_closed();
"""

UNDO = """
DROP TRIGGER keep_closed ON clients_joborder; DROP FUNCTION clients_keep_closed;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0011_opened_order_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
