"""The roles of the staff, in the order in which the trail names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MANAGER = "manager", _("Manager")
    PRIVACY = "privacy", _("Privacy officer")
    ADVISER = "adviser", _("Adviser")
    FINANCE = "finance", _("Finance")
    PAYROLL = "payroll", _("Payroll")
    EDITOR = "editor", _("Editor")
    MARKETING = "marketing", _("Marketing")
    SYSTEM = "system", _("System administrator")
