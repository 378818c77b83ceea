"""System checks: what is not declared stops `manage.py`, the web server, the worker and beat.

`refuse_to_start()` is called by `wsgi.py` and `celery.py`, since checks run by `manage.py` alone would not stop those.
"""

from privacy.checks.database import database_holds
from privacy.checks.world import declarations_hold

__all__ = ["database_holds", "declarations_hold", "refuse_to_start"]


def refuse_to_start() -> None:
    """Stop this process with every finding, if the declarations have one. Asks no database."""
    if findings := declarations_hold():
        raise SystemExit("\n".join(["Refusing to start: personal data that nobody declared.", *map(str, findings)]))
