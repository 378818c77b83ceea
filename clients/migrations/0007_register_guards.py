"""One number, one client; a sole proprietorship is its person's; what waits for prepayment is not opened."""

from django.db import migrations

GUARDS = """
-- A number is a client's or a sub-unit's, never both; asked under a lock of that number.
CREATE FUNCTION clients_guard_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.org_number = OLD.org_number THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('org_number ' || NEW.org_number));
  IF TG_TABLE_NAME = 'clients_subunit' THEN
    IF NEW.org_number !~ '^[0-9]{9}$' THEN
      RAISE EXCEPTION 'an organisation number has nine digits' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM clients_clientcompany WHERE org_number = NEW.org_number;
  ELSE
    PERFORM 1 FROM clients_subunit WHERE org_number = NEW.org_number;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'this organisation number is registered already' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_number BEFORE INSERT OR UPDATE ON clients_clientcompany
  FOR EACH ROW EXECUTE FUNCTION clients_guard_number();
CREATE TRIGGER guard_number BEFORE INSERT OR UPDATE ON clients_subunit
  FOR EACH ROW EXECUTE FUNCTION clients_guard_number();

-- What is written about a client that is a person says whose it is: else no copy, no erasure and no restriction found it.
CREATE FUNCTION clients_guard_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject_id IS NULL AND EXISTS (SELECT 1 FROM clients_soleproprietor WHERE company_id = NEW.company_id) THEN
    RAISE EXCEPTION 'this client is a person: say whose it is' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_person BEFORE INSERT OR UPDATE ON clients_registerentry
  FOR EACH ROW EXECUTE FUNCTION clients_guard_person();
CREATE TRIGGER guard_person BEFORE INSERT OR UPDATE ON clients_subunit
  FOR EACH ROW EXECUTE FUNCTION clients_guard_person();
CREATE TRIGGER guard_person BEFORE INSERT OR UPDATE ON clients_timelineentry
  FOR EACH ROW EXECUTE FUNCTION clients_guard_person();
CREATE TRIGGER guard_person BEFORE INSERT OR UPDATE ON clients_creditassessment
  FOR EACH ROW EXECUTE FUNCTION clients_guard_person();

-- How long the law makes us keep who a party to an agreement was: open while one is not all over, else from the end of the
-- year in which the last was (bokføringsloven § 13). Worked out here, so that whoever signs or ends one need not remember.
CREATE FUNCTION clients_bond_of(client uuid, OUT bond varchar, OUT agreement_ended_on date) LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(*) = 0 THEN 'none' WHEN bool_or(ended_on IS NULL) THEN 'runs' ELSE 'over' END,
         CASE WHEN bool_or(ended_on IS NULL) THEN NULL ELSE max(ended_on) END
  FROM clients_agreement WHERE company_id = client AND signed_at IS NOT NULL
$$;

CREATE FUNCTION clients_follow_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person uuid;
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM clients_clientcompany WHERE id = NEW.company_id AND org_number LIKE 'x%') THEN
    RAISE EXCEPTION 'this client was erased' USING ERRCODE = 'check_violation';
  END IF;
  SELECT coalesce(each.merged_into_id, each.id) INTO person
    FROM clients_soleproprietor JOIN privacy_subject each ON each.id = subject_id WHERE company_id = NEW.company_id;
  IF FOUND THEN
    PERFORM 1 FROM privacy_subject WHERE id = person FOR NO KEY UPDATE;
    UPDATE clients_soleproprietor SET (bond, agreement_ended_on) = (SELECT now.bond, now.agreement_ended_on FROM clients_bond_of(NEW.company_id) now)
      WHERE company_id = NEW.company_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER follow_agreement AFTER INSERT OR UPDATE ON clients_agreement
  FOR EACH ROW EXECUTE FUNCTION clients_follow_agreement();

CREATE FUNCTION clients_begin_proprietor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT now.bond, now.agreement_ended_on INTO NEW.bond, NEW.agreement_ended_on FROM clients_bond_of(NEW.company_id) now;
  RETURN NEW;
END $$;
CREATE TRIGGER begin_proprietor BEFORE INSERT ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION clients_begin_proprietor();

-- The person goes: so do name and number, wherever the business bore them, and all that is known of the business. A recipient that was given candidates' data
-- keeps its name as long as they may ask who was given what (GDPR art. 15(1)(c)).
CREATE FUNCTION clients_forget_proprietor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE clients_clientcompany SET name = 'Enkeltpersonforetak (slettet)', privacy_statement_url = '',
      org_number = 'x' || left(replace(id::text, '-', ''), 8) WHERE id = OLD.company_id;
  UPDATE clients_jobad SET employer = 'Enkeltpersonforetak'
    WHERE order_id IN (SELECT id FROM clients_joborder WHERE company_id = OLD.company_id);
  UPDATE clients_invoiceprofile SET channel = 'ehf', invoice_address = '', reference = '' WHERE company_id = OLD.company_id;
  DELETE FROM clients_registerentry WHERE company_id = OLD.company_id;
  DELETE FROM clients_subunit WHERE company_id = OLD.company_id;
  DELETE FROM clients_timelineentry WHERE company_id = OLD.company_id;
  DELETE FROM clients_creditassessment WHERE company_id = OLD.company_id;
  UPDATE privacy_recipient SET name = 'Enkeltpersonforetak (slettet)', org_number = '' WHERE company_uuid = OLD.company_id
    AND NOT EXISTS (SELECT 1 FROM privacy_disclosure given WHERE given.recipient_id = privacy_recipient.id);
  RETURN OLD;
END $$;
CREATE TRIGGER forget_proprietor AFTER DELETE ON clients_soleproprietor
  FOR EACH ROW EXECUTE FUNCTION clients_forget_proprietor();

-- The relation ends and begins again with the client's; what waits to be paid for is not waited for any more.
CREATE FUNCTION clients_end_with_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN
    UPDATE clients_soleproprietor SET ended_at = NEW.ended_at WHERE company_id = NEW.id;
    IF NEW.ended_at IS NOT NULL THEN
      UPDATE clients_prepayment SET state = 'waived', settled_at = NEW.ended_at, settled_by_id = NEW.ended_by_id
        WHERE state = 'asked' AND order_id IN (SELECT id FROM clients_joborder WHERE company_id = NEW.id);
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER end_with_company AFTER UPDATE ON clients_clientcompany
  FOR EACH ROW EXECUTE FUNCTION clients_end_with_company();

CREATE FUNCTION clients_guard_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.valid_until < NEW.assessed_on OR NEW.valid_until > NEW.assessed_on + interval '12 months' THEN
    RAISE EXCEPTION 'a credit assessment is valid for twelve months at most' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_credit BEFORE INSERT OR UPDATE ON clients_creditassessment
  FOR EACH ROW EXECUTE FUNCTION clients_guard_credit();

-- A prepayment is asked for before the order is opened, by a person, and settled once, by a person.
CREATE FUNCTION clients_guard_prepayment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted clients_joborder;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO wanted FROM clients_joborder WHERE id = NEW.order_id FOR UPDATE;
    IF wanted.opened_at IS NOT NULL THEN
      RAISE EXCEPTION 'prepayment is asked for before the order is opened' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.subject_id IS NULL AND EXISTS (SELECT 1 FROM clients_soleproprietor WHERE company_id = wanted.company_id) THEN
      RAISE EXCEPTION 'this client is a person: say whose it is' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.state <> 'asked' AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'what is settled stays settled' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.state = 'asked') <> (NEW.settled_at IS NULL) OR (NEW.settled_at IS NULL) <> (NEW.settled_by_id IS NULL) THEN
    RAISE EXCEPTION 'say when it was settled and who says so' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reviewed_at IS NOT NULL AND (NEW.review_asked_at IS NULL OR NEW.reviewed_by_id IS NULL OR NEW.review_answer = '') THEN
    RAISE EXCEPTION 'a review is asked for, and answered by a person in words' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_prepayment BEFORE INSERT OR UPDATE ON clients_prepayment
  FOR EACH ROW EXECUTE FUNCTION clients_guard_prepayment();

CREATE FUNCTION clients_guard_prepaid_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opened_at IS NOT NULL AND OLD.opened_at IS NULL THEN
    PERFORM 1 FROM clients_prepayment WHERE order_id = NEW.id AND state = 'asked';
    IF FOUND THEN
      RAISE EXCEPTION 'the order waits until its prepayment is paid' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_prepaid_order BEFORE UPDATE ON clients_joborder
  FOR EACH ROW EXECUTE FUNCTION clients_guard_prepaid_order();
"""

