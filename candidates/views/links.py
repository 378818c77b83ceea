"""Pages that stand behind a link of somebody's own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def unlisted(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No search engine keeps or shows it, also where somebody put the link on a page of theirs."""

    @wraps(page)
    def door(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = page(request, *args, **named)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return door
