"""Closed lists about seeing who somebody is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityKind(models.TextChoices):
    """What was shown. Never what stands in it: no number, no copy."""

    PASSPORT = "passport", _("passport")
    NATIONAL_CARD = "national_card", _("national identity card")
    DRIVING_LICENCE = "driving_licence", _("driving licence")
    RESIDENCE_PERMIT = "residence_permit", _("residence permit")
