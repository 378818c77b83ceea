"""How long what was reported to authorities is kept, in the register of processing activities."""

from django.db import migrations

CODE = "authority_reports"
TEXTS = {
    "data_nb": "Fødselsnummer, ansettelsesforhold, stillingsprosent, lønn, timer og overtid, slik a-meldingen krever. Skatt og avgift meldes ikke herfra",
    "data_en": "National identity number, employment, position percentage, pay, hours and overtime, as the report requires. Tax and contributions are not reported from here",
    "retention_nb": "5 år etter utgangen av regnskapsåret måneden hører til, måned for måned",
    "retention_en": "5 years after the end of the financial year of the month, month by month",
}  # fmt: skip


def seed(apps, schema_editor):
    apps.get_model("privacy", "ProcessingActivity").objects.filter(code=CODE).update(periods=["payroll"], **TEXTS)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0018_employment_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
