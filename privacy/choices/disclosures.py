"""Closed lists about where data come from and whom they are given to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CollectionSource(models.TextChoices):
    """Whom we have somebody's data from; the person is told of it (GDPR art. 13 and 14)."""

    PERSON = "person", _("yourself")
    CLIENT = "client", _("the company you work for")
    CANDIDATE = "candidate", _("a candidate who named you")
    CAMPAIGN = "campaign", _("an advertising campaign")
    IMPORT = "import", _("an earlier system of ours")
    OTHER = "other", _("somebody else")


class ToldThrough(models.TextChoices):
    """How somebody was told what we hold, or a recipient what became of it."""

    WEBSITE = "website", _("on the website, where it was typed")
    EMAIL = "email", _("e-mail, sent by the program")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("telephone")
    DESK = "desk", _("at our desk")

    @classmethod
    def by_hand(cls) -> tuple["ToldThrough", ...]:
        """What a colleague does before writing it down here."""
        return (cls.LETTER, cls.PHONE, cls.DESK)


class RecipientKind(models.TextChoices):
    """Who may be given personal data at all. A source gives us data, and is given none (P36)."""

    CLIENT = "client", _("client with an open order")
    PROCESSOR = "processor", _("processor, by agreement (GDPR art. 28)")
    AUTHORITY = "authority", _("authority, by law")
    AGREED = "agreed", _("somebody the person has agreed to")
    SOURCE = "source", _("gives us data and is given none; hears what becomes of them")


class RecipientReason(models.TextChoices):
    """What a recipient must be told of (GDPR art. 19)."""

    CORRECTED = "corrected", _("corrected or completed")
    ERASED = "erased", _("erased")
    RESTRICTED = "restricted", _("set aside: stored and used for nothing else")
