"""What the engine's history calls what contact persons have here, and the mails they get."""

from django.utils.translation import gettext_lazy as _

MAILS = {
    "clients/email/enquiry_received": _("we have received your company's enquiry"),
    "clients/email/enquiry_answered": _("answer to your company's enquiry"),
    "clients/email/order_access": _("you can follow an order of your company"),
}
OBJECTS = {
    "clients.clientcontact": _("your contact details"),
    "clients.enquiry": _("your company's enquiry"),
    "clients.orderreader": _("your access to follow an order"),
}
