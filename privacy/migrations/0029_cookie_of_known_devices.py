"""The cookie by which a browser somebody has logged in with before is told from a new one joins the register."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
SINCE = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)


def seed(apps, schema_editor):
    entries = apps.get_model("privacy", "CookieEntry").objects
    for name, told in tomllib.loads((TEXTS / "cookies_2.toml").read_text(encoding="utf-8")).items():
        words = {
            f"{field}_{language}": text for field in ("purpose", "content") for language, text in told[field].items()
        }
        entries.create(
            name=name, kind=told["kind"], place=told["place"], lasts=datetime.timedelta(hours=told["hours"]),
            in_use_since=SINCE, **words,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("privacy", "0028_program_role")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
