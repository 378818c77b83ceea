"""What a person here decided about storage is noted in the journal, too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0010_file_check'),
    ]

    operations = [
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('erased', 'erased'), ('consent_given', 'consent given'), ('consent_withdrawn', 'consent withdrawn'), ('held', 'deletion put on hold'), ('hold_approved', 'hold approved'), ('released', 'hold ended'), ('restricted', 'processing restricted'), ('lifting_told', 'told that the restriction will be lifted'), ('lifted', 'restriction lifted'), ('reviewed', 'storage time decided by a person'), ('merged', "brought together with the same person's data"), ('sealed', 'history sealed'), ('restored', 'replayed after a restore')], max_length=20, verbose_name='what'),
        ),
    ]
