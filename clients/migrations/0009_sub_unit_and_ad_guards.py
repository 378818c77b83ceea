"""An order's workplace is its own client's; what names a sole proprietor in ads and orders goes with the person."""

from django.db import migrations

GUARDS = """
ALTER TABLE clients_joborder ADD CONSTRAINT order_sub_unit_of_its_client FOREIGN KEY (sub_unit_id, company_id)
  REFERENCES clients_subunit (id, company_id) DEFERRABLE INITIALLY DEFERRED;

-- Whether a text names this business: the whole name, any two words of it that stand together, or its number; however
-- spaced and written.
CREATE FUNCTION clients_names_business(said text, name text, number text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  plain text := regexp_replace(lower(said), '[^[:alnum:]]', '', 'g');
  words text[] := regexp_split_to_array(trim(regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g')), ' ');
BEGIN
  IF strpos(plain, number) > 0 OR strpos(plain, array_to_string(words, '')) > 0 THEN
    RETURN true;
  END IF;
  FOR place IN 1 .. array_length(words, 1) - 1 LOOP
    IF strpos(plain, words[place] || words[place + 1]) > 0 THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

-- What the business said of itself goes with the person; of a position there stays what applicants applied for, unless
-- that names the person.
CREATE FUNCTION clients_forget_ads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients_jobad SET employer = 'Enkeltpersonforetak', summary = '', body = '', slug = 'stilling-' || id,
      title = CASE WHEN clients_names_business(title, OLD.name, OLD.org_number) THEN 'Stilling (slettet)' ELSE title END,
      closed_at = CASE WHEN published_at IS NULL THEN NULL ELSE coalesce(closed_at, greatest(now(), published_at)) END
    WHERE order_id IN (SELECT id FROM clients_joborder WHERE company_id = OLD.company_id);
  UPDATE clients_joborder SET sub_unit_id = NULL,
      title = CASE WHEN clients_names_business(title, OLD.name, OLD.org_number) THEN 'Stilling (slettet)' ELSE title END
    WHERE company_id = OLD.company_id;
  UPDATE clients_agreement SET terms = '' WHERE company_id = OLD.company_id AND signed_at IS NULL;
  RETURN OLD;
END $$;
CREATE TRIGGER forget_ads AFTER DELETE ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION clients_forget_ads();

-- A client who asks to be erased and whom the law keeps as a party is not advertised any more: that is no duty of ours.
CREATE FUNCTION clients_close_ads_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.cause IN ('person', 'staff') THEN
    UPDATE clients_jobad SET closed_at = greatest(NEW.at, published_at) WHERE published_at IS NOT NULL AND closed_at IS NULL
      AND order_id IN (SELECT job.id FROM clients_joborder job
        JOIN clients_soleproprietor own ON own.company_id = job.company_id WHERE own.subject_id = NEW.subject_uuid);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER close_ads_of_erased AFTER INSERT ON privacy_erasure
  FOR EACH ROW EXECUTE FUNCTION clients_close_ads_of_erased();
"""

UNDO = """
DROP TRIGGER close_ads_of_erased ON privacy_erasure; DROP FUNCTION clients_close_ads_of_erased; DROP TRIGGER forget_ads ON clients_soleproprietor;
DROP FUNCTION clients_forget_ads; DROP FUNCTION clients_names_business; ALTER TABLE clients_joborder DROP CONSTRAINT order_sub_unit_of_its_client;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0008_check_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
