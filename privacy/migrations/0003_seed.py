"""What the program starts with: who answers, what for, how long, and what people are told.

Words are in `privacy/texts/`; a text that was in force is never edited there, a new version follows it.
Storage times are proposals: the purge acts on those the manager has approved, and on no other.
"""

import datetime
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts"
HISTORICAL = datetime.date(2024, 1, 1)
TODAYS = datetime.date(2026, 1, 1)
APPROVED_EARLIER = datetime.datetime(2023, 12, 15, 12, tzinfo=datetime.UTC)
APPROVED_AT = datetime.datetime(2025, 12, 15, 12, tzinfo=datetime.UTC)

# kind, version, in force from, approved at, remark
NOTICES = [
    (
        "statement", 1, HISTORICAL, None,
        "Historisk: erklæringen ordrett slik den sto på nettstedet. En feilskrevet kontaktadresse er rettet til "
        "post@fremrykk.no. Den viser til paragrafer som er opphevet, og er erstattet av versjon 2.",
    ),
    ("statement", 2, TODAYS, APPROVED_AT, "Dagens regler: GDPR artikkel 12–15 og 30 i stedet for §§ 18–19."),
    ("further_storage", 1, HISTORICAL, APPROVED_EARLIER, ""),
    ("sharing", 1, HISTORICAL, APPROVED_EARLIER, ""),
]

# code, length, ceiling, unit, authority
PERIODS = [
    ("account", 30, 30, "days", "GDPR art. 5 nr. 1 bokstav e: konto eller utkast uten søknad trengs ikke lenger"),
    (
        "this_position", 3, 6, "months",
        "GDPR art. 5 nr. 1 bokstav e: tid til å svare på spørsmål og krav etter stillingen "
        "(likestillings- og diskrimineringsloven § 31)",
    ),
    ("candidate_base", 2, 2, "years", "Personvernerklæringen: opptil to år etter søknaden"),
    ("further_storage", 2, 2, "years", "GDPR art. 6 nr. 1 bokstav a: kandidatens samtykke til videre lagring"),
    ("entered_by_hand", 2, 2, "years", "Personvernerklæringen: opptil to år etter at opplysningene ble mottatt"),
    ("client_contact", 2, 2, "years", "GDPR art. 5 nr. 1 bokstav e: oppfølging etter at kundeforholdet er slutt"),
    ("enquiry", 12, 12, "months", "GDPR art. 5 nr. 1 bokstav e: oppfølging etter at henvendelsen er avsluttet"),
    ("mail", 1, 1, "years", "GDPR art. 5 nr. 2: vise at beskjeden ble sendt"),
    ("mail_body", 30, 30, "days", "GDPR art. 5 nr. 1 bokstav e: rette feil i det som ble sendt"),
    ("session", 30, 30, "days", "GDPR art. 32: sikkerhet ved innlogging"),
    ("failed_login", 30, 30, "days", "GDPR art. 32: oppdage og stanse innbruddsforsøk"),
    (
        "consent_proof", 3, 3, "years",
        "GDPR art. 7 nr. 1 og 17 nr. 3 bokstav e: vise at det ble samtykket; foreldelsesloven § 2",
    ),
    ("trail", 2, 2, "years", "GDPR art. 5 nr. 2: vise hva som er gjort, uten innhold"),
    ("erasure_ledger", 10, 10, "years", "GDPR art. 5 nr. 2: vise at det er slettet, uten personopplysninger"),
]


def _text(name, language):
    return (TEXTS / f"{name}_{language}.txt").read_text(encoding="utf-8").strip()


def _seed_words(apps):
    for kind, version, in_force_from, approved_at, remark in NOTICES:
        apps.get_model("privacy", "Notice").objects.create(
            kind=kind, version=version, in_force_from=in_force_from, approved_at=approved_at, remark=remark,
            text_nb=_text(f"{kind}_{version}", "nb"), text_en=_text(f"{kind}_{version}", "en"),
        )
    apps.get_model("privacy", "TermsVersion").objects.create(
        version=1, in_force_from=TODAYS, text_nb=_text("terms_1", "nb"), text_en=_text("terms_1", "en")
    )


def _seed_activities(apps):
    register = tomllib.loads((TEXTS / "activities_1.toml").read_text(encoding="utf-8"))
    for code, row in register.items():
        plain = {name: value for name, value in row.items() if isinstance(value, str)}
        spoken = {
            f"{name}_{language}": words
            for name, value in row.items() if isinstance(value, dict)
            for language, words in value.items()
        }
        apps.get_model("privacy", "ProcessingActivity").objects.create(
            code=code, reviewed_on=TODAYS, **plain, **spoken
        )


def seed(apps, schema_editor):
    _seed_words(apps)
    _seed_activities(apps)
    apps.get_model("privacy", "Controller").objects.create(
        name="Fremrykk Rekruttering", represented_by_nb="daglig leder", represented_by_en="the manager",
        contact_email="post@fremrykk.no", valid_from=HISTORICAL,
    )
    for code, length, ceiling, unit, authority in PERIODS:
        apps.get_model("privacy", "RetentionPeriod").objects.create(
            code=code, length=length, ceiling=ceiling, unit=unit, authority=authority, proposed_at=APPROVED_AT
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_engine")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
