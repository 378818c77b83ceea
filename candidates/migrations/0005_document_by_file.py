"""Whether a row names a file is asked for each file in storage."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0004_document_newest'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['file'], name='document_by_file'),
        ),
    ]
