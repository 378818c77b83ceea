"""How long what we know of employees is kept, category by category: proposals, as all storage times."""

import datetime

from django.db import migrations

PROPOSED_AT = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
# code, length, ceiling, unit, authority
PERIODS = [
    ("payroll", 5, 5, "years", "Bokføringsloven § 13: grunnlag for lønn 5 år etter regnskapsårets slutt"),
    ("employee_file", 6, 12, "months", "Arbeidsmiljøloven § 17-4: krav etter arbeidsforholdet kan reises i 6 måneder"),
    ("pay_account", 2, 3, "months", "GDPR art. 5 nr. 1 bokstav e: til sluttoppgjør og feriepenger er betalt (ferieloven § 11)"),
    ("next_of_kin", 1, 1, "days", "GDPR art. 5 nr. 1 bokstav e: ingen trengs å ringes etter siste arbeidsdag"),
    ("employment_draft", 3, 6, "months", "GDPR art. 5 nr. 1 bokstav e: en ansettelse som ikke ble noe av"),
]


def seed(apps, schema_editor):
    periods = apps.get_model("privacy", "RetentionPeriod").objects
    for code, length, ceiling, unit, authority in PERIODS:
        periods.create(code=code, length=length, ceiling=ceiling, unit=unit, authority=authority, proposed_at=PROPOSED_AT)
    named = apps.get_model("privacy", "ProcessingActivity").objects.filter(code="employment")
    named.update(
        periods=[code for code, *_ in PERIODS],
        retention_nb="Så lenge ansettelsen varer. Pårørende slettes dagen etter siste arbeidsdag, kontonummeret 2 måneder og mappen "
        "6 måneder etter den; grunnlag for lønn 5 år etter regnskapsårets slutt",
        retention_en="As long as the employment lasts. Next of kin go the day after the last day at work, the account number 2 months "
        "and the file 6 months after it; the basis for pay 5 years after the end of the financial year",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0017_ads_activity_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
