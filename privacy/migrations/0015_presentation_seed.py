"""Presenting candidates: the activity in the register, and how long what is written about it is kept, as a proposal."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
WRITTEN = datetime.date(2026, 11, 28)
PROPOSED_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
AUTHORITY = "GDPR art. 5 nr. 2: å kunne vise hvem som fikk se hva"


def seed(apps, schema_editor):
    apps.get_model("privacy", "RetentionPeriod").objects.create(
        code="presentation", length=2, ceiling=2, unit="years", authority=AUTHORITY, proposed_at=PROPOSED_AT
    )
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    everywhere = tomllib.loads((TEXTS / "register_2.toml").read_text(encoding="utf-8"))["all"]
    for code, told in tomllib.loads((TEXTS / "activities_presentations.toml").read_text(encoding="utf-8")).items():
        plain = {name: value for name, value in told.items() if isinstance(value, str)}
        spoken = {f"{name}_{language}": text for name, value in told.items() if isinstance(value, dict) for language, text in value.items()}
        known = plain | spoken | everywhere | {"reviewed_on": WRITTEN, "periods": ["presentation", "candidate_base"]}
        activities.get_or_create(code=code, defaults=known)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0014_draft_period_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
