"""Before everything: requests no browser would send, a header on every answer, and a word for whoever was just erased."""

import errno
import logging
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.defaults import bad_request

from privacy.actions.subjects import PersonIsGone
from privacy.storage import StorageAway

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]

# Five files of 5 MB and the fields beside them. What is longer is read to its end, so that the browser hears the
# answer, but only so far.
LARGEST_BODY = 26_000_000
READ_TO_THE_END = 200_000_000
PIECE = 1_000_000
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
A_WHILE = "300"  # seconds until storage may be there again
MALFORMED = SuspiciousOperation("The request is not text.")


class HeadersOnEverything(SecurityMiddleware):
    """Django's own headers and two more, also on what Django's middleware refuses or leads on before it sets them."""

    def process_request(self, request: HttpRequest) -> None:
        """The one further in looks at what comes in."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")  # no other site may embed anything of ours
        response.setdefault("Reporting-Endpoints", settings.REPORTING_ENDPOINTS)
        return response


def keep_from_strangers(get_response: Answer) -> Answer:
    """What stands behind a login or a link of somebody's own is kept by no browser and found by no search engine, also
    where the link was put on a page elsewhere. A page is public only when it says so (`login_not_required`) and asks
    for no token."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if match and ("token" in match.kwargs or getattr(match.func, "login_required", True)):
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            add_never_cache_headers(response)
        return response

    return middleware


def refuse_other_hosts_and_methods(get_response: Answer) -> Answer:
    """400 for a host that is not ours, also where nothing else asks for it, and 405 for what no page of ours is asked by."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware


def refuse_malformed(get_response: Answer) -> Answer:
    """400 for NUL, broken UTF-8 and other encodings, 411 for a body in pieces, 413 for one beyond measure, 503 for files
    there is no room for: never a 500."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if refusal := ill_measured(request):
            return refusal
        if not (speaks_utf_8(request) and is_text(request.META.get("QUERY_STRING", "")) and "\0" not in request.path):
            return bad_request(request, MALFORMED)
        if any("\0" in cookie for cookie in request.COOKIES.values()):
            return bad_request(request, MALFORMED)
        if request.method == "POST" and (refusal := ill_filled(request)):
            return refusal
        return get_response(request)

    return middleware


def ill_measured(request: HttpRequest) -> HttpResponse | None:
    """411: a body in pieces has no measure, and would be read as an empty form. Every browser says how long its form is."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    if request.META.get("HTTP_TRANSFER_ENCODING") or not (said.isascii() and said.isdigit()):
        refusal = bad_request(request, MALFORMED)
        refusal.status_code = 411 if request.META.get("HTTP_TRANSFER_ENCODING") else 400
        return refusal
    if int(said) <= LARGEST_BODY:
        return None
    swallow(request, min(int(said), READ_TO_THE_END))
    return render(request, "413.html", status=413)


def ill_filled(request: HttpRequest) -> HttpResponse | None:
    """What is left unread is read as well: a line that is closed before breaks off, and the proxy says 502 for our answer."""
    try:
        is_text = all(is_sound(request, name) for name in request.POST)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        logger.error("no room for what is sent: %s", errno.errorcode[error.errno])
        let_go_of_uploads(request)
        swallow(request, LARGEST_BODY)
        return files_away(request)
    except (SuspiciousOperation, MultiPartParserError):  # too much in it, or not put together as a form
        swallow(request, LARGEST_BODY)
        raise
    return None if is_text else bad_request(request, MALFORMED)


def let_go_of_uploads(request: HttpRequest) -> None:
    """Django closes what was received whole; the one that did not fit lies on the full disk still."""
    for handler in request.upload_handlers:
        if file := getattr(handler, "file", None):
            file.close()


def files_away(request: HttpRequest) -> HttpResponse:
    page = render(request, "files_away.html", status=503)
    page["Retry-After"] = A_WHILE
    return page


class answer_for_storage:
    """503 and a page that says so at every door behind which a file cannot be stored or read. Forms of many fields keep
    what was typed besides."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return files_away(request) if isinstance(error, StorageAway) else None


class answer_the_erased:
    """410 at every door for who writes about somebody erased a moment before, most of all about themselves.

    A library knows nothing of our locks: what it writes for somebody erased meanwhile the database refuses, and that
    is no failure of ours.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PersonIsGone | DatabaseError):
            return None
        is_theirs = was_erased(request)
        if not is_theirs and not isinstance(error, PersonIsGone):
            return None
        if is_theirs:
            logout(request)
        return render(request, "gone.html", {"is_theirs": is_theirs}, status=410)


def was_erased(request: HttpRequest) -> bool:
    """Whether the account behind this request is there no more."""
    user = request.user
    return user.is_authenticated and not get_user_model()._default_manager.filter(pk=user.pk).exists()


def speaks_utf_8(request: HttpRequest) -> bool:
    """Every browser does. What names another codec would be read wrong, or half a character let through."""
    return (request.content_params or {}).get("charset", "utf-8").lower() in ("utf-8", "utf8")


def is_text(query: str) -> bool:
    try:
        return "\0" not in unquote_to_bytes(query.encode("latin-1")).decode()
    except UnicodeError:
        return False


def is_sound(request: HttpRequest, name: str) -> bool:
    return not any("\0" in text for text in (name, *request.POST.getlist(name)))


def swallow(request: HttpRequest, length: int) -> None:
    while length > 0 and (piece := request.read(min(PIECE, length))):
        length -= len(piece)
