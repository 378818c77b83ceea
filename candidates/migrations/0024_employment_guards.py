"""Nobody is employed before the contract says what the law wants, numbers rest encrypted, next of kin are told first."""

from django.db import migrations

GUARDS = """
-- Whether a contract of this form says all that arbeidsmiljøloven § 14-6 wants; `other` holds what there is no such thing of.
CREATE FUNCTION candidates_contract_is_whole(covered text[], other text[], form text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT covered @> ARRAY['parties', 'workplace', 'work', 'start', 'holiday', 'notice', 'pay', 'payment', 'hours', 'breaks',
                          'overtime', 'benefits']
    AND covered || other @> ARRAY['absence', 'duration', 'trial', 'special_hours', 'shifts', 'tariff', 'training', 'hirer']
    AND (form <> 'temporary' OR 'duration' = ANY (covered))
$$;

CREATE FUNCTION candidates_guard_employment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE filed candidates_employmentfile%ROWTYPE;
BEGIN
  IF NEW.national_id <> '' AND NEW.national_id NOT LIKE 'RlJLM%' THEN
    RAISE EXCEPTION 'a national identity number rests encrypted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'in_force' AND NEW.state <> 'in_force' THEN
    RAISE EXCEPTION 'an employment in force is ended, not prepared again' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'in_force' THEN
    IF NEW.activated_at IS NOT NULL OR NEW.activated_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'what is being prepared is not in force' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO filed FROM candidates_employmentfile WHERE employment_id = NEW.id FOR SHARE;
  IF NOT FOUND AND TG_OP = 'UPDATE' AND OLD.state = 'in_force' THEN
    RETURN NEW;  -- over, and the file is gone
  END IF;
  IF filed.signed_on IS NULL OR NOT candidates_contract_is_whole(filed.covered::text[], filed.not_relevant::text[], NEW.form) THEN
    RAISE EXCEPTION 'nobody starts without a signed contract that says what the law wants (arbeidsmiljøloven § 14-6)'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_employment BEFORE INSERT OR UPDATE ON candidates_employment
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_employment();

CREATE FUNCTION candidates_guard_employment_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_form text;
BEGIN
  SELECT form INTO of_form FROM candidates_employment WHERE id = NEW.employment_id AND state = 'in_force' FOR SHARE;
  IF FOUND AND (NEW.signed_on IS NULL
      OR NOT candidates_contract_is_whole(NEW.covered::text[], NEW.not_relevant::text[], of_form)) THEN
    RAISE EXCEPTION 'the contract of an employment in force stays whole (arbeidsmiljøloven § 14-6)'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION candidates_guard_pay_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number NOT LIKE 'RlJLM%' THEN
    RAISE EXCEPTION 'an account number rests encrypted' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_pay_account BEFORE INSERT OR UPDATE ON candidates_payaccount
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_pay_account();

CREATE FUNCTION candidates_guard_next_of_kin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named date := (NEW.named_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  PERFORM 1 FROM candidates_employment
    WHERE id = NEW.employment_id AND state = 'in_force' AND (ends_on IS NULL OR ends_on >= named) FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'next of kin are of somebody who is employed' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.told_on > named THEN
    RAISE EXCEPTION 'next of kin are told before they are written down' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_next_of_kin BEFORE INSERT ON candidates_nextofkin
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_next_of_kin();
"""

UNDO = """
DROP TRIGGER guard_next_of_kin ON candidates_nextofkin; DROP FUNCTION candidates_guard_next_of_kin;
DROP TRIGGER guard_pay_account ON candidates_payaccount; DROP FUNCTION candidates_guard_pay_account; DROP FUNCTION candidates_guard_employment_file;
DROP TRIGGER guard_employment ON candidates_employment; DROP FUNCTION candidates_guard_employment; DROP FUNCTION candidates_contract_is_whole;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0023_sharing_choice_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
