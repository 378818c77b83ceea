"""A consent given under one number of a person and withdrawn under another is one story, and leaves as one.

Without this the withdrawal would go after its time and leave the "given" of the alias behind, as if it stood again.
"""

from django.db import migrations

EXPIRE = """
CREATE OR REPLACE FUNCTION privacy_expire_ledgers(as_of date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE gone bigint := 0; here bigint;
BEGIN
  PERFORM set_config('privacy.expiring', 'on', true);
  DELETE FROM privacy_trailentry entry USING privacy_erasure erasure
    WHERE erasure.subject_uuid = entry.subject_uuid AND erasure.scope = 'person'
      AND (erasure.at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('trail') <= as_of;
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
      AT TIME ZONE 'Europe/Oslo')::date + privacy_length('consent_proof') <= as_of;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  DELETE FROM privacy_erasure
    WHERE (at AT TIME ZONE 'Europe/Oslo')::date + privacy_length('erasure_ledger') <= as_of;
  GET DIAGNOSTICS here = ROW_COUNT; gone := gone + here;
  PERFORM set_config('privacy.expiring', 'off', true);
  RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_seed")]

    operations = [migrations.RunSQL(EXPIRE, migrations.RunSQL.noop)]
