"""An identity is seen of somebody whose address is confirmed, by a colleague, on a day that has come; and noted for good."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_identity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who candidates_candidate%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- Two candidates may turn out to be one: then it goes over.
    IF (to_jsonb(NEW) - 'candidate_id') IS DISTINCT FROM (to_jsonb(OLD) - 'candidate_id') THEN
      RAISE EXCEPTION 'that an identity was seen is noted anew, never changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO who FROM candidates_candidate WHERE id = NEW.candidate_id;
  IF who.unconfirmed_email <> '' OR NOT EXISTS (
      SELECT 1 FROM account_emailaddress address JOIN accounts_user account ON account.id = address.user_id
      WHERE address.verified AND account.subject_id IN (SELECT privacy_numbers_of(who.subject_id))) THEN
    RAISE EXCEPTION 'the address is confirmed before an identity is seen' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = NEW.seen_by_id AND is_staff
      AND subject_id NOT IN (SELECT privacy_numbers_of(who.subject_id))) THEN
    RAISE EXCEPTION 'a colleague sees who somebody is, and nobody for themselves' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seen_on > (NEW.noted_at AT TIME ZONE 'Europe/Oslo')::date THEN
    RAISE EXCEPTION 'nothing is noted before it was seen' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_identity BEFORE INSERT OR UPDATE ON candidates_identityseen
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_identity();
"""

UNDO = """
DROP TRIGGER guard_identity ON candidates_identityseen; DROP FUNCTION candidates_guard_identity;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0011_presentation_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
