"""Fills an empty database with the program's own invented people (`seed_scale`), the night before a great purge.

The brake has stopped a run and the manager has let it on.
"""

import datetime

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from fremrykk.accounts.management.scale import agency, seeding
from fremrykk.accounts.models import User
from privacy.actions import brake, purge


def seed(number: int, candidates: int, now: datetime.datetime) -> None:
    call_command("migrate", verbosity=0)
    seeding.seed(number, candidates, now)
    analyze()
    manager = User.objects.get(email=agency.MANAGER)
    braked = purge.run(as_of=timezone.localdate(now), at=now, has_clock_jumped=True)  # stops, however few are due
    brake.release(run=braked, by=manager, at=now)
    analyze()


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
