from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Application, Document
from fremrykk.accounts.models import User
from privacy.models import Subject


def test_only_a_demo_is_seeded(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("seed_demo")

    assert User.objects.count() == 0


def test_the_second_time_changes_nothing_and_tells_no_password(db, settings):
    settings.DEMO = True
    first, second = StringIO(), StringIO()

    call_command("seed_demo", stdout=first)
    counted = (Subject.objects.count(), Document.objects.count(), Application.objects.count())
    call_command("seed_demo", stdout=second)

    assert (Subject.objects.count(), Document.objects.count(), Application.objects.count()) == counted
    assert (first.getvalue().count("TOTP secret: "), second.getvalue().count("TOTP secret: ")) == (5, 0)
