from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_seed")]

    operations = [migrations.RenameField("hold", "review_on", "ends_on")]
