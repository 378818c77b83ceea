"""python manage.py migrate: Django's, which waits two seconds for a lock and no longer, and then tries again.

Whoever waits for a table shuts it for everybody behind: a change that cannot have its lock at once gives up, lets the
others through, and comes back. Each migration is a transaction, or may be begun again (privacy/migrations/_safely.py).
"""

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.utils import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

WAITED = "2s"
TRIES, PAUSE = 30, 5  # seconds between two tries: together about three minutes


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        for left in reversed(range(TRIES)):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [WAITED])
                return super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                    raise
                if not left:
                    raise CommandError(
                        "A table was in use each time for half a minute and more: see who holds it (RUNBOOK.md, A migration waits)."
                    ) from None
                self.stderr.write(f"A table is in use; once more in {PAUSE} seconds.")
                time.sleep(PAUSE)
            finally:
                _wait_as_before()
        return None


def _wait_as_before() -> None:
    if connection.connection and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
