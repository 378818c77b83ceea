"""What machines ask: are you alive, are you ready, where is what."""

import datetime
import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from privacy.models import Controller

logger = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"
# Behind a login, or an address of somebody's own. The form that asks for one's rights is reached from /personvern/.
CLOSED = [
    "/admin/", "/konto/", "/min-side/", "/dokument/", "/soknad/", "/presentasjon/", "/referanse/", "/samtale/", "/stilling/",
    "/avtale/", "/kampanje/", "/for-bedrifter/forskudd/", "/personvern/krav/", "/personvern/lagring/", "/personvern/post/",
    "/personvern/kopi/",
]  # fmt: skip


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type=PLAIN)


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 while a part does not answer; which one is said to the log, not to strangers."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("readyz")
        storages["files_raw"].exists("readyz")
    except Exception as error:  # whatever it is, it means: not ready
        logger.warning("not ready: %s", type(error).__name__)
        return HttpResponse("not ready\n", status=503, content_type=PLAIN)
    return HttpResponse("ready\n", content_type=PLAIN)


@login_not_required
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole."""
    expires = (timezone.now() + datetime.timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{Controller.objects.get(valid_until=None).contact_email}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: no, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        f"Policy: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
