"""Only what stands on the site is handed to NAV."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_guard_ad_export() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM clients_jobad ad JOIN clients_joborder job ON job.id = ad.order_id
      WHERE ad.id = NEW.ad_id AND ad.published_at <= NEW.sent_at AND ad.closed_at IS NULL AND job.closed_at IS NULL) THEN
    RAISE EXCEPTION 'only an ad on the site is handed to anybody' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_ad_export BEFORE INSERT OR UPDATE OF sent_at, digest ON clients_adexport
  FOR EACH ROW EXECUTE FUNCTION clients_guard_ad_export();
"""

UNDO = """
DROP TRIGGER guard_ad_export ON clients_adexport; DROP FUNCTION clients_guard_ad_export;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0016_contact_once")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
