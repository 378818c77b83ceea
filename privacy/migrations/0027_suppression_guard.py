"""Nothing that advertises is written to an address that said no."""

from django.db import migrations

NOTICE_FIRST = """
  IF NEW.subject_id IS NOT NULL AND NEW.template <> 'privacy/email/informed' AND NOT privacy_is_informed(NEW.subject_id) THEN
    RAISE EXCEPTION 'the first word to a person is what we hold and where it is from' USING ERRCODE = 'check_violation';
  END IF;
"""
NO_IS_NO = """
  IF NEW.message_class = 'marketing'
      AND EXISTS (SELECT 1 FROM privacy_suppression WHERE digest = ANY (NEW.address_digests)) THEN
    RAISE EXCEPTION 'this address wants no advertising' USING ERRCODE = 'check_violation';
  END IF;
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION privacy_guard_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{}
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0026_suppression")]

    operations = [migrations.RunSQL(FUNCTION.format(NOTICE_FIRST + NO_IS_NO), FUNCTION.format(NOTICE_FIRST))]
