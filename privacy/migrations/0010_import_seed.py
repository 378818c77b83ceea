"""The activity people of an earlier system are kept under, and the two storage times that only an import has."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
WRITTEN = datetime.date(2026, 11, 28)
PROPOSED_AT = datetime.datetime(2026, 11, 28, 9, tzinfo=datetime.UTC)
PERIODS_OF_ACTIVITY = ["entered_by_hand", "not_informed", "import_told", "import_row", "further_storage"]
PERIODS = [
    ("import_told", 30, 30, "days", "GDPR art. 14 og 12 nr. 2: den som får vite det, skal rekke å svare"),
    ("import_row", 6, 12, "months", "GDPR art. 17: en slettet person overtas ikke på nytt fra samme liste"),
]


def seed(apps, schema_editor):
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    everywhere = tomllib.loads((TEXTS / "register_2.toml").read_text(encoding="utf-8"))["all"]
    for code, told in tomllib.loads((TEXTS / "activities_import.toml").read_text(encoding="utf-8")).items():
        plain = {name: value for name, value in told.items() if isinstance(value, str)}
        spoken = {
            f"{name}_{language}": text
            for name, value in told.items() if isinstance(value, dict)
            for language, text in value.items()
        }
        more = {"periods": PERIODS_OF_ACTIVITY, "reviewed_on": WRITTEN}
        activities.get_or_create(code=code, defaults=plain | spoken | everywhere | more)
    for code, length, ceiling, unit, authority in PERIODS:
        given = {"length": length, "ceiling": ceiling, "unit": unit, "authority": authority, "proposed_at": PROPOSED_AT}
        apps.get_model("privacy", "RetentionPeriod").objects.get_or_create(code=code, defaults=given)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0009_statutory_periods_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
