"""What the seeded activities and the controller say under the columns of GDPR art. 30(1) that were not there before."""

import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "register_2.toml"


def seed(apps, schema_editor):
    words = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    activities = apps.get_model("privacy", "ProcessingActivity").objects
    activities.filter(security_nb="").update(**words["all"])
    for code, periods in words["periods"].items():
        activities.filter(code=code).update(periods=periods)
    apps.get_model("privacy", "Controller").objects.filter(representative_nb="").update(**words["controller"])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_rights_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
