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
    CAMPAIGN = "campaign", _("a campaign")


class KeepScope(models.TextChoices):
    THIS_POSITION = "this_position", _("Only for this position: deleted three months after it is closed")
    CANDIDATE_BASE = "candidate_base", _("Also for other positions: kept for up to two years")


class SharingScope(models.TextChoices):
    THIS_POSITION = "this_position", _("Only with the employer of this position")
    ASK_FIRST = "ask_first", _("With other employers too, but ask me first each time")
    WITHOUT_ASKING = "without_asking", _("With other employers too, without asking me each time")


# The same where there is no position: an open registration.
SHARING_OF_NO_POSITION = {
    SharingScope.THIS_POSITION: _("With no employer before I have applied for a position"),
    SharingScope.ASK_FIRST: _("With employers, but ask me first each time"),
    SharingScope.WITHOUT_ASKING: _("With employers, without asking me each time"),
}


class Interest(models.TextChoices):
    """What a candidate says to being presented for a position."""

    INTERESTED = "interested", _("interested: you may present me")
    NOT_INTERESTED = "not_interested", _("not interested")


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


class CampaignChannel(models.TextChoices):
    """Where a campaign runs."""

    FACEBOOK = "facebook", _("Facebook")
    INSTAGRAM = "instagram", _("Instagram")
    LINKEDIN = "linkedin", _("LinkedIn")
    SNAPCHAT = "snapchat", _("Snapchat")
    TIKTOK = "tiktok", _("TikTok")
    SEARCH = "search", _("search engine")
    NEWS = "news", _("advertisement on a website")


class RoleSplit(models.TextChoices):
    """What a partner who collects for us is, and by what (GDPR art. 4(7), 26, 28)."""

    JOINT = "joint", _("controller together with us, by an arrangement (GDPR art. 26)")
    SEPARATE = "separate", _("controller for itself, who passes on to us")
    PROCESSOR = "processor", _("processor for us, by an agreement (GDPR art. 28)")


class Party(models.TextChoices):
    US = "us", _("we")
    PARTNER = "partner", _("the partner")
    BOTH = "both", _("each for its own part")


class LeadDoor(models.TextChoices):
    """How answers to a campaign reach us."""

    FILE = "file", _("by a file")
    SYSTEM = "system", _("by the partner's system")


class MarkKind(models.TextChoices):
    """What a fingerprint is of that keeps a thing from being done twice."""

    ADDRESS = "address", _("address or telephone number")
    REFERENCE = "reference", _("the partner's reference")
    DELIVERY = "delivery", _("one delivery of the partner's system")


class CampaignEvent(models.TextChoices):
    """What is counted of a campaign, by week."""

    RECEIVED = "received", pgettext_lazy("campaign", "received")
    TOLD = "told", pgettext_lazy("campaign", "told where we have the data from")
    CONVERTED = "converted", pgettext_lazy("campaign", "registered with us")
    ENDED = "ended", pgettext_lazy("campaign", "no longer a lead")
    APPLIED = "applied", pgettext_lazy("campaign", "applied by the link")


class ImportState(models.TextChoices):
    """How far a list we take over has come. Nothing is imported before it was checked and somebody said go on."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, not imported")
    RUNNING = "running", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("cannot be read")


class RowState(models.TextChoices):
    """What became of one row of it."""

    WAITING = "waiting", pgettext_lazy("row", "waiting")
    IMPORTED = "imported", pgettext_lazy("row", "imported")
    OFFERED = "offered", pgettext_lazy("row", "known already? somebody has to choose")
    ADDED = "added", pgettext_lazy("row", "added to somebody we had")
    REFUSED = "refused", pgettext_lazy("row", "refused")
    SKIPPED = "skipped", pgettext_lazy("row", "left out")


# Where an application is in the final round, and where a check of it may be noted at all.
FINALIST_STAGES = (Stage.PRESENTED, Stage.OFFER, Stage.PLACED)
CHECKED_STAGES = (*OPEN_STAGES, Stage.PLACED)


class CheckOutcome(models.TextChoices):
    """One for each kind of check: what speaks against somebody is not written down."""

    SHOWN = "shown", _("police certificate shown, in order")
    CONFIRMED = "confirmed", _("security clearance confirmed")
    SATISFACTORY = "satisfactory", _("credit checked, in order")


class CheckEnd(models.TextChoices):
    """Why the note of a check was deleted."""

    ORDER_CLOSED = "order_closed", _("the order was closed")
    APPLICATION_ENDED = "application_ended", _("the application ended")
    PLACEMENT_ENDED = "placement_ended", _("the employment ended")
    ASSIGNMENT_ENDED = "assignment_ended", _("the assignment ended")
    LIFTED = "lifted", _("it is not required any more")


class OfferAnswer(models.TextChoices):
    """What the candidate says to an offer."""

    ACCEPTED = "accepted", pgettext_lazy("offer", "accepted")
    DECLINED = "declined", pgettext_lazy("offer", "declined")
