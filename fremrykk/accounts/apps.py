import logging

from django.apps import AppConfig, apps
from django.core.management.base import CommandError
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class AccountsConfig(AppConfig):
    name = "fremrykk.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from fremrykk.accounts import checks, emails, personal_data  # noqa: F401
        from fremrykk.accounts.adapters import receivers
        from privacy import registries

        registries.names_of_mails.update(emails.NAMES)
        registries.names_of_links.update(emails.LINKS)
        registries.names_in_history["accounts.user"] = _("your account")
        receivers.connect()
        pre_migrate.connect(refuse_too_little, sender=self)
        # Permissions are made app by app as each has migrated: groups and grants wait for the last one.
        post_migrate.connect(finish, sender=[app for app in apps.get_app_configs() if app.models_module][-1])


def refuse_too_little(using: str, **kwargs: object) -> None:
    from fremrykk import database_roles

    try:
        database_roles.refuse_too_little()
    except database_roles.MayTooLittle as error:
        raise CommandError(str(error)) from None


def finish(using: str, **kwargs: object) -> None:
    """After each `migrate`: the groups hold what their roles may, and the program what it may in the database.

    Not on the database of a newer program: of a table it does not know, this one would give everything away.
    """
    from fremrykk import database_roles, migrated
    from fremrykk.accounts.actions import roles

    if migrated.is_newer():
        logger.warning("the database was migrated by a newer program: rights and roles stay as that one left them")
        return
    roles.sync()
    database_roles.grant()
