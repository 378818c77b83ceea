import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from privacy.migrations._safely import AddIndexConcurrently


class Migration(migrations.Migration):
    """Made while the tables are in use: nobody waits for one."""

    atomic = False

    dependencies = [
        ('privacy', '0033_alarm_about_backups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name='collection',
            index=models.Index(fields=['-informed_at', 'due_on', 'id'], name='collection_by_day'),
        ),
        AddIndexConcurrently(
            model_name='inboxcase',
            index=models.Index(fields=['due_on', 'id'], name='case_by_day'),
        ),
        AddIndexConcurrently(
            model_name='inboxcase',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), name='gin_trgm_ops'), name='case_parts'),
        ),
        AddIndexConcurrently(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['created_at'], name='mail_failed'),
        ),
        AddIndexConcurrently(
            model_name='package',
            index=models.Index(fields=['-ordered_at', 'id'], name='package_newest'),
        ),
        AddIndexConcurrently(
            model_name='purgefailure',
            index=models.Index(fields=['blocked_since', 'id'], name='purge_failure_oldest'),
        ),
        AddIndexConcurrently(
            model_name='recipient',
            index=models.Index(fields=['name', 'id'], name='recipient_by_name'),
        ),
        AddIndexConcurrently(
            model_name='recipient',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='recipient_parts'),
        ),
        AddIndexConcurrently(
            model_name='recipientnotice',
            index=models.Index(fields=['-told_at', 'created_at', 'id'], name='recipient_notice_told'),
        ),
        AddIndexConcurrently(
            model_name='request',
            index=models.Index(fields=['due_on', 'id'], name='request_by_day'),
        ),
        AddIndexConcurrently(
            model_name='request',
            index=models.Index(fields=['email'], name='request_by_email'),
        ),
        AddIndexConcurrently(
            model_name='restriction',
            index=models.Index(fields=['-opened_at', 'id'], name='restriction_newest'),
        ),
        AddIndexConcurrently(
            model_name='sharingagreement',
            index=models.Index(fields=['-recorded_at', 'id'], name='agreement_newest'),
        ),
        AddIndexConcurrently(
            model_name='subject',
            index=models.Index(fields=['created_at'], name='subject_oldest'),
        ),
        AddIndexConcurrently(
            model_name='suppression',
            index=models.Index(fields=['-at', 'id'], name='suppression_newest'),
        ),
    ]
