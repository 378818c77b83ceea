"""What a browser was kept from loading, told by the browser itself: one scrubbed line in the log, and nothing stored.

Anybody can send such a report, and its words are theirs. Of all it says two things are believed, and only as words of our
own: which directive it was, out of those there are, and which of our pages, by the name of its route (an address may hold
a token). Each pair is said once an hour, a network is heard a few times in it, and without the counters nothing is said.
"""

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from privacy.views import limits

logger = logging.getLogger(__name__)

LARGEST = 16_384  # bytes
TYPES = ("application/csp-report", "application/reports+json", "application/json")
MOST_OF_ONE, MOST_OF_ALL = 20, 200  # lines an hour
READ = 5  # of one delivery
DIRECTIVES = {
    "base-uri", "child-src", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "frame-src", "img-src",
    "manifest-src", "media-src", "object-src", "sandbox", "script-src", "script-src-attr", "script-src-elem", "style-src",
    "style-src-attr", "style-src-elem", "worker-src",
}  # fmt: skip


@csrf_exempt  # a browser sends it by itself and knows no token; it changes nothing
@login_not_required
@never_cache
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    if request.content_type not in TYPES:
        return HttpResponse(status=415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        told = _told(json.loads(request.body))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    for directive, page in told:
        if _is_to_be_said(request, f"{directive}:{page}".replace(" ", "-")):
            logger.warning("a browser was kept from loading something: %s on the page %s", directive, page)
    return HttpResponse(status=204)


def _told(found: Any) -> list[tuple[str, str]]:
    """Both ways of telling: the one report of `report-uri`, and the list that `report-to` sends."""
    reports = found if isinstance(found, list) else [found]
    return sorted({_read(report) for report in reports[:READ] if isinstance(report, dict)})


def _read(report: dict[str, Any]) -> tuple[str, str]:
    body = next((each for key in ("csp-report", "body") if isinstance(each := report.get(key), dict)), {})
    names = ("effective-directive", "effectiveDirective", "violated-directive")
    said = next((each for name in names if isinstance(each := body.get(name), str)), "").split(" ")[0]
    where = body.get("document-uri") or body.get("documentURL")
    return said if said in DIRECTIVES else "another directive", _page(where)


def _page(address: Any) -> str:
    try:
        return resolve(urlsplit(str(address)).path).view_name or "without a name"
    except (ValueError, Resolver404):
        return "unknown"


def _is_to_be_said(request: HttpRequest, what: str) -> bool:
    return (
        limits.is_among(request, "policy-reports", MOST_OF_ONE)
        and limits.is_among(None, f"policy-report:{what}", 1)
        and limits.is_among(None, "policy-reports", MOST_OF_ALL)
    )
