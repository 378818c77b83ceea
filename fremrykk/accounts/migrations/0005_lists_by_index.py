from django.db import migrations, models

from privacy.migrations._safely import AddIndexConcurrently


class Migration(migrations.Migration):
    """Made while the tables are in use: nobody waits for one."""

    atomic = False

    dependencies = [
        ('accounts', '0004_nobody_waits_in_vain'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('privacy', '0034_lists_by_index'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='user',
            index=models.Index(condition=models.Q(('is_staff', True)), fields=['name', 'id'], name='staff_by_name'),
        ),
    ]
