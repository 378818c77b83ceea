"""What the journal outside the database holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalKind(models.TextChoices):
    """What a restored database must be told again."""

    ERASED = "erased", _("erased")
    CONSENT_GIVEN = "consent_given", _("consent given")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("consent withdrawn")
    OPTED_OUT = "opted_out", _("no more advertising")
    OPTED_IN = "opted_in", _("advertising asked for again")
    AGREEMENT_WITHDRAWN = "agreement_withdrawn", _("agreement to share taken back")
    SHOWING_ENDED = "showing_ended", _("no longer shown to an employer")
    HELD = "held", _("deletion put on hold")
    HOLD_APPROVED = "hold_approved", _("hold approved")
    RELEASED = "released", _("hold ended")
    RESTRICTED = "restricted", _("processing restricted")
    LIFTING_TOLD = "lifting_told", _("told that the restriction will be lifted")
    LIFTED = "lifted", _("restriction lifted")
    REVIEWED = "reviewed", _("storage time decided by a person")
    MERGED = "merged", _("brought together with the same person's data")
    SEALED = "sealed", _("history sealed")
    RESTORED = "restored", _("replayed after a restore")
