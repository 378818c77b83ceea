"""What an order was opened on stays: the client, the agreement, the day, and the terms for as long as the order itself."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_keep_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.opened_at IS NOT NULL AND (NEW.company_id, NEW.kind, NEW.agreement_id, NEW.opened_at)
      IS DISTINCT FROM (OLD.company_id, OLD.kind, OLD.agreement_id, OLD.opened_at) THEN
    RAISE EXCEPTION 'an order that was opened keeps its client, its agreement and its day' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_opened BEFORE UPDATE ON clients_joborder
  FOR EACH ROW EXECUTE FUNCTION clients_keep_opened();

-- Deleted and written anew they would be other terms; they go with the order, in the law's time.
CREATE FUNCTION clients_refuse_deletion_of_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM clients_joborder WHERE id = OLD.order_id AND opened_at IS NOT NULL
    AND clients_kept_by_law((closed_at AT TIME ZONE 'Europe/Oslo')::date);
  IF FOUND THEN
    RAISE EXCEPTION 'the law makes us keep it (bokføringsloven § 13)' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER refuse_deletion BEFORE DELETE ON clients_orderterms
  FOR EACH ROW EXECUTE FUNCTION clients_refuse_deletion_of_terms();
"""

UNDO = """
DROP TRIGGER refuse_deletion ON clients_orderterms; DROP FUNCTION clients_refuse_deletion_of_terms; DROP TRIGGER keep_opened ON clients_joborder;
DROP FUNCTION clients_keep_opened;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_fact_sheet_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
