"""Where the link in an advertisement leads: what is sent and why, and one button that stops it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from privacy.actions import suppressions
from privacy.queries.suppressions import LinkUnknown, read


@csrf_exempt  # the mail program of the reader presses the button (RFC 8058); the signed link is what it has
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Opening changes nothing; POST stops it at once, and answers where it was sent (no redirect: RFC 8058)."""
    try:
        link = read(token)
    except LinkUnknown:
        return render(request, "privacy/unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        suppressions.stop(link=link, at=timezone.now())
    return render(request, "privacy/unsubscribe.html", {"is_stopped": link.is_stopped})