UNDO = """
DROP TRIGGER guard_prepaid_order ON clients_joborder; DROP FUNCTION clients_guard_prepaid_order; DROP TRIGGER guard_prepayment ON clients_prepayment;
DROP FUNCTION clients_guard_prepayment; DROP TRIGGER guard_credit ON clients_creditassessment; DROP FUNCTION clients_guard_credit;
DROP TRIGGER end_with_company ON clients_clientcompany; DROP FUNCTION clients_end_with_company;
DROP TRIGGER forget_proprietor ON clients_soleproprietor; DROP FUNCTION clients_forget_proprietor;
DROP TRIGGER begin_proprietor ON clients_soleproprietor; DROP FUNCTION clients_begin_proprietor; DROP TRIGGER follow_agreement ON clients_agreement;
DROP FUNCTION clients_follow_agreement; DROP FUNCTION clients_bond_of; DROP TRIGGER guard_person ON clients_creditassessment;
DROP TRIGGER guard_person ON clients_timelineentry; DROP TRIGGER guard_person ON clients_subunit; DROP TRIGGER guard_person ON clients_registerentry;
DROP FUNCTION clients_guard_person; DROP TRIGGER guard_number ON clients_subunit; DROP TRIGGER guard_number ON clients_clientcompany;
DROP FUNCTION clients_guard_number;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0006_enquiry_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
