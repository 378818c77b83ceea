"""What the last look through the storage found: an alarm stands until the next one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0009_withheld_mail'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileCheck',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('checked_at', models.DateTimeField(verbose_name='checked')),
                ('lost', models.PositiveIntegerField(verbose_name='rows without their file')),
            ],
            options={
                'verbose_name': 'check of the files',
                'verbose_name_plural': 'check of the files',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='files_have_one_check')],
            },
        ),
    ]
