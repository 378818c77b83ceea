"""What applicants are asked and told, and why, may tell of a sole proprietor: it goes with the person, as the ad's text does.

The rows stay, since somebody answered to them. The guards that keep their words let no other change through than this one,
which only the deletion of the person makes."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_forget_asked_and_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients_screeningquestion SET text = 'Spørsmål ' || id || ' (slettet)', reason = 'Slettet',
      choices = CASE WHEN choices = '' THEN '' ELSE 'Slettet' END, asks = '{}', asks_ground = '', asks_because = ''
    WHERE ad_id IN (SELECT ad.id FROM clients_jobad ad JOIN clients_joborder job ON job.id = ad.order_id
      WHERE job.company_id = OLD.company_id);
  UPDATE clients_factsheet SET in_ad = 'Slettet', after_screening = '', before_interview = '', after_offer = '',
      asks = '{}', asks_ground = '', asks_because = ''
    WHERE order_id IN (SELECT id FROM clients_joborder WHERE company_id = OLD.company_id);
  RETURN OLD;
END $$;
CREATE TRIGGER forget_asked_and_told AFTER DELETE ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION clients_forget_asked_and_told();
"""

UNDO = """
DROP TRIGGER forget_asked_and_told ON clients_soleproprietor; DROP FUNCTION clients_forget_asked_and_told;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0017_ad_export_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
