"""The vacant positions as machines follow them: a feed and a map of the site."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clients.models import JobAd
from clients.queries.ad_facts import AGENCY
from clients.views.conditional import answers_304
from clients.views.positions import asked

BEGAN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # when nothing has changed yet; the year of the tags
OPEN_PAGES = (
    "front", "positions", "register", "for_companies", "contact", "how_we_recruit", "privacy_statement",
    "processing_activities", "cookie_register", "accessibility",
)  # fmt: skip


class Feed(Atom1Feed):
    """One that says the same as long as nothing changes: an empty one is not news."""

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=BEGAN)


@login_not_required
@require_safe
@answers_304
def positions_feed(request: HttpRequest) -> HttpResponse:
    """The list of positions by the same address: what is vacant, and nothing that is not."""
    now = timezone.now()
    form = asked(request, now)
    ads = list(JobAd.objects.published(now).matching(**form.chosen).newest_first())
    feed = _feed(reverse("positions_feed", query=form.chosen or None), reverse("positions", query=form.chosen or None))
    for ad in ads:
        feed.add_item(**_entry(ad))
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


@login_not_required
@require_safe
@answers_304
def sitemap(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    ads = [(each.get_absolute_url(), each.changed_at) for each in JobAd.objects.published(now).newest_first()]
    newest = max((changed for _path, changed in ads), default=None)
    pages = [(path, newest if path == reverse("positions") else None) for path in map(reverse, OPEN_PAGES)]
    urls = [(settings.SITE_URL + path, changed) for path, changed in [*pages, *ads]]
    return render(request, "clients/sitemap.xml", {"urls": urls}, content_type="application/xml; charset=utf-8")


def _feed(address: str, page: str) -> Feed:
    return Feed(
        title=_("Vacant positions at Fremrykk"), description=None, link=settings.SITE_URL + page,
        feed_url=settings.SITE_URL + address, language=get_language(), author_name=AGENCY,
        feed_guid=_tag(f"feed:{address}"),
    )  # fmt: skip


def _entry(ad: JobAd) -> dict[str, Any]:
    return {
        "title": ad.title, "link": settings.SITE_URL + ad.get_absolute_url(), "unique_id": _tag(f"ad:{ad.pk}"),
        "description": f"<p>{escape(ad.employer)}, {escape(ad.place)}</p><p>{escape(ad.summary)}</p>{ad.body}",
        "pubdate": ad.published_at, "updateddate": ad.changed_at,
        "categories": [str(ad.get_extent_display()), str(ad.get_form_display())],
    }  # fmt: skip


def _tag(what: str) -> str:
    """A name that stays, whatever the address becomes (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{BEGAN.year}:{what}"
