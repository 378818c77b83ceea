"""Next of kin whose own data are on hold stay when the employment that names them goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0064_authority_report_guards")]

    operations = [
        migrations.AlterField(
            model_name="nextofkin",
            name="employment",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="next_of_kin",
                to="candidates.employment", verbose_name="employment",
            ),
        ),
    ]  # fmt: skip
