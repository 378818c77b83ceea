"""A lead comes in through an open campaign, in its time, after words that were shown; what it counts, triggers count."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION candidates_guard_campaign() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given privacy_recipient%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.opened_at IS NOT NULL
      AND (to_jsonb(NEW) - ARRAY['name', 'ends_on', 'closed_at', 'statement_url', 'job_ad_id'])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['name', 'ends_on', 'closed_at', 'statement_url', 'job_ad_id']) THEN
    RAISE EXCEPTION 'who ran a campaign, where and since when never changes once it takes in' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL THEN
    RAISE EXCEPTION 'a closed campaign stays closed' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.opened_at IS NULL OR (TG_OP = 'UPDATE' AND OLD.opened_at IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  SELECT * INTO given FROM privacy_recipient WHERE id = NEW.partner_id FOR SHARE;
  IF given.contact_address = '' OR given.ended_on IS NOT NULL
      OR given.kind <> (CASE WHEN NEW.split = 'processor' THEN 'processor' ELSE 'source' END) THEN
    RAISE EXCEPTION 'the partner is in the register as what it is, with an address that hears of erasures'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM candidates_campaignwording WHERE campaign_id = NEW.id AND shown_from <= NEW.starts_on) THEN
    RAISE EXCEPTION 'people are told something in the channel before they answer' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_campaign BEFORE INSERT OR UPDATE ON candidates_campaign
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_campaign();

CREATE FUNCTION candidates_guard_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a wording that was shown is followed by the next, never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER guard_wording BEFORE UPDATE ON candidates_campaignwording
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_wording();

CREATE FUNCTION candidates_guard_lead() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE received date := (NEW.received_at AT TIME ZONE 'Europe/Oslo')::date; run candidates_campaign%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.campaign_id, NEW.wording_id, NEW.reference, NEW.door, NEW.consent, NEW.answered_on, NEW.received_at) IS DISTINCT FROM
       (OLD.campaign_id, OLD.wording_id, OLD.reference, OLD.door, OLD.consent, OLD.answered_on, OLD.received_at) THEN
      RAISE EXCEPTION 'when and where data came from never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM privacy_suppression WHERE digest = ANY (NEW.address_digests)) THEN
    RAISE EXCEPTION 'an address that said no to advertising comes in by no campaign' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO run FROM candidates_campaign WHERE id = NEW.campaign_id FOR SHARE;
  IF run.opened_at IS NULL OR run.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'the campaign takes nobody in' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.answered_on NOT BETWEEN run.starts_on AND run.ends_on OR NEW.answered_on > received THEN
    RAISE EXCEPTION 'the answer does not lie in the time of the campaign' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM candidates_campaignwording shown
      WHERE shown.id = NEW.wording_id AND shown.campaign_id = NEW.campaign_id AND shown.shown_from <= NEW.answered_on) THEN
    RAISE EXCEPTION 'these words were not shown that day' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_lead BEFORE INSERT OR UPDATE ON candidates_lead
  FOR EACH ROW EXECUTE FUNCTION candidates_guard_lead();

CREATE FUNCTION candidates_week_of(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT date_trunc('week', moment AT TIME ZONE 'Europe/Oslo')::date
$$;

CREATE FUNCTION candidates_count_leads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO candidates_campaigntally (campaign_id, week, event, count)
      SELECT campaign_id, candidates_week_of(received_at), 'received', count(*) FROM moved GROUP BY 1, 2;
  ELSE
    INSERT INTO candidates_campaigntally (campaign_id, week, event, count)
      SELECT campaign_id, candidates_week_of(now()), 'ended', count(*) FROM moved GROUP BY 1;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_received AFTER INSERT ON candidates_lead REFERENCING NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION candidates_count_leads();
CREATE TRIGGER count_ended AFTER DELETE ON candidates_lead REFERENCING OLD TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION candidates_count_leads();

-- Who was told; a notice that nobody could deliver told nobody.
CREATE FUNCTION candidates_count_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO candidates_campaigntally (campaign_id, week, event, count)
    SELECT campaign_id, candidates_week_of(coalesce(NEW.informed_at, OLD.informed_at)), 'told',
      CASE WHEN NEW.informed_at IS NULL THEN -1 ELSE 1 END
    FROM candidates_lead WHERE subject_id = NEW.subject_id;
  RETURN NULL;
END $$;
CREATE TRIGGER count_told AFTER UPDATE ON privacy_collection FOR EACH ROW
  WHEN (NEW.object_label = 'candidates.lead' AND (OLD.informed_at IS NULL) <> (NEW.informed_at IS NULL))
  EXECUTE FUNCTION candidates_count_told();
"""

UNDO = """
DROP TRIGGER count_told ON privacy_collection; DROP FUNCTION candidates_count_told; DROP TRIGGER count_ended ON candidates_lead;
DROP TRIGGER count_received ON candidates_lead; DROP FUNCTION candidates_count_leads; DROP FUNCTION candidates_week_of;
DROP TRIGGER guard_lead ON candidates_lead; DROP FUNCTION candidates_guard_lead; DROP TRIGGER guard_wording ON candidates_campaignwording;
DROP FUNCTION candidates_guard_wording; DROP TRIGGER guard_campaign ON candidates_campaign; DROP FUNCTION candidates_guard_campaign;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0004_alert_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
