"""The reason an ad gives for what it asks may name a sole proprietor: it goes with the person, as the ad's text does."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_forget_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients_jobad SET asks = '{}', asks_ground = '', asks_because = ''
    WHERE order_id IN (SELECT id FROM clients_joborder WHERE company_id = OLD.company_id);
  RETURN OLD;
END $$;
CREATE TRIGGER forget_reasons AFTER DELETE ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION clients_forget_reasons();
"""

UNDO = """
DROP TRIGGER forget_reasons ON clients_soleproprietor; DROP FUNCTION clients_forget_reasons;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0012_closed_order_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
