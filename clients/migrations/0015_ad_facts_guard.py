"""What an ad asked for, and where the work was to be done, may tell of a sole proprietor: it goes with the person."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_forget_ad_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM clients_adrequirement WHERE ad_id IN (SELECT ad.id FROM clients_jobad ad
    JOIN clients_joborder job ON job.id = ad.order_id WHERE job.company_id = OLD.company_id);
  UPDATE clients_jobad SET postal_code = '', municipality = '', starts = ''
    WHERE order_id IN (SELECT id FROM clients_joborder WHERE company_id = OLD.company_id);
  RETURN OLD;
END $$;
CREATE TRIGGER forget_facts_of_ads AFTER DELETE ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION clients_forget_ad_facts();
"""

UNDO = """
DROP TRIGGER forget_facts_of_ads ON clients_soleproprietor; DROP FUNCTION clients_forget_ad_facts;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0014_question_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
