"""How often the public pages were shown: which of them count, and how many."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from privacy import registries
from privacy.models import PageCount
from privacy.queries import cookies

MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """One kind of page, and how often it was shown."""

    page: str | Promise
    count: int


def counted_as(request: HttpRequest, response: HttpResponse) -> str:
    """The public page shown to somebody who does not work here, is no plain machine, and has not asked to be left alone.

    The browser's name is looked at and kept nowhere.
    """
    match = request.resolver_match
    page = match.url_name if match and match.url_name in registries.public_pages else ""
    if request.method != "GET" or not page or (request.user.is_authenticated and request.user.is_staff):
        return ""
    if response.status_code not in (200, 304) or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return ""
    if cookies.signals_no(request) or MACHINE.search(request.headers.get("User-Agent", "bot")):
        return ""
    return page


def between(first: datetime.date, last: datetime.date) -> list[Shown]:
    """Each kind of page in the order the apps name them, from and to these days."""
    rows = PageCount.objects.filter(day__range=(first, last)).values_list("page").annotate(Sum("count"))
    counts: dict[str, int] = dict(rows)
    return [Shown(words, counts[page]) for page, words in registries.public_pages.items() if counts.get(page)]
