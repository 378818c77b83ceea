"""To whoever asks us for help for a company."""

from django.conf import settings
from django.urls import reverse

from clients.models import Enquiry, OrderReader
from privacy.emails import Message


def enquiry_received(enquiry: Enquiry) -> Message:
    """The receipt, with the number and the day. It repeats nothing that was typed, not even a name: nobody has proved the
    address, and whoever has it would read in our name what a stranger wrote."""
    return Message(
        "clients/email/enquiry_received", activity="enquiries", context={"enquiry": enquiry}, reaches_restricted=True
    )


def enquiry_answered(enquiry: Enquiry, answer: str) -> Message:
    return Message(
        "clients/email/enquiry_answered", activity="enquiries", context={"enquiry": enquiry, "answer": answer},
        reaches_restricted=True,
    )  # fmt: skip


def order_access(reader: OrderReader) -> Message:
    """You may follow this order: where, and with which address one logs in."""
    context = {"reader": reader, "order": reader.order, "link": settings.SITE_URL + reverse("my_orders")}
    return Message("clients/email/order_access", activity="clients", context=context)
