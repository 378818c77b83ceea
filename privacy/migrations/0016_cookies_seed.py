"""The register of cookies. What is optional is not in use before the manager takes it into use."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
WRITTEN = datetime.date(2026, 11, 29)
SINCE = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)


def seed(apps, schema_editor):
    entries = apps.get_model("privacy", "CookieEntry").objects
    for name, told in tomllib.loads((TEXTS / "cookies_1.toml").read_text(encoding="utf-8")).items():
        words = {f"{field}_{language}": text for field in ("purpose", "content") for language, text in told[field].items()}
        entries.create(
            name=name, kind=told["kind"], place=told["place"], store=told.get("store", "cookie"),
            lasts=datetime.timedelta(hours=told["hours"]) if "hours" in told else None,
            in_use_since=SINCE if told["kind"] == "necessary" else None, **words,
        )
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    everywhere = tomllib.loads((TEXTS / "register_2.toml").read_text(encoding="utf-8"))["all"]
    for code, told in tomllib.loads((TEXTS / "activities_cookies.toml").read_text(encoding="utf-8")).items():
        plain = {name: value for name, value in told.items() if isinstance(value, str)}
        spoken = {
            f"{name}_{language}": text
            for name, value in told.items() if isinstance(value, dict)
            for language, text in value.items()
        }
        activities.get_or_create(code=code, defaults=plain | spoken | everywhere | {"reviewed_on": WRITTEN})


class Migration(migrations.Migration):
    dependencies = [("privacy", "0015_presentation_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
