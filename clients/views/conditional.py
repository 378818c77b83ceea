"""Pages a browser, a feed reader or a search engine may keep, and ask whether they are still the same (RFC 9110, 13)."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

View = Callable[..., HttpResponse]


def answers_304(view: View) -> View:
    """Known by what it says: the mark is made of the whole answer, so that a date, a language, a stand-in or a new look
    changes it. `If-Modified-Since` is not listened to: a deadline passes without anybody changing anything.

    Whoever is logged in, or is told something once, gets a page that is kept nowhere.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated or len(get_messages(request)):
            add_never_cache_headers(response)
            return response
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        if response.status_code != 200:
            return response
        response["Cache-Control"] = "no-cache"
        response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return answer
