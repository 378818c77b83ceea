"""What lies in a visitor's browser: what for, and where."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CookieKind(models.TextChoices):
    """Everything but the necessary is optional, and waits for a yes."""

    NECESSARY = "necessary", pgettext_lazy("cookies", "necessary")
    STATISTICS = "statistics", pgettext_lazy("cookies", "statistics")
    CAMPAIGN = "campaign", pgettext_lazy("cookies", "campaigns")


class CookieStore(models.TextChoices):
    COOKIE = "cookie", _("cookie")
    LOCAL = "local", _("the browser's local storage")
