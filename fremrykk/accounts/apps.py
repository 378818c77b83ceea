from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "fremrykk.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from fremrykk.accounts import emails, personal_data  # noqa: F401
        from fremrykk.accounts.adapters import receivers
        from privacy import registries

        registries.names_of_mails.update(emails.NAMES)
        registries.names_of_links.update(emails.LINKS)
        registries.names_in_history["accounts.user"] = _("your account")
        receivers.connect()
        # Permissions are made app by app as each has migrated: the groups wait for the last one.
        post_migrate.connect(fill_groups, sender=[app for app in apps.get_app_configs() if app.models_module][-1])


def fill_groups(using: str, **kwargs: object) -> None:
    from fremrykk.accounts.actions import roles

    roles.sync()
