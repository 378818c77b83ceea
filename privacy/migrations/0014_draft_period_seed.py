"""How long a draft of an agreement nobody signs is kept: a proposal, as all storage times."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
# code, length, ceiling, unit, authority
PERIOD = ("agreement_draft", 12, 12, "months", "GDPR art. 5 nr. 1 bokstav e: et tilbud ingen har svart på et år etter, er glemt")


def seed(apps, schema_editor):
    code, length, ceiling, unit, authority = PERIOD
    apps.get_model("privacy", "RetentionPeriod").objects.create(
        code=code, length=length, ceiling=ceiling, unit=unit, authority=authority, proposed_at=PROPOSED_AT
    )
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    for named in activities.filter(code="agreements"):
        activities.filter(pk=named.pk).update(periods=[*named.periods, code])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0013_client_periods_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
