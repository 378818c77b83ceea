"""Advertisements: written, published, closed. What goes on the site is clean HTML, made so here."""

import datetime
import logging
import re
from itertools import chain
from typing import TypedDict, Unpack

import nh3
from django.db import transaction
from django.utils.text import slugify

from clients.models import AdRequirement, JobAd, JobOrder
from clients.queries import asking
from clients.registries import on_ad_closed
from privacy.actions import trail
from privacy.choices import Verb
from privacy.ports import Actor

logger = logging.getLogger(__name__)

TAGS = {"h2", "h3", "p", "br", "ul", "ol", "li", "strong", "em", "a"}
SCHEMES = {"https", "http", "mailto", "tel"}
ACTIVITY = "access_control"  # who kept what: a fact about a colleague
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})


class AdText(TypedDict, total=False):
    """What an ad says."""

    title: str
    summary: str
    body: str
    employer: str
    place: str
    extent: str
    form: str
    deadline: datetime.date | None
    occupation: str
    positions: int
    postal_code: str
    municipality: str
    county: str
    remote: str
    percentage: int | None
    pay_from: int | None
    pay_to: int | None
    pay_per: str
    starts: str
    is_client_named: bool
    asks_ground: str
    asks_because: str


class OrderNotOpen(Exception):
    """Only an open order is advertised."""


class AlreadyPublished(Exception):
    """The ad is on the site, or was."""


class NotPublished(Exception):
    """The ad is not on the site."""


class NeedsReason(Exception):
    """It seems to ask what may seldom be asked (likestillingsloven § 30): take it out, or say why. `found` are the words."""

    def __init__(self, found: asking.Found) -> None:
        super().__init__()
        self.found = found


@transaction.atomic
def write(*, order: JobOrder, at: datetime.datetime, **text: Unpack[AdText]) -> JobAd:
    """A draft; its address is made of the title and stays, whatever the title becomes."""
    ad = JobAd(order=order, slug=_free_slug(text["title"]), created_at=at, changed_at=at, **text)
    ad.body = clean(ad.body)
    ad.asks = sorted(asks(ad))
    ad.save()
    return ad


@transaction.atomic
def change(*, ad: JobAd, by: Actor, at: datetime.datetime, **text: Unpack[AdText]) -> None:
    """A draft whatever it asks; what stands on the site with a reason. Raises `NeedsReason`."""
    if "body" in text:
        text["body"] = clean(text["body"])
    fresh = JobAd.objects.select_for_update(no_key=True).get(pk=ad.pk)
    for name, value in text.items():
        setattr(fresh, name, value)
    fresh.changed_at = at
    settle(fresh, by=by, at=at)
    fresh.save(update_fields=[*text, "asks", "changed_at"])


@transaction.atomic
def publish(*, ad: JobAd, by: Actor, at: datetime.datetime) -> None:
    """Put it on the site. Raises `OrderNotOpen`, `AlreadyPublished`, `NeedsReason`."""
    order, fresh = locked(ad)
    if not order.is_open:
        raise OrderNotOpen
    if fresh.published_at:
        raise AlreadyPublished
    fresh.published_at = fresh.changed_at = at
    settle(fresh, by=by, at=at)
    fresh.save(update_fields=["published_at", "asks", "changed_at"])
    logger.info("ad %s published by account %s", fresh.pk, by.pk)


@transaction.atomic
def close(*, ad: JobAd, by: Actor, at: datetime.datetime) -> None:
    """Take it off the site; applications for this position only begin their last months."""
    order, fresh = locked(ad)
    if not fresh.published_at or fresh.closed_at:
        raise NotPublished
    fresh.closed_at = fresh.changed_at = at
    fresh.save(update_fields=["closed_at", "changed_at"])
    for ended in on_ad_closed:
        ended(order_id=order.pk, at=at)
    logger.info("ad %s closed by account %s", fresh.pk, by.pk)


def clean(html: str) -> str:
    """Headings, paragraphs, lists and links; scripts, styles, pictures and what else a browser could run are gone."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def asks(ad: JobAd) -> asking.Found:
    """What its text seems to ask of applicants."""
    required = AdRequirement.objects.filter(ad=ad.pk).order_by("order").values_list("what", "why")
    return asking.of((ad.title, ad.summary, ad.body, *chain.from_iterable(required)), order_id=ad.order_id)


def settle(ad: JobAd, *, by: Actor, at: datetime.datetime) -> None:
    """Read the text once more; what is kept on the site has a reason, and the trail says who kept it."""
    found = asks(ad)
    ad.asks = sorted(found)
    if not found or not ad.published_at:
        return
    if not ad.says_why:
        raise NeedsReason(found)
    trail.record(
        Verb.CHANGED, subject_id=by.subject_id, by=by, at=at, activity=ACTIVITY, fields=["asks_because"], obj=ad
    )


def locked(ad: JobAd) -> tuple[JobOrder, JobAd]:
    """The order first, as closing an order does."""
    order = JobOrder.objects.select_for_update(no_key=True).get(pk=ad.order_id)
    return order, JobAd.objects.select_for_update(no_key=True).get(pk=ad.pk)


def _free_slug(title: str) -> str:
    """The title as an address; with the next number when there is one like it."""
    stem = slugify(title.translate(NORWEGIAN))[:100] or "stilling"
    taken = JobAd.objects.filter(slug__regex=rf"^{re.escape(stem)}(-\d+)?$").values_list("slug", flat=True)
    numbers = (int(slug.removeprefix(stem).lstrip("-") or 1) for slug in taken)
    return f"{stem}-{highest + 1}" if (highest := max(numbers, default=0)) else stem
