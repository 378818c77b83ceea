"""Closed lists about those who are hired out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clients.choices.ads import County


class HireGround(models.TextChoices):
    """Why hiring in is lawful (arbeidsmiljøloven § 14-12, as since 1 April 2023: that work is temporary is no ground)."""

    SUBSTITUTE = "substitute", _("in place of another (substitute)")
    TRAINEE = "trainee", _("trainee work")
    SCHEME = "scheme", _("labour market scheme")
    SPORT = "sport", _("sport")
    AGREED = "agreed", _("agreement with elected representatives, where a tariff agreement binds the client")
    HEALTH = "health", _("health personnel (regulation)")
    ADVICE = "advice", _("adviser with special competence in a limited project (regulation)")


class AssignmentState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("assignment", "planned")
    RUNNING = "running", pgettext_lazy("assignment", "running")
    ENDED = "ended", pgettext_lazy("assignment", "ended")


# Oslo, Viken and what was Vestfold, in the counties since 2024: no hiring in to building sites
# (forskrift om innleie fra bemanningsforetak § 4).
NO_CONSTRUCTION = (County.OSLO, County.AKERSHUS, County.BUSKERUD, County.OSTFOLD, County.VESTFOLD)
