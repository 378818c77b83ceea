"""The words people say yes to before they are sent job alerts, or news for clients; and how long the proof of it is kept."""

import datetime
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
IN_FORCE_FROM = datetime.date(2026, 1, 1)
APPROVED_AT = datetime.datetime(2025, 12, 15, 12, tzinfo=datetime.UTC)
WORDS = ["job_alerts", "newsletter"]
PERIODS = {"job_alerts": ["mail", "mail_body", "consent_proof"], "client_newsletter": ["mail", "mail_body", "consent_proof"]}


def _text(name, language):
    return (TEXTS / f"{name}_1_{language}.txt").read_text(encoding="utf-8").strip()


def seed(apps, schema_editor):
    for kind in WORDS:
        apps.get_model("privacy", "Notice").objects.get_or_create(
            kind=kind, version=1,
            defaults={
                "in_force_from": IN_FORCE_FROM, "approved_at": APPROVED_AT,
                "text_nb": _text(kind, "nb"), "text_en": _text(kind, "en"),
            },
        )
    for code, periods in PERIODS.items():
        apps.get_model("privacy", "ProcessingActivity").objects.filter(code=code, periods=[]).update(periods=periods)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_entered_by_hand_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
