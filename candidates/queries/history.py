"""What the engine's history calls what candidates have here, and the mails they get."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind

MAILS = {
    "candidates/email/contact_person": _("who your contact person is"),
    "candidates/email/address_confirmed": _("your e-mail address is confirmed"),
    "candidates/advertising/job_alert": _("new positions that match a search you saved"),
    "candidates/email/placed": _("you got the position, and what becomes of your data"),
    "candidates/advertising/position_tip": _("an adviser writes to you about a position"),
    "candidates/email/position_letter": _("an adviser writes to you about a position"),
    "candidates/email/receipt": _("we have received your application"),
    "candidates/email/rejected": _("you were not chosen, with the reason"),
    "candidates/email/stage_changed": _("your application has moved on"),
    "candidates/email/withdrawn": _("your application is withdrawn"),
}
OBJECTS = {
    "candidates.candidate": _("your profile"),
    "candidates.application": _("your application"),
    "candidates.document": _("your document"),
    "candidates.lead": _("your answer to a campaign"),
    "candidates.jobalert": _("your job alert"),
    "candidates.positionletter": _("about a position"),
}
KINDS = {kind.value: kind.label for kind in DocumentKind}
TYPED = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("e-mail address"),
    "phone": _("telephone"),
}
WORDS: dict[str, dict[str, Any]] = {
    "candidates.document": KINDS,
    "candidates.application": TYPED | KINDS | {"go_ahead": _("that you said yes")},
    "candidates.candidate": TYPED,
    "candidates.lead": TYPED | {"answer": _("what you answered"), "consent": _("what you agreed to there")},
}
