"""A source gives us data and is given none; where data came from never changes, as a company and by its reference too."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_guard_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT kind FROM privacy_recipient WHERE id = NEW.recipient_id) = 'source' THEN
    RAISE EXCEPTION 'a source gives us data, and is given none' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_source BEFORE INSERT ON privacy_disclosure
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_source();

CREATE FUNCTION privacy_guard_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.origin_id, NEW.reference) IS DISTINCT FROM (OLD.origin_id, OLD.reference) THEN
    RAISE EXCEPTION 'where data came from never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_origin BEFORE UPDATE ON privacy_collection
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_origin();
"""

UNDO = """
DROP TRIGGER guard_origin ON privacy_collection; DROP FUNCTION privacy_guard_origin; DROP TRIGGER guard_source ON privacy_disclosure;
DROP FUNCTION privacy_guard_source;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0025_mailings_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
