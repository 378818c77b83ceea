"""How far the database is migrated, and whether by this program or by a newer one."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader


def left() -> int:
    """How many of this program's migrations the database lacks."""
    loader = MigrationLoader(connection)
    return len(set(loader.disk_migrations) - set(loader.applied_migrations))


def is_newer() -> bool:
    """Whether the database has migrations this program does not know: it was taken back to the version before."""
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return any(app in loader.migrated_apps for app, _name in unknown)
