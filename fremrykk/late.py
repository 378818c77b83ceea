"""A page waits for the database only so long. Whoever asked then reads what helps, and keeps what they had written."""

import logging
import sys
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error
from psycopg.errors import LockNotAvailable, QueryCanceled
from redis.exceptions import RedisError

from privacy.choices.events import Event
from privacy.ports import say

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]

GIVEN_UP = "pages-given-up"
COME_BACK = "30"  # seconds
NEVER_KEPT = ("account_", "mfa_")  # pages of passwords and codes
SECRET = {"password", "password1", "password2", "oldpassword", "code", "token"}


def keep_pages_short() -> None:
    """Called once by the web process: each connection it makes is given the shorter time when it is made, which costs
    no statement. Jobs and commands keep theirs."""
    for connection in connections.all():
        options = connection.settings_dict["OPTIONS"]
        options["options"] = f"{options['options']} -c statement_timeout={settings.PAGE_STATEMENT_SECONDS}s"
        connection.close()


class answer_the_late:
    """503 where PostgreSQL ended a statement that took too long, or waited for another too long."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request) if was_ended(error) else None


def answer_a_fault(request: HttpRequest) -> HttpResponse:
    """What Django asks for where nobody answered: before or behind the view, with the session or the account, one may
    be late as well. Everything else is a 500."""
    error = sys.exception()
    return answer(request) if error and was_ended(error) else server_error(request)


def answer(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match
    say(Event.GIVEN_UP, route=match.view_name if match else "-")
    count()
    told = HttpResponse(page(request), status=503, headers={"Retry-After": COME_BACK, "Cache-Control": "no-store"})
    told._has_been_logged = True  # type: ignore[attr-defined] # by us, with the page's name: Django calls it an error
    return told


def was_ended(error: BaseException) -> bool:
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled | LockNotAvailable)


def page(request: HttpRequest) -> str:
    """In the workspace with its menu, if the database answers for that and has said who asks."""
    told = {"kept": list(kept(request)), "files": bool(request.FILES), "is_sent": request.method == "POST"}
    match = request.resolver_match
    if match and match.namespace == "admin" and hasattr(request, "asked_as"):
        try:
            if admin.site.has_permission(request):
                return render_to_string("admin/late.html", admin.site.each_context(request) | told, request)
        except DatabaseError:
            logger.warning("the menu of a page that came late came too late as well")
    return render_to_string("late.html", told, request)


def kept(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was written in the form, to be sent again; passwords and codes are typed again."""
    match = request.resolver_match
    if request.method != "POST" or (match and match.view_name.startswith(NEVER_KEPT)):
        return
    if request.POST.keys() & SECRET:
        return
    for name, values in request.POST.lists():
        yield from ((name, value) for value in values if name != "csrfmiddlewaretoken")


def count() -> None:
    try:
        cache.add(GIVEN_UP, 0, timeout=None)
        cache.incr(GIVEN_UP)
    except (RedisError, ValueError):
        logger.warning("a page that came late was not counted: the cache does not answer")
