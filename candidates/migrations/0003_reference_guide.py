"""The guide referees are asked by."""

import datetime

from django.db import migrations

GUIDE = (
    ("Hvordan kjenner du kandidaten, og hvor lenge arbeidet dere sammen?", "How do you know the candidate, and how long did you work together?"),
    ("Hva gjorde kandidaten hos dere?", "What did the candidate do at your place?"),
    ("Hva gjorde kandidaten særlig godt?", "What did the candidate do particularly well?"),
    ("Hva trengte kandidaten hjelp til, eller kunne blitt bedre på?", "What did the candidate need help with, or could do better?"),
    ("Hvordan samarbeidet kandidaten med kolleger og kunder?", "How did the candidate work with colleagues and customers?"),
    ("Ville du ansatt kandidaten igjen? Hvorfor, eller hvorfor ikke?", "Would you employ the candidate again? Why, or why not?"),
)
WRITTEN_AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


def seed(apps, schema_editor):
    questions = apps.get_model("candidates", "ReferenceQuestion").objects
    for place, (nb, en) in enumerate(GUIDE, 1):
        questions.create(place=place, text_nb=nb, text_en=en, changed_at=WRITTEN_AT)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0002_models")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
