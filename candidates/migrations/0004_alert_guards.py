"""Who is not sent what: alerts stand on a consent and a proved address, letters on what the person chose."""

from django.db import migrations

GUARDS = """
-- Every number one person goes by, as indexes find them.
CREATE FUNCTION candidates_numbers_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT id FROM privacy_subject WHERE id = person
  UNION SELECT merged_into_id FROM privacy_subject WHERE id = person AND merged_into_id IS NOT NULL
  UNION SELECT id FROM privacy_subject WHERE merged_into_id = person
$$;

-- Whether the person's last word about this purpose is a yes.
CREATE FUNCTION candidates_has_consent(person uuid, asked text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT action = 'given' FROM privacy_consentevent
    WHERE purpose = asked AND subject_uuid IN (SELECT candidates_numbers_of(person))
    ORDER BY at DESC, id DESC LIMIT 1
  ), false)
$$;

-- What stops any e-mail that nobody's right or question asks for.
CREATE FUNCTION candidates_refuse_unwanted(sent_to uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE person uuid; unproved text;
BEGIN
  SELECT subject_id, unconfirmed_email INTO person, unproved FROM candidates_candidate WHERE id = sent_to;
  IF unproved <> '' OR NOT EXISTS (
      SELECT 1 FROM account_emailaddress address JOIN accounts_user account ON account.id = address.user_id
      WHERE address.verified AND account.subject_id IN (SELECT candidates_numbers_of(person))) THEN
    RAISE EXCEPTION 'an address nobody has proved gets no such e-mail' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
      SELECT 1 FROM privacy_restriction
      WHERE lifted_at IS NULL AND category IN ('', 'identity', 'contact', 'correspondence')
        AND subject_id IN (SELECT candidates_numbers_of(person))) THEN
    RAISE EXCEPTION 'whose data are set aside is sent nothing of the kind' USING ERRCODE = 'check_violation';
  END IF;
  RETURN person;
END $$;

CREATE FUNCTION candidates_guard_alert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person uuid; unproved text;
BEGIN
  SELECT subject_id, unconfirmed_email INTO person, unproved FROM candidates_candidate WHERE id = NEW.candidate_id;
  IF unproved <> '' THEN
    RAISE EXCEPTION 'an address nobody has proved gets no such e-mail' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT candidates_has_consent(person, 'job_alerts') THEN
    RAISE EXCEPTION 'a job alert stands on a consent' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_alert BEFORE INSERT ON candidates_jobalert
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_alert();

CREATE FUNCTION candidates_guard_alerted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person uuid; today date := (NEW.at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  SELECT candidates_refuse_unwanted(candidate_id) INTO person FROM candidates_jobalert WHERE id = NEW.alert_id;
  IF NOT candidates_has_consent(person, 'job_alerts') THEN
    RAISE EXCEPTION 'a job alert stands on a consent' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
      SELECT 1 FROM clients_jobad ad JOIN clients_joborder ordered ON ordered.id = ad.order_id
      WHERE ad.id = NEW.ad_id AND ad.published_at <= NEW.at AND ad.closed_at IS NULL AND ordered.closed_at IS NULL
        AND (ad.deadline IS NULL OR ad.deadline >= today)) THEN
    RAISE EXCEPTION 'only what is vacant is told of' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_alerted BEFORE INSERT ON candidates_alertedad
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_alerted();

CREATE FUNCTION candidates_guard_letter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person uuid := candidates_refuse_unwanted(NEW.candidate_id);
BEGIN
  PERFORM 1 FROM clients_joborder
    WHERE id = NEW.job_order_id AND opened_at IS NOT NULL AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a letter is about a position that is open' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.message_class = 'service' AND NOT EXISTS (
      SELECT 1 FROM candidates_application
      WHERE candidate_id = NEW.candidate_id AND job_order_id = NEW.job_order_id
        AND origin <> 'added' AND stage IN ('new', 'screening', 'interview', 'presented', 'offer')) THEN
    RAISE EXCEPTION 'only who is in process for the position is written to about it as a service' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.message_class = 'marketing' AND NOT candidates_has_consent(person, 'further_storage') AND NOT EXISTS (
      SELECT 1 FROM candidates_application
      WHERE candidate_id = NEW.candidate_id AND keep_scope = 'candidate_base') THEN
    RAISE EXCEPTION 'the person has not asked to hear of other positions' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_letter BEFORE INSERT ON candidates_positionletter
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_letter();
"""

UNDO = """
DROP TRIGGER guard_letter ON candidates_positionletter; DROP FUNCTION candidates_guard_letter; DROP TRIGGER guard_alerted ON candidates_alertedad;
DROP FUNCTION candidates_guard_alerted; DROP TRIGGER guard_alert ON candidates_jobalert; DROP FUNCTION candidates_guard_alert;
DROP FUNCTION candidates_refuse_unwanted; DROP FUNCTION candidates_has_consent; DROP FUNCTION candidates_numbers_of;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0003_reference_guide"), ("clients", "0019_paper_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
