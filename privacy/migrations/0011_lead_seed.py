"""The storage time of an answer to a campaign, as a proposal: the manager approves it."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
AUTHORITY = "GDPR art. 5 nr. 1 bokstav e: tid til å svare den som meldte interesse"


def seed(apps, schema_editor):
    apps.get_model("privacy", "RetentionPeriod").objects.create(
        code="lead", length=6, ceiling=6, unit="months", authority=AUTHORITY, proposed_at=PROPOSED_AT
    )
    apps.get_model("privacy", "ProcessingActivity").objects.filter(code="campaigns").update(periods=["lead", "not_informed"])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0010_import_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
