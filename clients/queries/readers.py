"""Which orders a contact person may follow, asked anew at each request."""

import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from clients.models import ClientContact, JobOrder, OrderReader
from privacy.models import Subject
from privacy.ports import Actor

READ_AFTER_CLOSING = datetime.timedelta(days=30)


def contacts_of(user: Actor) -> QuerySet[ClientContact]:
    """As whom this account speaks for clients: the same person, under the address it has confirmed, not set aside."""
    return _at_own_address(user).filter(subject__in=_numbers(user))


def unclaimed(user: Actor) -> QuerySet[ClientContact]:
    """Contact persons with this account's confirmed address whom nobody has logged in as: perhaps the same person."""
    others = _at_own_address(user).exclude(subject__in=_numbers(user))
    nobodys = others.filter(subject__user=None, subject__merged_into=None)
    return nobodys.filter(Exists(OrderReader.objects.standing().filter(contact=OuterRef("pk"))))


def _numbers(user: Actor) -> QuerySet[Subject]:
    """Each number this person goes by, as a part of one question."""
    root = Subject.objects.filter(pk=user.subject_id).values(root=Coalesce("merged_into", "pk"))
    return Subject.objects.filter(Q(pk__in=root) | Q(merged_into__in=root))


def _at_own_address(user: Actor) -> QuerySet[ClientContact]:
    confirmed = EmailAddress.objects.filter(user=user.pk, verified=True).values(lowered=Lower("email"))
    speaking = ClientContact.objects.unrestricted().filter(ended_at=None)
    return speaking.alias(lowered=Lower("email")).filter(lowered__in=confirmed)


def standing(user: Actor) -> QuerySet[OrderReader]:
    """What lets this account follow anything."""
    return OrderReader.objects.standing().unrestricted().filter(contact__in=contacts_of(user))


def follows_any(user: Actor) -> bool:
    """Whether there is something for this account to see, or to say that it is theirs."""
    own_or_nobodys = Q(contact__subject__in=_numbers(user)) | Q(
        contact__subject__user=None, contact__subject__merged_into=None
    )
    lets_in = OrderReader.objects.standing().unrestricted().filter(own_or_nobodys, contact__in=_at_own_address(user))
    return lets_in.exists()


def orders_of(user: Actor, *, at: datetime.datetime) -> QuerySet[JobOrder]:
    """The orders this account may follow now."""
    lets_in = Exists(standing(user).filter(order=OuterRef("pk")))
    still_shown = Q(closed_at=None) | Q(closed_at__gt=at - READ_AFTER_CLOSING)
    return JobOrder.objects.filter(lets_in, still_shown).select_related("company", "adviser")


def inviter(user: Actor, order: JobOrder) -> ClientContact | None:
    """As whom this account may invite colleagues to the order: whoever was invited invites nobody."""
    own = standing(user).filter(order=order, is_invited=False).select_related("contact").order_by("pk").first()
    return own.contact if own else None


def invited_to(order: JobOrder) -> QuerySet[OrderReader]:
    """The colleagues who follow the order by invitation."""
    return (
        OrderReader.objects.standing().unrestricted().filter(order=order, is_invited=True)
        .select_related("contact", "contact__company").order_by("contact__name", "pk")
    )  # fmt: skip


def to_open_at(email: str) -> ClientContact | None:
    """Who may follow an order and has this address and no account yet: the newest of them."""
    lets_in = Exists(OrderReader.objects.standing().filter(contact=OuterRef("pk")))
    found = ClientContact.objects.unrestricted().alias(lowered=Lower("email")).filter(lets_in, lowered=email.lower())
    waiting = found.filter(subject__user=None, subject__merged_into=None)
    return waiting.select_related("subject").order_by("-created_at", "pk").first()
