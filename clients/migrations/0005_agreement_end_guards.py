"""When an agreement is all over, what may still change of a signed one, and that the law's time passes before it goes.

`ended_on` is worked out here, whoever writes: nobody has to remember it. A lock is taken on the client, then on the
agreement, in this order everywhere."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION clients_find_agreement_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.ended_on := greatest(NEW.valid_until, (
    SELECT max((closed_at AT TIME ZONE 'Europe/Oslo')::date) FROM clients_joborder WHERE agreement_id = NEW.id));
  IF NEW.signed_at IS NULL OR NEW.valid_until IS NULL OR EXISTS (
    SELECT 1 FROM clients_joborder WHERE agreement_id = NEW.id AND opened_at IS NOT NULL AND closed_at IS NULL) THEN
    NEW.ended_on := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER find_agreement_end BEFORE INSERT OR UPDATE ON clients_agreement
  FOR EACH ROW EXECUTE FUNCTION clients_find_agreement_end();

CREATE FUNCTION clients_begin_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opened_at IS NULL OR (TG_OP = 'UPDATE' AND OLD.opened_at IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM clients_clientcompany WHERE id = NEW.company_id AND ended_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the relation with this client has ended' USING ERRCODE = 'check_violation';
  END IF;
  -- Stronger than what guard_order takes: two orders opened on one agreement wait here, not for each other.
  PERFORM 1 FROM clients_agreement WHERE id = NEW.agreement_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER begin_order BEFORE INSERT OR UPDATE ON clients_joborder
  FOR EACH ROW EXECUTE FUNCTION clients_begin_order();

CREATE FUNCTION clients_move_agreement_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.agreement_id, OLD.opened_at, OLD.closed_at)
      IS NOT DISTINCT FROM (NEW.agreement_id, NEW.opened_at, NEW.closed_at) THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    UPDATE clients_agreement SET valid_until = valid_until WHERE id = OLD.agreement_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE clients_agreement SET valid_until = valid_until WHERE id = NEW.agreement_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER move_agreement_end AFTER INSERT OR UPDATE OR DELETE ON clients_joborder
  FOR EACH ROW EXECUTE FUNCTION clients_move_agreement_end();

CREATE FUNCTION clients_guard_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM clients_joborder WHERE company_id = NEW.id AND opened_at IS NOT NULL AND closed_at IS NULL) THEN
    RAISE EXCEPTION 'the relation with a client does not end while an order is open' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_company BEFORE UPDATE ON clients_clientcompany
  FOR EACH ROW EXECUTE FUNCTION clients_guard_company();

-- Whoever has a contact person, an agreement or an order with us anew is a client again.
CREATE FUNCTION clients_begin_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients_clientcompany SET ended_at = NULL, ended_by_id = NULL WHERE id = NEW.company_id AND ended_at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER begin_again AFTER INSERT ON clients_clientcontact
  FOR EACH ROW EXECUTE FUNCTION clients_begin_again();
CREATE TRIGGER begin_again AFTER INSERT ON clients_agreement FOR EACH ROW EXECUTE FUNCTION clients_begin_again();
CREATE TRIGGER begin_again AFTER INSERT ON clients_joborder FOR EACH ROW EXECUTE FUNCTION clients_begin_again();

-- 'clients.today' is the day somebody decides as of, as `purge --as-of` does.
CREATE FUNCTION clients_kept_by_law(ended date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (make_date(extract(year FROM ended)::int + 1, 1, 1) + privacy_length('agreement'))::date
    > coalesce(nullif(current_setting('clients.today', true), '')::date, (now() AT TIME ZONE 'Europe/Oslo')::date), true)
$$;

CREATE FUNCTION clients_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_kept boolean;
BEGIN
  IF TG_TABLE_NAME = 'clients_agreement' THEN
    is_kept := OLD.signed_at IS NOT NULL AND clients_kept_by_law(OLD.ended_on);
  ELSE
    is_kept := OLD.opened_at IS NOT NULL AND clients_kept_by_law((OLD.closed_at AT TIME ZONE 'Europe/Oslo')::date);
  END IF;
  IF is_kept THEN
    RAISE EXCEPTION 'the law makes us keep it (bokføringsloven § 13)' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER refuse_deletion BEFORE DELETE ON clients_agreement
  FOR EACH ROW EXECUTE FUNCTION clients_refuse_deletion();
CREATE TRIGGER refuse_deletion BEFORE DELETE ON clients_joborder
  FOR EACH ROW EXECUTE FUNCTION clients_refuse_deletion();
"""

UNDO = """
DROP TRIGGER refuse_deletion ON clients_joborder; DROP TRIGGER refuse_deletion ON clients_agreement; DROP FUNCTION clients_refuse_deletion;
DROP FUNCTION clients_kept_by_law; DROP TRIGGER begin_again ON clients_joborder; DROP TRIGGER begin_again ON clients_agreement;
DROP TRIGGER begin_again ON clients_clientcontact; DROP FUNCTION clients_begin_again; DROP TRIGGER guard_company ON clients_clientcompany;
DROP FUNCTION clients_guard_company; DROP TRIGGER move_agreement_end ON clients_joborder; DROP FUNCTION clients_move_agreement_end;
DROP TRIGGER begin_order ON clients_joborder; DROP FUNCTION clients_begin_order; DROP TRIGGER find_agreement_end ON clients_agreement;
DROP FUNCTION clients_find_agreement_end;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0004_newsletter_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
