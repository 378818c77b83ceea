"""The length of the journal as a proposal, its head, and the expiry of seals together with the trail they seal."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)

SEALS = """
ALTER FUNCTION privacy_expire_ledgers(date) RENAME TO privacy_expire_rows;

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
DROP TRIGGER append_only ON privacy_trailseal;
DROP TRIGGER append_only_whole ON privacy_trailseal;
DROP FUNCTION privacy_expire_ledgers(date);
ALTER FUNCTION privacy_expire_rows(date) RENAME TO privacy_expire_ledgers;
"""


def seed(apps, schema_editor):
    apps.get_model("privacy", "PurgeRun").objects.filter(braked_at__isnull=False).update(brake_cause="share")
    apps.get_model("privacy", "JournalHead").objects.create(id=1)
    apps.get_model("privacy", "RetentionPeriod").objects.create(
        code="journal", length=13, ceiling=24, unit="months", proposed_at=PROPOSED_AT,
        authority="GDPR art. 32 nr. 1 bokstav c: så lenge en sikkerhetskopi kan bli tatt i bruk igjen",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_proven")]

    operations = [migrations.RunSQL(SEALS, UNDO), migrations.RunPython(seed, migrations.RunPython.noop)]
