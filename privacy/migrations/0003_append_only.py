"""The ledgers refuse UPDATE, DELETE and TRUNCATE; what is over leaves through one function, which asks the proof."""

from django.db import migrations

LEDGERS = ("privacy_trailentry", "privacy_consentevent", "privacy_erasure")

FUNCTIONS = """
CREATE FUNCTION privacy_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('privacy.expiring', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE FUNCTION privacy_length(wanted text) RETURNS interval LANGUAGE sql STABLE AS $$
  SELECT (length || ' ' || unit)::interval FROM privacy_retentionperiod
  WHERE code = wanted AND approved_at IS NOT NULL AND superseded_at IS NULL
$$;

CREATE FUNCTION privacy_expire_ledgers(as_of date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint := 0; here bigint;
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  DELETE FROM privacy_trailentry entry USING privacy_erasure erasure
    WHERE erasure.subject_uuid = entry.subject_uuid AND erasure.scope = 'person'
      AND (erasure.at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('trail') <= as_of;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_consentevent event USING (
      SELECT DISTINCT ON (subject_uuid, purpose) subject_uuid, purpose, action, at
      FROM privacy_consentevent ORDER BY subject_uuid, purpose, at DESC, id DESC
    ) final LEFT JOIN privacy_erasure erasure
      ON erasure.subject_uuid = final.subject_uuid AND erasure.scope = 'person'
    WHERE event.subject_uuid = final.subject_uuid AND event.purpose = final.purpose
      AND (CASE WHEN final.action = 'withdrawn' THEN final.at ELSE erasure.at END AT TIME ZONE 'Europe/Oslo')::date
          + privacy_length('consent_proof') <= as_of;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_erasure
    WHERE (at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('erasure_ledger') <= as_of;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  PERFORM set_config('privacy.expiring', 'off', true);
  RETURN gone;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION privacy_expire_ledgers(date);
DROP FUNCTION privacy_length(text);
DROP FUNCTION privacy_refuse_change();
"""


def _triggers(table):
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
          FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();
        CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_change();
        """,
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_whole ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_engine")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS), *map(_triggers, LEDGERS)]
