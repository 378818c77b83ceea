"""Clients that are persons: their activity in the register, and the storage times of what is known about clients."""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
WRITTEN = datetime.date(2026, 11, 28)
PROPOSED_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)

# code, length, ceiling, unit, authority
PERIODS = [
    ("company_credit", 12, 12, "months", "GDPR art. 5 nr. 1 bokstav e: en kredittklasse er gammel etter et år"),
    ("timeline", 2, 2, "years", "GDPR art. 5 nr. 1 bokstav e: det som trengs for å følge opp en kunde"),
]
OF_ACTIVITIES = {
    "sole_proprietors": ["agreement", "timeline", "not_informed"],
    "company_credit": ["company_credit"],
}
CREDIT = {
    "retention_nb": "Høyst 12 måneder etter datoen for vurderingen; det som ble avgjort, 12 måneder etter at det er gjort opp",
    "retention_en": "12 months after the date of the assessment at most; what was decided, 12 months after it is settled",
    "data_nb": "Kredittklasse, kilde og dato; hvorfor vi har bedt om forskudd, og hva som ble svart",
    "data_en": "Credit class, source and date; why we asked for prepayment, and what was answered",
}


def seed(apps, schema_editor):
    periods = apps.get_model("privacy", "RetentionPeriod").objects
    for code, length, ceiling, unit, authority in PERIODS:
        periods.create(code=code, length=length, ceiling=ceiling, unit=unit, authority=authority, proposed_at=PROPOSED_AT)
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    everywhere = tomllib.loads((TEXTS / "register_2.toml").read_text(encoding="utf-8"))["all"]
    for code, told in tomllib.loads((TEXTS / "activities_register.toml").read_text(encoding="utf-8")).items():
        plain = {name: value for name, value in told.items() if isinstance(value, str)}
        spoken = {f"{name}_{language}": text for name, value in told.items() if isinstance(value, dict) for language, text in value.items()}
        activities.get_or_create(code=code, defaults=plain | spoken | everywhere | {"reviewed_on": WRITTEN})
    activities.filter(code="company_credit").update(**CREDIT)
    for code, lengths in OF_ACTIVITIES.items():
        activities.filter(code=code).update(periods=lengths)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0012_inbox_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
