"""What is kept of somebody goes by the proof of an erasure only when nobody of that number is there: a proof can be invented."""

from django.db import migrations

GUARDS = """
CREATE OR REPLACE FUNCTION privacy_expire_rows(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint := 0; here bigint;
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  DELETE FROM privacy_trailentry entry USING privacy_erasure erasure
    WHERE erasure.subject_uuid = entry.subject_uuid AND erasure.scope = 'person'
      AND NOT EXISTS (SELECT FROM privacy_subject person WHERE person.id = entry.subject_uuid)
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
                 WHERE erasure.subject_uuid = event.subject_uuid AND erasure.scope = 'person'
                   AND NOT EXISTS (SELECT FROM privacy_subject person WHERE person.id = event.subject_uuid)) END
      AT TIME ZONE 'Europe/Oslo')::date + privacy_length('consent_proof') <= today;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_erasure
    WHERE (at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('erasure_ledger') <= today;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  PERFORM set_config('privacy.expiring', 'off', true);
  RETURN gone;
END $$;
CREATE OR REPLACE FUNCTION privacy_expire_ledgers(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  DELETE FROM privacy_trailseal seal USING privacy_erasure erasure
    WHERE erasure.subject_uuid = seal.subject_uuid AND erasure.scope = 'person'
      AND NOT EXISTS (SELECT FROM privacy_subject person WHERE person.id = seal.subject_uuid)
      AND (erasure.at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('trail') <= today;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone + privacy_expire_rows(today);
END $$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION privacy_expire_rows(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
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
CREATE OR REPLACE FUNCTION privacy_expire_ledgers(today date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
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
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0029_cookie_of_known_devices")]

    operations = [migrations.RunSQL(GUARDS, BEFORE)]
