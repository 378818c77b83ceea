"""How long a file that came by e-mail waits for somebody, as a proposal; and what the register says of questions by mail."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
PROPOSED_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


def seed(apps, schema_editor):
    apps.get_model("privacy", "RetentionPeriod").objects.create(
        code="case_file", length=30, ceiling=30, unit="days", proposed_at=PROPOSED_AT,
        authority="GDPR art. 5 nr. 1 bokstav c og e: ingen har bedt om filen, og ingen har tatt den i bruk",
    )
    told = tomllib.loads((TEXTS / "activities_inbox.toml").read_text(encoding="utf-8"))
    for code, words in told.items():
        spoken = {f"{name}_{language}": text for name, value in words.items() for language, text in value.items()}
        row = apps.get_model("privacy", "ProcessingActivity").objects.get(code=code)
        for name, text in spoken.items():
            setattr(row, name, text)
        row.periods = [*row.periods, "case_file"]
        row.save()


class Migration(migrations.Migration):
    dependencies = [("privacy", "0011_lead_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
