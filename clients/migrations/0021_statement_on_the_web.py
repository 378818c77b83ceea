"""The address of a client's privacy statement is one of the web: people follow it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0020_approved_before_nav")]

    operations = [
        migrations.AddConstraint(
            model_name="clientcompany",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("privacy_statement_url", ""), ("privacy_statement_url__regex", "^https?://"), _connector="OR"
                ),
                name="company_statement_is_on_the_web",
                violation_error_message="The address of the privacy statement begins with https://.",
            ),
        ),
    ]
