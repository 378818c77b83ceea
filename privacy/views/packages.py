"""The person's own pages about the copy of all we hold: order, wait, fetch."""

import datetime
import uuid
from typing import IO, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from privacy.actions import packages as copies
from privacy.models import Package
from privacy.queries import packages
from privacy.storage import CHUNK, FileTampered, KeyMissing

LOOK_AGAIN = "4"  # seconds
LOCKED_DOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_copies(request: HttpRequest) -> HttpResponse:
    """What a copy is, the button that orders one, and those ordered lately."""
    if request.method == "POST":
        return _ordered(request)
    own = packages.of_person(request.user.subject_id)
    return render(request, "privacy/my_copies.html", {"copies": own, "today": timezone.localdate()})


def _ordered(request: HttpRequest) -> HttpResponse:
    try:
        ordered = copies.order(
            subject_id=request.user.subject_id, by=request.user, at=timezone.now(), language=get_language()
        )
    except copies.TooMany:
        messages.warning(request, _("You have ordered so many copies today that you can take one of those."))
        return redirect("my_copies")
    return redirect("my_copy", pk=ordered.pk)


@require_safe
@never_cache
def my_copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far it is; the page comes again by itself until it is made."""
    own = get_object_or_404(packages.of_person(request.user.subject_id), pk=pk)
    can_be_fetched = copies.can_be_fetched(own, on=timezone.localdate())
    response = render(request, "privacy/my_copy.html", {"copy": own, "can_be_fetched": can_be_fetched})
    if own.is_waiting:
        response["Refresh"] = LOOK_AGAIN
    return response


@require_safe
@never_cache
@reauthentication_required
def fetch_copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything about somebody in one file: only just after a login or a new code (GDPR art. 12(6), 32)."""
    own = get_object_or_404(packages.of_person(request.user.subject_id), pk=pk)
    try:
        content = _opened(request, own, timezone.now())
    except (copies.NotThere, FileNotFoundError, FileTampered, KeyMissing):
        return render(request, "privacy/my_copy.html", {"copy": own, "can_be_fetched": False}, status=410)
    name = f"fremrykk-{timezone.localdate(own.ready_at):%Y-%m-%d}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip", headers=LOCKED_DOWN)


def _opened(request: HttpRequest, own: Package, now: datetime.datetime) -> IO[bytes]:
    """In the history before its first byte is handed on; a look at the head alone hands on nothing."""
    if not copies.can_be_fetched(own, on=timezone.localdate(now)):
        raise copies.NotThere
    content = cast(IO[bytes], own.file.storage.open(own.file.name))
    try:
        read_through(content)
        if request.method == "GET":
            copies.fetched(package=own, by=request.user, at=now)
    except BaseException:
        content.close()
        raise
    return content


def read_through(content: IO[bytes]) -> None:
    """So that a file somebody changed is found out before its first byte is handed on."""
    while content.read(CHUNK):
        pass
    content.seek(0)
