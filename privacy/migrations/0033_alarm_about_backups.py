from django.db import migrations, models


class Migration(migrations.Migration):
    """One more thing somebody has to be told of."""

    dependencies = [("privacy", "0032_numbers_by_index")]

    operations = [
        migrations.AlterField(
            model_name="alarm",
            name="code",
            field=models.CharField(
                choices=[
                    ("purge_not_run", "the purge has not run"),
                    ("overdue", "data are overdue for deletion"),
                    ("blocked", "persons could not be erased"),
                    ("review", "persons wait for a decision on their storage time"),
                    ("braked", "the brake stopped a purge"),
                    ("files", "files could not be removed"),
                    ("files_lost", "rows name files that are not there"),
                    ("journal", "the journal outside the database lags behind"),
                    ("seals", "the history is not sealed"),
                    ("mails", "e-mails could not be sent"),
                    ("breach", "a breach must be reported within a day, or is late"),
                    ("register", "processing activities were not reviewed for a year"),
                    ("clock", "the clock of this machine and of the database differ"),
                    ("requests", "requests about rights are overdue"),
                    ("inbox", "the inbox is not read, or a mail could not be"),
                    ("checks", "notes of checks are left after their assignment ended"),
                    ("reports", "a report to authorities is late"),
                    ("copies", "copies of people's data could not be made"),
                    ("scans", "files wait for the virus scanner, and nobody can open them"),
                    ("disks", "a disk with files is nearly full"),
                    ("backups", "no whole backup was taken for more than a day"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
