"""Closed lists of the candidates app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where an application stands; a human moves it."""

    NEW = "new", pgettext_lazy("stage", "new")
    SCREENING = "screening", _("screening")
    INTERVIEW = "interview", _("interview")
    PRESENTED = "presented", _("presented")
    OFFER = "offer", _("offer")
    PLACED = "placed", _("placed")
    REJECTED = "rejected", pgettext_lazy("stage", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("stage", "withdrawn")


OPEN_STAGES = (Stage.NEW, Stage.SCREENING, Stage.INTERVIEW, Stage.PRESENTED, Stage.OFFER)

# Which stages an adviser may move an application to. Rejecting needs a reason, withdrawing is the candidate's own.
MOVES: dict[str, tuple[Stage, ...]] = {
    Stage.NEW: (Stage.SCREENING, Stage.INTERVIEW, Stage.PRESENTED),
    Stage.SCREENING: (Stage.NEW, Stage.INTERVIEW, Stage.PRESENTED),
    Stage.INTERVIEW: (Stage.SCREENING, Stage.PRESENTED, Stage.OFFER),
    Stage.PRESENTED: (Stage.INTERVIEW, Stage.OFFER),
    Stage.OFFER: (Stage.PRESENTED, Stage.PLACED),
    Stage.PLACED: (Stage.OFFER,),
    Stage.REJECTED: (Stage.SCREENING,),
    Stage.WITHDRAWN: (),
}


class Origin(models.TextChoices):
    APPLIED = "applied", _("applied")
    REGISTERED = "registered", _("registered openly")
    ADDED = "added", _("added by an adviser")
    LEAD = "lead", _("from a campaign")


class Source(models.TextChoices):
    """How a candidate came to us."""

    WEBSITE = "website", _("the website")
    BY_HAND = "by_hand", _("entered by hand")
    IMPORTED = "imported", _("imported")


class KeepScope(models.TextChoices):
    THIS_POSITION = "this_position", _("Only for this position: deleted three months after it is closed")
    CANDIDATE_BASE = "candidate_base", _("Also for other positions: kept for up to two years")


class SharingScope(models.TextChoices):
    THIS_POSITION = "this_position", _("Only with the employer of this position")
    ASK_FIRST = "ask_first", _("With other employers too, but ask me first each time")
    WITHOUT_ASKING = "without_asking", _("With other employers too, without asking me each time")


class AlertFrequency(models.TextChoices):
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("once a week")


class DocumentKind(models.TextChoices):
    CV = "cv", _("CV")
    COVER_LETTER = "cover_letter", _("cover letter")
    CERTIFICATE = "certificate", _("certificate")
    DIPLOMA = "diploma", _("diploma")
    OTHER = "other", pgettext_lazy("document", "other")


class DocumentState(models.TextChoices):
    """What is known about a file's safety; with a scanner only a clean file is opened by anyone."""

    RECEIVED = "received", _("waiting for the virus scan")
    CLEAN = "clean", _("scanned, clean")
    UNSCANNED = "unscanned", _("not scanned: no scanner is set up")
    INFECTED = "infected", _("infected, cannot be opened")
    ERROR = "error", _("the scan failed and is tried again")


class TextState(models.TextChoices):
    WAITING = "waiting", _("text not read yet")
    READ = "read", _("text read")
    UNREADABLE = "unreadable", _("the text could not be read")
