"""Who may be sent news, and why: customers who were told that they may say no, and whoever has asked for it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, DateField, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from clients.choices import ContactRole
from clients.models import ClientContact
from privacy.choices.marketing import MarketingGround
from privacy.models import Collection, Mailing, Subject

KIND = "client_newsletter"


@dataclass(frozen=True)
class Reader:
    """Somebody at a client, and why news may be sent there."""

    to: str
    name: str
    language: str
    ground: MarketingGround


def contacts() -> QuerySet[ClientContact]:
    """Those who speak for a client about what we do for it; who only pays invoices is not told of services."""
    return ClientContact.objects.unrestricted().filter(ended_at=None).exclude(role=ContactRole.INVOICES)


def readers(mailing: Mailing) -> QuerySet[Subject]:
    """Everybody with a ground, on the day the mailing was ordered. The rule is the database's (`clients_news_ground`)."""
    return _with_ground(mailing).exclude(ground="")


def of(mailing: Mailing, numbers: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Reader]:
    """The same for these persons, with where each is reached; the newest card of somebody with several."""
    grounds = dict(_with_ground(mailing).filter(pk__in=list(numbers)).values_list("pk", "ground"))
    told = Collection.objects.filter(subject=OuterRef("subject"), informed_at__isnull=False).order_by("-informed_at")
    cards = contacts().annotate(
        root=Coalesce("subject__merged_into", "subject"), spoken=Subquery(told.values("language")[:1])
    )
    found = {}
    for card in cards.filter(root__in=list(grounds)).order_by("created_at", "pk"):
        if ground := grounds[card.root]:
            language = card.spoken or settings.LANGUAGE_CODE
            found[card.root] = Reader(card.email, card.name, language, MarketingGround(ground))
    return found


def counts(day: Mailing) -> dict[str, int]:
    """How many there are for each ground: numbers, nobody's name."""
    grounds: QuerySet[Any, Any] = _with_ground(day)
    return dict(grounds.exclude(ground="").order_by().values_list("ground").annotate(number=Count("pk")))


def _with_ground(mailing: Mailing) -> QuerySet[Any, Any]:
    roots = contacts().values(root=Coalesce("subject__merged_into", "subject"))
    ground = Func(
        "pk", Value(timezone.localdate(mailing.ordered_at), output_field=DateField()), function="clients_news_ground",
        output_field=CharField(),
    )  # fmt: skip
    return Subject.objects.filter(merged_into=None, pk__in=roots).annotate(ground=ground)
