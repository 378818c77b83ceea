"""Advertisements: written, published, closed. What goes on the site is clean HTML, made so here."""

import datetime
import logging
import re
from typing import TypedDict, Unpack

import nh3
from django.db import transaction
from django.utils.text import slugify

from clients.models import JobAd, JobOrder
from clients.registries import on_ad_closed
from privacy.ports import Actor

logger = logging.getLogger(__name__)

TAGS = {"h2", "h3", "p", "br", "ul", "ol", "li", "strong", "em", "a"}
SCHEMES = {"https", "http", "mailto", "tel"}
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


class OrderNotOpen(Exception):
    """Only an open order is advertised."""


class AlreadyPublished(Exception):
    """The ad is on the site, or was."""


class NotPublished(Exception):
    """The ad is not on the site."""


@transaction.atomic
def write(*, order: JobOrder, at: datetime.datetime, **text: Unpack[AdText]) -> JobAd:
    """A draft; its address is made of the title and stays, whatever the title becomes."""
    ad = JobAd(order=order, slug=_free_slug(text["title"]), created_at=at, **text)
    ad.body = clean(ad.body)
    ad.save()
    return ad


@transaction.atomic
def change(*, ad: JobAd, **text: Unpack[AdText]) -> None:
    if "body" in text:
        text["body"] = clean(text["body"])
    JobAd.objects.filter(pk=ad.pk).update(**text)


@transaction.atomic
def publish(*, ad: JobAd, by: Actor, at: datetime.datetime) -> None:
    """Put it on the site. Raises `OrderNotOpen`, `AlreadyPublished`."""
    order, fresh = _locked(ad)
    if not order.is_open:
        raise OrderNotOpen
    if fresh.published_at:
        raise AlreadyPublished
    fresh.published_at = at
    fresh.save(update_fields=["published_at"])
    logger.info("ad %s published by account %s", fresh.pk, by.pk)


@transaction.atomic
def close(*, ad: JobAd, by: Actor, at: datetime.datetime) -> None:
    """Take it off the site; applications for this position only begin their last months."""
    order, fresh = _locked(ad)
    if not fresh.published_at or fresh.closed_at:
        raise NotPublished
    fresh.closed_at = at
    fresh.save(update_fields=["closed_at"])
    for ended in on_ad_closed:
        ended(order_id=order.pk, at=at)
    logger.info("ad %s closed by account %s", fresh.pk, by.pk)


def clean(html: str) -> str:
    """Headings, paragraphs, lists and links; scripts, styles, pictures and what else a browser could run are gone."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def _locked(ad: JobAd) -> tuple[JobOrder, JobAd]:
    """The order first, as closing an order does."""
    order = JobOrder.objects.select_for_update(no_key=True).get(pk=ad.order_id)
    return order, JobAd.objects.select_for_update(no_key=True).get(pk=ad.pk)


def _free_slug(title: str) -> str:
    """The title as an address; with the next number when there is one like it."""
    stem = slugify(title.translate(NORWEGIAN))[:100] or "stilling"
    taken = JobAd.objects.filter(slug__regex=rf"^{re.escape(stem)}(-\d+)?$").values_list("slug", flat=True)
    numbers = (int(slug.removeprefix(stem).lstrip("-") or 1) for slug in taken)
    return f"{stem}-{highest + 1}" if (highest := max(numbers, default=0)) else stem
