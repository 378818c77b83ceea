"""The length of the journal as a proposal, and its head."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def seed(apps, schema_editor):
    apps.get_model("privacy", "PurgeRun").objects.filter(braked_at__isnull=False).update(brake_cause="share")
    apps.get_model("privacy", "JournalHead").objects.create(id=1)
    apps.get_model("privacy", "RetentionPeriod").objects.create(
        code="journal", length=13, ceiling=24, unit="months", proposed_at=PROPOSED_AT,
        authority="GDPR art. 32 nr. 1 bokstav c: så lenge en sikkerhetskopi kan bli tatt i bruk igjen",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
