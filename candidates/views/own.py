"""The door of "my page": the candidate behind the account; nothing of it is kept by a browser or a proxy."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from candidates.queries import people
from candidates.queries.own_pages import roles

Page = Callable[..., HttpResponse]
LAYOUTS = {
    True: "candidates/by_link.html",
    False: "candidates/own_pages.html",
}  # the same page by a link, and with the menu


def own_page(page: Page) -> Page:
    """Give the view its candidate. Whoever is none reads why the page is empty."""

    @never_cache
    @wraps(page)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        candidate = people.for_person(request.user)
        if candidate is None:
            status = 200 if request.method in ("GET", "HEAD") else 403
            context = {"own": roles(request.user), "is_overview": page.__name__ == "min_side"}
            return render(request, "candidates/no_candidate.html", context, status=status)
        return page(request, candidate, **kwargs)

    return door
