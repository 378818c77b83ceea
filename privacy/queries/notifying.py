"""Which recipients are still to be told, and where they are reached."""

from django.db.models import QuerySet

from privacy import registries
from privacy.models import RecipientNotice


def to_write() -> list[int]:
    """Those to be told by e-mail that nobody has written to, the oldest first."""
    waiting = RecipientNotice.objects.untold().filter(mail_number=None, is_unreached=False)
    return list(waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:500])


def untold() -> QuerySet[RecipientNotice]:
    """All that are not settled yet, the oldest first."""
    return RecipientNotice.objects.untold().select_related("recipient").order_by("created_at", "pk")


def address_of(notice: RecipientNotice) -> str | None:
    """The person at the company who was given the data, as an app above knows them, else the company's mailbox."""
    if notice.contact_uuid:
        for ask in registries.addresses_of_contacts:
            if address := ask(notice.contact_uuid):
                return address
    return notice.recipient.contact_address or None
