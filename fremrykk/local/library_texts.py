"""Texts of Django that its own Norwegian lacks and our pages show. Listed, the collector finds them for our catalogue."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

TEXTS = [
    _("Select this object for an action - {}"),
    _("Select all objects on this page for an action"),
]
TOO_SHORT = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
