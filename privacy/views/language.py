"""The choice of language."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views import i18n
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@login_not_required
@csrf_exempt  # a token is a cookie, and reading a page must set none; what another site could do is refused below
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language in a cookie, and back to the page; the choice is the only thing stored."""
    origin = request.headers.get("Origin")
    if origin and not _is_ours(origin, request):
        raise PermissionDenied
    return i18n.set_language(request)


def _is_ours(origin: str, request: HttpRequest) -> bool:
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # no browser sends it
        return False
