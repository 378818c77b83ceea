"""Advertising to an address that said no to its kind is refused, and a mail of a mailing is what the mailing is."""

from django.db import migrations

NOTICE_FIRST = """
  IF NEW.subject_id IS NOT NULL AND NEW.template <> 'privacy/email/informed' AND NOT privacy_is_informed(NEW.subject_id) THEN
    RAISE EXCEPTION 'the first word to a person is what we hold and where it is from' USING ERRCODE = 'check_violation';
  END IF;
"""
NO_TO_ALL = """
  IF NEW.message_class = 'marketing'
      AND EXISTS (SELECT 1 FROM privacy_suppression WHERE digest = ANY (NEW.address_digests)) THEN
    RAISE EXCEPTION 'this address wants no advertising' USING ERRCODE = 'check_violation';
  END IF;
"""
NO_BY_KIND = """
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
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION privacy_guard_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{}
  RETURN NEW;
END $$;
"""
# What was ordered does not change; how far it is does.
MAILING = """
CREATE FUNCTION privacy_guard_mailing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.audience, NEW.kind, NEW.template, NEW.activity_id, NEW.about, NEW.ordered_at)
      IS DISTINCT FROM (OLD.audience, OLD.kind, OLD.template, OLD.activity_id, OLD.about, OLD.ordered_at)
      OR NEW.reached < OLD.reached OR (OLD.finished_at IS NOT NULL AND NEW.finished_at IS NULL)
      OR (OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS NULL) THEN
    RAISE EXCEPTION 'a mailing that is ordered goes on to its end' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_mailing BEFORE UPDATE ON privacy_mailing FOR EACH ROW EXECUTE FUNCTION privacy_guard_mailing();
"""
NO_MAILING = """
DROP TRIGGER guard_mailing ON privacy_mailing;
DROP FUNCTION privacy_guard_mailing();
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0028_mailings")]

    operations = [
        migrations.RunSQL(FUNCTION.format(NOTICE_FIRST + NO_BY_KIND), FUNCTION.format(NOTICE_FIRST + NO_TO_ALL)),
        migrations.RunSQL(MAILING, NO_MAILING),
    ]
