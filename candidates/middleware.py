"""Links of campaigns: `?kampanje=<number>` is remembered for whoever agreed to that, and taken off the address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.http import escape_leading_slashes

from candidates.queries import campaigns
from privacy.queries import cookies

Answer = Callable[[HttpRequest], HttpResponse]


def follow_campaign(get_response: Answer) -> Answer:
    """Nothing is stored without a yes. Whoever is asked just now keeps the address: the answer decides what becomes of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or campaigns.LINK not in request.GET:
            return get_response(request)
        if cookies.is_to_be_asked(request, cookies.register()):
            return get_response(request)
        rest = request.GET.copy()
        code = rest.pop(campaigns.LINK)[-1]
        response = redirect(escape_leading_slashes(f"{request.path}{'?' + rest.urlencode() if rest else ''}"))
        if campaign := campaigns.by_code(str(code)):
            cookies.leave(request, response, name=campaigns.LINK, value=campaign.pk.hex)
        add_never_cache_headers(response)
        return response

    return middleware
