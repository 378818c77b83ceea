"""Who the tests are in the database: the program, as in production, so that each of them proves that this is enough.

The session belongs to the server's superuser, who takes on a role when it connects: the owner while the migrations run,
the program from then on. A test that breaks something by force, as nobody but an administrator can, says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

from django.db import connection

from fremrykk.database_roles import PROGRAM
from fremrykk.stores import IN_TIME


def take_on(role: str) -> None:
    """Every connection from now on is this role's."""
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"{IN_TIME['options']} -c role={role}"


def told(address: str, role: str) -> str:
    """The address of a database for another program, which takes on the role when it connects."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=f"{parts.query}&options={quote(f'-c role={role}')}"))


@contextmanager
def by_force() -> Iterator[object]:
    """A cursor of the superuser's; afterwards this connection is again who it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (before,) = cursor.fetchone()
        cursor.execute("SET ROLE NONE")
        try:
            yield cursor
        except BaseException:
            if not connection.in_atomic_block:  # a transaction takes the role back with everything else
                cursor.execute("SELECT set_config('role', %s, false)", [before])
            raise
        cursor.execute("SELECT set_config('role', %s, false)", [before])


def let_in(*tables: str) -> None:
    """The program may use tables a test has made, as those of the migrations."""
    with by_force() as cursor:
        for table in tables:
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {PROGRAM}")
