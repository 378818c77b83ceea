"""The storage times of what the rights leave behind, as proposals: the manager approves them."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
PERIODS = [
    ("request", 3, 3, "years", "foreldelsesloven § 2; GDPR art. 5 nr. 2: til et krav om svaret er foreldet"),
    ("package", 7, 7, "days", "GDPR art. 5 nr. 1 bokstav e: så lenge kopien kan hentes"),
    ("disclosure", 2, 5, "years", "GDPR art. 15 nr. 1 bokstav c og art. 19: hvem som fikk opplysningene"),
    ("breach", 5, 10, "years", "GDPR art. 33 nr. 5 og art. 5 nr. 2"),
    ("not_informed", 30, 30, "days", "GDPR art. 14 nr. 3 bokstav a"),
]


def seed(apps, schema_editor):
    apps.get_model("privacy", "RetentionPeriod").objects.bulk_create(
        apps.get_model("privacy", "RetentionPeriod")(
            code=code, length=length, ceiling=ceiling, unit=unit, authority=authority, proposed_at=PROPOSED_AT
        )
        for code, length, ceiling, unit, authority in PERIODS
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_proven_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
