"""How long it is kept where somebody was hired out to: a proposal, as all storage times."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
AUTHORITY = (
    "Arbeidsmiljøloven § 14-12 fjerde ledd, jf. § 14-9 sjuende ledd: tre års sammenhengende innleie; foreldelsesloven § 2: krav om lik lønn"
)
NB, EN = "; perioder hos kunder 3 år etter siste dag der", "; periods at clients 3 years after the last day there"


def seed(apps, schema_editor):
    periods = apps.get_model("privacy", "RetentionPeriod").objects
    periods.create(code="assignment", length=3, ceiling=3, unit="years", authority=AUTHORITY, proposed_at=PROPOSED_AT)
    for activity in apps.get_model("privacy", "ProcessingActivity").objects.filter(code="employment"):
        activity.periods = [*activity.periods, "assignment"]
        activity.retention_nb += NB
        activity.retention_en += EN
        activity.save()


class Migration(migrations.Migration):
    dependencies = [("privacy", "0019_authority_reports_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
