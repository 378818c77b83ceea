"""The papers of our own that hiring out depends on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """Without both of them nobody may be hired out (arbeidsmarkedsloven § 27, yrkesskadeforsikringsloven § 3)."""

    APPROVAL = "approval", _("approval by Arbeidstilsynet")
    INSURANCE = "insurance", _("occupational injury insurance")
