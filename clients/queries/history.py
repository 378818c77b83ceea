"""What the engine's history calls what clients' people have here, and the mails they get."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MAILS = {
    "clients/email/prepayment_asked": _("we ask for prepayment of an order, why, and how to have it looked at again"),
    "clients/email/prepayment_reviewed": _("what we decided when we looked at the prepayment again"),
    "clients/email/enquiry_received": _("we have received your company's enquiry"),
    "clients/email/enquiry_answered": _("answer to your company's enquiry"),
    "clients/email/order_access": _("you can follow an order of your company"),
}
OBJECTS = {
    "clients.jobad": _("a job ad you answer for"),
    "clients.clientcontact": _("your contact details"),
    "clients.soleproprietor": _("your sole proprietorship"),
    "clients.registerentry": _("what the public register says of your business"),
    "clients.subunit": _("a workplace of your business"),
    "clients.timelineentry": _("the history between your business and us"),
    "clients.creditassessment": _("the credit assessment of your business"),
    "clients.enquiry": _("your company's enquiry"),
    "clients.orderreader": _("your access to follow an order"),
    "clients.prepayment": _("prepayment of an order"),
}
WORDS: dict[str, dict[str, Any]] = {}
