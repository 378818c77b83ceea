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
        ('candidates', '0030_sent_report_stays'),
        ('clients', '0022_lists_by_index'),
        ('privacy', '0034_lists_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name='candidate',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('last_name'), name='gin_trgm_ops'), name='candidate_last_name_parts'),
        ),
        AddIndexConcurrently(
            model_name='employment',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('last_name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('first_name'), name='gin_trgm_ops'), name='employment_parts'),
        ),
        AddIndexConcurrently(
            model_name='interview',
            index=models.Index(fields=['-starts_at', '-made_at', 'id'], name='interview_newest'),
        ),
        AddIndexConcurrently(
            model_name='lead',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('last_name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('reference'), name='gin_trgm_ops'), name='lead_parts'),
        ),
        AddIndexConcurrently(
            model_name='nextofkin',
            index=models.Index(fields=['name', 'id'], name='next_of_kin_by_name'),
        ),
        AddIndexConcurrently(
            model_name='nextofkin',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='next_of_kin_parts'),
        ),
        AddIndexConcurrently(
            model_name='note',
            index=models.Index(fields=['-written_at', '-id'], name='note_newest'),
        ),
        AddIndexConcurrently(
            model_name='presentation',
            index=models.Index(fields=['-created_at', 'id'], name='presentation_newest'),
        ),
        AddIndexConcurrently(
            model_name='referee',
            index=models.Index(fields=['-named_at', 'id'], name='referee_newest'),
        ),
        AddIndexConcurrently(
            model_name='referee',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), name='gin_trgm_ops'), name='referee_parts'),
        ),
        AddIndexConcurrently(
            model_name='referencecheck',
            index=models.Index(fields=['-asked_at', 'id'], name='reference_check_newest'),
        ),
        AddIndexConcurrently(
            model_name='sharingpermission',
            index=models.Index(fields=['-asked_at', 'id'], name='permission_newest'),
        ),
    ]
