"""Nothing is sent before the notice, nothing given to whoever may not have it; the ledger is only added to."""

from django.db import migrations

GUARDS = """
-- Every number one person goes by.
CREATE FUNCTION privacy_numbers_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT known.id FROM privacy_subject known
  WHERE coalesce(known.merged_into_id, known.id)
      = (SELECT coalesce(asked.merged_into_id, asked.id) FROM privacy_subject asked WHERE asked.id = person)
$$;

-- Whether the person was told of everything we have from others (GDPR art. 14).
CREATE FUNCTION privacy_is_informed(person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM privacy_collection
    WHERE informed_at IS NULL AND subject_id IN (SELECT privacy_numbers_of(person))
  )
$$;

CREATE FUNCTION privacy_guard_collection() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE received date := (NEW.collected_at AT TIME ZONE 'Europe/Oslo')::date;
BEGIN
  IF NEW.due_on < received OR NEW.due_on > received + interval '1 month' THEN
    RAISE EXCEPTION 'a person is told within a month' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.collected_at, NEW.due_on, NEW.source) IS DISTINCT FROM (OLD.collected_at, OLD.due_on, OLD.source) THEN
    RAISE EXCEPTION 'when and where data came from never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_collection BEFORE INSERT OR UPDATE ON privacy_collection
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_collection();

CREATE FUNCTION privacy_guard_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN

  IF NEW.subject_id IS NOT NULL AND NEW.template <> 'privacy/email/informed' AND NOT privacy_is_informed(NEW.subject_id) THEN
    RAISE EXCEPTION 'the first word to a person is what we hold and where it is from' USING ERRCODE = 'check_violation';
  END IF;

  IF NEW.message_class = 'marketing' AND EXISTS (
      SELECT 1 FROM privacy_suppression WHERE digest = ANY (NEW.address_digests) AND kind IN ('', NEW.marketing_kind)) THEN
    RAISE EXCEPTION 'this address wants no advertising' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.mailing_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM privacy_mailing
      WHERE id = NEW.mailing_id AND stopped_at IS NULL AND finished_at IS NULL
        AND (kind, template, activity_id) = (NEW.marketing_kind, NEW.template, NEW.activity_id)) THEN
    RAISE EXCEPTION 'this is not what the mailing is about, or the mailing is over' USING ERRCODE = 'check_violation';
  END IF;

  RETURN NEW;
END $$;
CREATE TRIGGER guard_mail BEFORE INSERT ON privacy_outgoingmail
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_mail();

CREATE FUNCTION privacy_guard_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person uuid; today date := (NEW.at AT TIME ZONE 'Europe/Oslo')::date; given privacy_recipient%ROWTYPE;
BEGIN
  -- Whoever erases the person, or sets the data aside, waits for us or we for them.
  SELECT coalesce(merged_into_id, id) INTO person FROM privacy_subject WHERE id = NEW.subject_uuid;
  PERFORM 1 FROM privacy_subject WHERE id = person FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nothing is given of a person who is not there' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO given FROM privacy_recipient WHERE id = NEW.recipient_id FOR SHARE;
  IF NOT FOUND OR given.ended_on <= today THEN
    RAISE EXCEPTION 'nothing is given to anybody who is not in the register of recipients' USING ERRCODE = 'check_violation';
  END IF;
  IF given.kind = 'processor' AND (given.agreement_from > today OR given.agreement_until < today) THEN
    RAISE EXCEPTION 'a processor has an agreement in force' USING ERRCODE = 'check_violation';
  END IF;
  IF given.kind = 'agreed' AND NOT EXISTS (
      SELECT 1 FROM privacy_sharingagreement agreed
      WHERE agreed.recipient_id = given.id AND agreed.subject_id IN (SELECT privacy_numbers_of(person))
        AND agreed.withdrawn_at IS NULL AND today BETWEEN agreed.starts_on AND agreed.ends_on
        AND NEW.categories <@ agreed.categories) THEN
    RAISE EXCEPTION 'the person has not agreed to this' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT privacy_is_informed(person) THEN
    RAISE EXCEPTION 'the person is told first, where we have the data from' USING ERRCODE = 'check_violation';
  END IF;
  -- What a law gives an authority is an important public interest (GDPR art. 18(2)).
  IF given.kind <> 'authority' AND EXISTS (
      SELECT 1 FROM privacy_restriction
      WHERE lifted_at IS NULL AND subject_id IN (SELECT privacy_numbers_of(person))
        AND (category IN ('', 'identity', 'contact') OR category = ANY (NEW.categories))) THEN
    RAISE EXCEPTION 'what is set aside is given to nobody' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_disclosure BEFORE INSERT ON privacy_disclosure
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_disclosure();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON privacy_disclosure
  FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON privacy_disclosure
  FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_change();

-- Goes its own time after the person did; the notices to recipients with it.
CREATE FUNCTION privacy_expire_disclosures(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint := 0; here bigint; over uuid[];
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  SELECT array_agg(DISTINCT erasure.subject_uuid) INTO over FROM privacy_erasure erasure
    WHERE erasure.scope = 'person'
      AND (erasure.at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('disclosure') <= today;
  DELETE FROM privacy_recipientnotice WHERE subject_uuid = ANY (over);
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_disclosure WHERE subject_uuid = ANY (over);
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  PERFORM set_config('privacy.expiring', 'off', true);
  RETURN gone;
END $$;
"""

UNDO = """
DROP FUNCTION privacy_expire_disclosures; DROP TRIGGER append_only_whole ON privacy_disclosure; DROP TRIGGER append_only ON privacy_disclosure;
DROP TRIGGER guard_disclosure ON privacy_disclosure; DROP FUNCTION privacy_guard_disclosure; DROP TRIGGER guard_mail ON privacy_outgoingmail;
DROP FUNCTION privacy_guard_mail; DROP TRIGGER guard_collection ON privacy_collection; DROP FUNCTION privacy_guard_collection;
DROP FUNCTION privacy_is_informed; DROP FUNCTION privacy_numbers_of;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0023_requests_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
