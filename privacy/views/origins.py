"""Forms of ours on pages that set no cookie: what a token would do, the browser's word for where it comes from does."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def refuse_other_sites(request: HttpRequest) -> None:
    origin = request.headers.get("Origin")
    if origin and not _is_ours(origin, request):
        raise PermissionDenied


def _is_ours(origin: str, request: HttpRequest) -> bool:
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # no browser sends it
        return False
