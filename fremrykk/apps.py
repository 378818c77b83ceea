from django.contrib.admin.apps import AdminConfig


class WorkspaceConfig(AdminConfig):
    """The advisers' workspace in place of Django's own site."""

    default = False
    default_site = "privacy.admin.site.WorkspaceSite"
