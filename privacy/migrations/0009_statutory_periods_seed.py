"""How long the law makes us keep agreements, orders and how clients were invoiced: proposals, as all storage times."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
# code, length, ceiling, unit, authority
PERIODS = [
    (
        "agreement", 42, 60, "months",
        "Bokføringsloven § 13: avtaler og bestillinger 3 år og 6 måneder etter regnskapsårets slutt (5 år hvis fakturaen bare "
        "viser til dem)",
    ),
    ("invoicing", 5, 5, "years", "Bokføringsloven § 13: salgsdokumentasjon 5 år etter regnskapsårets slutt"),
]


def seed(apps, schema_editor):
    periods = apps.get_model("privacy", "RetentionPeriod").objects
    for code, length, ceiling, unit, authority in PERIODS:
        periods.create(code=code, length=length, ceiling=ceiling, unit=unit, authority=authority, proposed_at=PROPOSED_AT)
    named = apps.get_model("privacy", "ProcessingActivity").objects.filter(code="agreements")
    named.update(periods=[code for code, *_ in PERIODS])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0008_marketing_words")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
