from django.contrib.admin.apps import AdminConfig


class WorkspaceConfig(AdminConfig):
    """The advisers' workspace in place of Django's own site."""

    default = False
    default_site = "privacy.admin.site.workspace"

    def ready(self) -> None:
        from fremrykk import queue  # noqa: F401  the broker's address, for nudges
        from fremrykk.backups import watching
        from privacy import registries
        from privacy.choices import AlarmCode

        registries.alarms[AlarmCode.BACKUPS].append(watching.is_late)
        super().ready()
