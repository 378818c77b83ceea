"""One number follows a request into its lines, its jobs and its mails; one line says what became of it.

A page is named as the program names it, never by its path: paths hold the tokens of links.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from structlog.contextvars import bound_contextvars

from privacy.choices.events import Event
from privacy.ports import REQUEST, events, say

Answer = Callable[[HttpRequest], HttpResponse]

METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
NOBODY = "nobody"
REFUSALS = {401, 403, 429}
UNKNOWN = "-"
ASKED_ALL_THE_TIME = {"livez"}  # by the machine, four times a minute


class follow_requests:
    """The outermost: whatever happens further in is told with the number of the request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        with bound_contextvars(**{REQUEST: uuid.uuid4().hex}):
            response = self.get_response(request)
            tell_of(request, response, ms=milliseconds(began))
        return response

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Who asked, before the page may log them in or out; the gates before this have looked already."""
        user = request.user
        request.asked_as = user.role if user.is_authenticated else NOBODY  # type: ignore[attr-defined]


def tell_of(request: HttpRequest, response: HttpResponseBase, *, ms: int) -> None:
    """What was asked, what was refused, what left as a file. A page that is not there for anybody is no refusal."""
    route, role = route_of(request), getattr(request, "asked_as", NOBODY)
    status = response.status_code
    if (route == UNKNOWN and status < 400) or (route in ASKED_ALL_THE_TIME and status == 200):
        return
    method = request.method if request.method in METHODS else UNKNOWN
    say(Event.REQUEST, method=method, route=route, status=status, ms=ms, role=role)
    if status in REFUSALS or (status == 404 and route != UNKNOWN):
        say(Event.DENIED, route=route, status=status, role=role)
    if response.get("Content-Disposition", "").startswith("attachment"):
        say(Event.EXPORTED, route=route, role=role)


def route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else UNKNOWN


@contextmanager
def follow_job(task: str, number: str | None) -> Iterator[None]:
    """A task's lines bear the number of the request that asked for it; one the clock began, its own."""
    began, outcome = time.monotonic(), "done"
    with bound_contextvars(**{REQUEST: number or uuid.uuid4().hex}):
        try:
            yield
        except Exception as error:
            outcome = "failed"
            events.error("fault", exc_info=error)
            raise
        finally:
            say(Event.JOB, task=task, outcome=outcome, ms=milliseconds(began))


def milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
