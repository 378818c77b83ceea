from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0008_brake_cause")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="reaches_restricted",
            field=models.BooleanField(default=False, verbose_name="sent also while the person's data are restricted"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "waiting"),
                    ("sent", "sent"),
                    ("failed", "given up"),
                    ("withheld", "not sent: the person's data were restricted"),
                ],
                default="queued",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
