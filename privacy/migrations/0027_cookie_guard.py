"""Each change of something optional gives the register of cookies a higher version; nothing optional goes from it."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_guard_cookie() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest integer;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a cookie is taken out of use, and stays in the register' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind = 'necessary' AND (TG_OP = 'INSERT' OR OLD.kind = 'necessary') THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.kind = 'necessary' THEN
    RAISE EXCEPTION 'what waited for a yes does not become necessary' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('privacy_cookieentry', 0));
  SELECT coalesce(max(version), 0) INTO newest FROM privacy_cookieentry WHERE kind <> 'necessary';
  IF TG_OP = 'INSERT' OR (to_jsonb(NEW) - 'version' - 'place') IS DISTINCT FROM (to_jsonb(OLD) - 'version' - 'place') THEN
    NEW.version := newest + 1;
  ELSE
    NEW.version := OLD.version;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_cookie BEFORE INSERT OR UPDATE OR DELETE ON privacy_cookieentry
  FOR EACH ROW EXECUTE FUNCTION privacy_guard_cookie();
"""

UNDO = """
DROP TRIGGER guard_cookie ON privacy_cookieentry; DROP FUNCTION privacy_guard_cookie;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0026_sources_guard")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
