"""What the engine's public pages are called, where they are counted."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "contact": _("contact us"),
    "privacy_statement": _("the privacy statement"),
    "processing_activities": _("what we use data for"),
    "cookie_register": _("cookies"),
    "how_we_recruit": _("how we recruit"),
    "accessibility": _("accessibility"),
    "security": _("reporting a security hole"),
}
