from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_proven_seed")]

    operations = [
        migrations.AddConstraint(
            model_name='purgerun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('brake_cause', ''), ('braked_at__isnull', True)), models.Q(('braked_at__isnull', False), models.Q(('brake_cause', ''), _negated=True)), _connector='OR'), name='run_braked_for_a_cause', violation_error_message='Say why the run stopped.'),
        ),
    ]
