"""System checks: what is not declared stops `manage.py`, the web server, the worker and beat.

`refuse_to_start()` is called by `wsgi.py` and `celery.py`, since checks run by `manage.py` alone would not stop those.
"""

from django.core.exceptions import ImproperlyConfigured

from privacy.checks.database import database_holds
from privacy.checks.world import declarations_hold

__all__ = ["UndeclaredPersonalData", "database_holds", "declarations_hold", "refuse_to_start"]


class UndeclaredPersonalData(ImproperlyConfigured):
    """The program does not run with personal data it would forget to erase."""


def refuse_to_start() -> None:
    """Stop this process with every finding, if the declarations have one. Asks no database."""
    if findings := declarations_hold():
        lines = ["Refusing to start: personal data that nobody declared.", *map(str, findings)]
        raise UndeclaredPersonalData("\n".join(lines))
