"""Closed lists of interviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InterviewKind(models.TextChoices):
    ON_SITE = "on_site", _("in person")
    VIDEO = "video", _("by video")
    PHONE = "phone", _("by telephone")


class InterviewState(models.TextChoices):
    """Where an interview stands: the candidate chooses among times, or one is set; it is held, or does not take place."""

    PROPOSED = "proposed", _("times proposed")
    SET = "set", pgettext_lazy("interview", "set")
    HELD = "held", pgettext_lazy("interview", "held")
    CANCELLED = "cancelled", pgettext_lazy("interview", "cancelled")


AHEAD = (InterviewState.PROPOSED, InterviewState.SET)
