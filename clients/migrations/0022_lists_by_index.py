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
        ('clients', '0021_statement_on_the_web'),
        ('privacy', '0034_lists_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name='clientcompany',
            index=models.Index(fields=['name', 'id'], name='company_by_name'),
        ),
        AddIndexConcurrently(
            model_name='clientcompany',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='company_parts'),
        ),
        AddIndexConcurrently(
            model_name='clientcontact',
            index=models.Index(fields=['name', 'id'], name='contact_by_name'),
        ),
        AddIndexConcurrently(
            model_name='clientcontact',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), name='gin_trgm_ops'), name='contact_parts'),
        ),
        AddIndexConcurrently(
            model_name='creditassessment',
            index=models.Index(fields=['-assessed_on', '-id'], name='credit_newest'),
        ),
        AddIndexConcurrently(
            model_name='enquiry',
            index=models.Index(fields=['due_on', 'id'], name='enquiry_by_day'),
        ),
        AddIndexConcurrently(
            model_name='enquiry',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('company_name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), name='gin_trgm_ops'), name='enquiry_parts'),
        ),
        AddIndexConcurrently(
            model_name='jobad',
            index=models.Index(fields=['-created_at', 'id'], name='ad_newest'),
        ),
        AddIndexConcurrently(
            model_name='jobad',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('employer'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('place'), name='gin_trgm_ops'), name='ad_parts'),
        ),
        AddIndexConcurrently(
            model_name='joborder',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), name='gin_trgm_ops'), name='order_parts'),
        ),
        AddIndexConcurrently(
            model_name='prepayment',
            index=models.Index(fields=['-asked_at', '-id'], name='prepayment_newest'),
        ),
        AddIndexConcurrently(
            model_name='signatory',
            index=models.Index(fields=['name', 'id'], name='signatory_by_name'),
        ),
        AddIndexConcurrently(
            model_name='signatory',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='signatory_parts'),
        ),
        AddIndexConcurrently(
            model_name='soleproprietor',
            index=models.Index(fields=['name', 'id'], name='proprietor_by_name'),
        ),
        AddIndexConcurrently(
            model_name='soleproprietor',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='proprietor_parts'),
        ),
        AddIndexConcurrently(
            model_name='subunit',
            index=models.Index(fields=['name', 'id'], name='sub_unit_by_name'),
        ),
        AddIndexConcurrently(
            model_name='subunit',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='sub_unit_parts'),
        ),
        AddIndexConcurrently(
            model_name='timelineentry',
            index=models.Index(fields=['-at', '-id'], name='timeline_newest'),
        ),
        AddIndexConcurrently(
            model_name='enquiry',
            index=models.Index(fields=['org_number'], name='enquiry_by_number'),
        ),
        AddIndexConcurrently(
            model_name='soleproprietor',
            index=models.Index(fields=['org_number'], name='proprietor_by_number'),
        ),
        AddIndexConcurrently(
            model_name='newsletter',
            index=models.Index(fields=['-written_at', '-id'], name='newsletter_newest'),
        ),
        AddIndexConcurrently(
            model_name='agencypaper',
            index=models.Index(fields=['-noted_at', '-id'], name='papers_newest'),
        ),
    ]
