"""A seal goes with the trail it seals: when the person was erased long enough ago."""

from django.db import migrations

GUARDS = """
-- A seal goes with the trail it seals: when the person was erased long enough ago.
CREATE FUNCTION privacy_expire_ledgers(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  DELETE FROM privacy_trailseal seal USING privacy_erasure erasure
    WHERE erasure.subject_uuid = seal.subject_uuid AND erasure.scope = 'person'
      AND (erasure.at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('trail') <= today;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone + privacy_expire_rows(today);
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON privacy_trailseal
  FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON privacy_trailseal
  FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_change();
"""

UNDO = """
DROP TRIGGER append_only_whole ON privacy_trailseal; DROP TRIGGER append_only ON privacy_trailseal; DROP FUNCTION privacy_expire_ledgers;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0021_append_only")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
