from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0030_ad_changed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='screeningquestion',
            name='kind',
            field=models.CharField(choices=[('yes_no', 'yes or no'), ('choice', 'one of several'), ('text', 'a few words'), ('number', 'a number, such as years')], max_length=20, verbose_name='kind of answer'),
        ),
    ]
