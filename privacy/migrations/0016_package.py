"""Copies of what is held about a person."""

import django.db.models.deletion
import privacy.models.package
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0015_requests_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(choices=[('nb', 'Norwegian'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('state', models.CharField(choices=[('wanted', 'waiting to be made'), ('building', 'being made'), ('ready', 'ready to fetch'), ('failed', 'could not be made')], default='wanted', max_length=10, verbose_name='state')),
                ('done', models.PositiveSmallIntegerField(default=0, verbose_name='parts made')),
                ('total', models.PositiveSmallIntegerField(default=0, verbose_name='parts')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_at', models.DateTimeField(blank=True, null=True, verbose_name='next attempt')),
                ('file', models.FileField(blank=True, max_length=200, storage=privacy.models.package.package_storage, upload_to='', verbose_name='file')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size')),
                ('ordered_at', models.DateTimeField(verbose_name='ordered')),
                ('ready_at', models.DateTimeField(blank=True, null=True, verbose_name='ready')),
                ('expires_on', models.DateField(blank=True, help_text='The first day it is no longer there.', null=True, verbose_name='no longer to be fetched from')),
                ('downloaded_at', models.DateTimeField(blank=True, null=True, verbose_name='first fetched')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='privacy.subject', verbose_name='person')),
            ],
            options={
                'verbose_name': 'copy of your data',
                'verbose_name_plural': 'copies of your data',
                'indexes': [models.Index(fields=['file'], name='package_by_file'), models.Index(condition=models.Q(('state__in', ('wanted', 'building'))), fields=['next_at'], name='package_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('wanted', 'building'))), fields=('subject',), name='package_one_waiting', violation_error_message='A copy is being made already.'), models.CheckConstraint(condition=models.Q(('state__in', ['wanted', 'building', 'ready', 'failed'])), name='package_state_known', violation_error_message='There is no such state.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('expires_on__isnull', False), ('ready_at__isnull', False), ('size__gt', 0)), models.Q(models.Q(('state', 'ready'), _negated=True), ('downloaded_at__isnull', True), ('expires_on__isnull', True), ('file', ''), ('ready_at__isnull', True)), _connector='OR'), name='package_ready_is_whole', violation_error_message='A copy is there in one piece, or not at all.')],
            },
        ),
    ]
