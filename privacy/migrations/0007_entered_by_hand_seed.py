"""The activity under which data from others are kept: of its own, since nobody has applied or consented yet."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
WRITTEN = datetime.date(2026, 11, 24)
PERIODS = ["entered_by_hand", "not_informed", "further_storage"]


def seed(apps, schema_editor):
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    everywhere = tomllib.loads((TEXTS / "register_2.toml").read_text(encoding="utf-8"))["all"]
    for code, told in tomllib.loads((TEXTS / "activities_2.toml").read_text(encoding="utf-8")).items():
        plain = {name: value for name, value in told.items() if isinstance(value, str)}
        spoken = {f"{name}_{language}": text for name, value in told.items() if isinstance(value, dict) for language, text in value.items()}
        activities.get_or_create(code=code, defaults=plain | spoken | everywhere | {"periods": PERIODS, "reviewed_on": WRITTEN})


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_openness_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
