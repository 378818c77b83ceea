"""The restore fence, before anything that reads the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from privacy.queries import fence

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
