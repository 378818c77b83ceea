import pytest
from django.core.management import CommandError, call_command

from fremrykk.accounts.models import User


@pytest.mark.asvs("AUT-11")
def test_only_a_demo_is_seeded(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("seed_demo")

    assert User.objects.count() == 0
