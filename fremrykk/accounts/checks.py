"""Whether the program's role may do in the database what the list says, and nothing else (fremrykk.database_roles)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from fremrykk import database_roles

MANY = 20


@register(Tags.database)
def roles_hold(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Run by `migrate`, which mends what it warns of, and by `check --database default`."""
    if "default" not in (databases or ()):
        return []
    if not database_roles.is_there():
        return [
            Error(
                f"The database server has no role {database_roles.PROGRAM} for the program to be.",
                hint='Make it, and the one that migrates, as the README says under "Two roles".',
                id="accounts.E001",
            )
        ]
    found = database_roles.differences()
    if len(found) > MANY:  # as before the first `migrate` that grants
        found = [f"{database_roles.PROGRAM} lacks {len(found)} rights or has them and should not. {found[0]}"]
    return [Warning(said, hint="Run `migrate` as the owner: it grants anew.", id="accounts.W001") for said in found]
