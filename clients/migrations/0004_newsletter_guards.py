"""Why somebody at a client may be sent news, in one place; and that what was sent never changes."""

from django.db import migrations

GUARDS = """
-- The ground of news to this person on that day: 'consent', 'customer', or '' for none (markedsføringsloven § 15).
-- A customer has an agreement in force, or ordered within two years; and the person was told, with the first word we
-- sent, that they may say no. Whoever took a consent back is sent nothing, customer or not.
CREATE FUNCTION clients_news_ground(person uuid, today date) RETURNS text LANGUAGE sql STABLE AS $$
  WITH numbers AS (
    SELECT id FROM privacy_subject WHERE id = person
    UNION SELECT merged_into_id FROM privacy_subject WHERE id = person AND merged_into_id IS NOT NULL
    UNION SELECT id FROM privacy_subject WHERE merged_into_id = person
  ), cards AS (
    SELECT company_id FROM clients_clientcontact
    WHERE subject_id IN (SELECT id FROM numbers) AND ended_at IS NULL AND role <> 'invoices'
  ), word AS (
    SELECT action FROM privacy_consentevent
    WHERE purpose = 'newsletter' AND subject_uuid IN (SELECT id FROM numbers) ORDER BY at DESC, id DESC LIMIT 1
  )
  SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM cards) THEN ''
    WHEN (SELECT action FROM word) = 'given' THEN 'consent'
    WHEN (SELECT action FROM word) = 'withdrawn' THEN ''
    WHEN NOT EXISTS (SELECT 1 FROM privacy_collection
        WHERE subject_id IN (SELECT id FROM numbers) AND informed_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM privacy_collection
        WHERE subject_id IN (SELECT id FROM numbers) AND informed_at IS NULL) THEN ''
    WHEN EXISTS (SELECT 1 FROM cards JOIN clients_agreement agreed USING (company_id)
        WHERE agreed.signed_at IS NOT NULL AND agreed.valid_from <= today
          AND (agreed.valid_until IS NULL OR agreed.valid_until >= today))
      OR EXISTS (SELECT 1 FROM cards JOIN clients_joborder ordered USING (company_id)
        WHERE ordered.opened_at > (today - interval '2 years')) THEN 'customer'
    ELSE ''
  END
$$;

CREATE FUNCTION clients_guard_news() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject_id IS NULL OR NEW.marketing_ground IS DISTINCT FROM
      clients_news_ground(NEW.subject_id, (NEW.created_at AT TIME ZONE 'Europe/Oslo')::date) THEN
    RAISE EXCEPTION 'news to clients needs a consent, or a customer who was told' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_news BEFORE INSERT ON privacy_outgoingmail FOR EACH ROW
  WHEN (NEW.marketing_kind = 'client_newsletter' AND NEW.mailing_id IS NOT NULL) EXECUTE FUNCTION clients_guard_news();

CREATE FUNCTION clients_guard_newsletter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sent_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was sent does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_newsletter BEFORE UPDATE ON clients_newsletter FOR EACH ROW EXECUTE FUNCTION clients_guard_newsletter();
"""

UNDO = """
DROP TRIGGER guard_newsletter ON clients_newsletter; DROP FUNCTION clients_guard_newsletter; DROP TRIGGER guard_news ON privacy_outgoingmail;
DROP FUNCTION clients_guard_news; DROP FUNCTION clients_news_ground;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_agreement_guards")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
