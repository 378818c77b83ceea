"""The ledgers refuse UPDATE, DELETE and TRUNCATE; what is over leaves through one function, which asks the proof."""

from django.db import migrations

GUARDS = """
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

-- A consent given under one number of a person and withdrawn under another is one story, and leaves as one.
CREATE FUNCTION privacy_expire_rows(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint := 0; here bigint;
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  DELETE FROM privacy_trailentry entry USING privacy_erasure erasure
    WHERE erasure.subject_uuid = entry.subject_uuid AND erasure.scope = 'person'
      AND (erasure.at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('trail') <= today;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_consentevent event USING (
      SELECT said.id, last_value(said.action) OVER story AS action, last_value(said.at) OVER story AS at
      FROM privacy_consentevent said LEFT JOIN privacy_subject person ON person.id = said.subject_uuid
      WINDOW story AS (
        PARTITION BY coalesce(person.merged_into_id, said.subject_uuid), said.purpose ORDER BY said.at, said.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      )
    ) final
    WHERE event.id = final.id AND (
      CASE WHEN final.action = 'withdrawn' THEN final.at
           ELSE (SELECT max(erasure.at) FROM privacy_erasure erasure
                 WHERE erasure.subject_uuid = event.subject_uuid AND erasure.scope = 'person') END
      AT TIME ZONE 'Europe/Oslo')::date + privacy_length('consent_proof') <= today;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_erasure
    WHERE (at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('erasure_ledger') <= today;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  PERFORM set_config('privacy.expiring', 'off', true);
  RETURN gone;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON privacy_trailentry
          FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON privacy_trailentry
          FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON privacy_consentevent
          FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON privacy_consentevent
          FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON privacy_erasure
          FOR EACH ROW EXECUTE FUNCTION privacy_refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON privacy_erasure
          FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_change();
"""

UNDO = """
DROP TRIGGER append_only_whole ON privacy_erasure; DROP TRIGGER append_only ON privacy_erasure;
DROP TRIGGER append_only_whole ON privacy_consentevent; DROP TRIGGER append_only ON privacy_consentevent;
DROP TRIGGER append_only_whole ON privacy_trailentry; DROP TRIGGER append_only ON privacy_trailentry; DROP FUNCTION privacy_expire_rows;
DROP FUNCTION privacy_length; DROP FUNCTION privacy_refuse_change;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0020_assignment_seed")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
