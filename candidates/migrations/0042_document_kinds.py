"""No file is of a kind we do not take: no certificate of conduct, no credit report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0041_statement_presented_guard")]

    operations = [
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["cv", "cover_letter", "certificate", "diploma", "other"])),
                name="document_kind_is_known",
                violation_error_message="A police certificate or credit report is never kept: show it, and take it back.",
            ),
        ),
    ]
