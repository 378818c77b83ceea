"""The restore fence, before anything that reads the database; what visitors chose; how often pages are shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from privacy.actions import page_counts
from privacy.queries import cookies, fence
from privacy.queries.page_counts import counted_as

Answer = Callable[[HttpRequest], HttpResponse]

ALIVE = "/livez"
RETRY_AFTER = "120"


def keep_behind_the_fence(get_response: Answer) -> Answer:
    """503 with a plain page while the database was restored and not replayed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not fence.is_closed() or request.path == ALIVE:
            return get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"})

    return middleware


def heed_visitors(get_response: Answer) -> Answer:
    """An optional cookie nobody agreed to goes with the first answer; a public page counts as shown once more."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name in cookies.unwanted(request) if cookies.sent_as(cookies.CHOICE) not in response.cookies else ():
            cookies.forget(response, name)
        if page := counted_as(request, response):
            page_counts.count(page=page, at=timezone.now())
        return response

    return middleware
