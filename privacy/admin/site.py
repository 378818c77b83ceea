"""The advisers' workspace."""

from django.contrib.admin import AdminSite


class WorkspaceSite(AdminSite):
    """Django's admin as our workspace."""
