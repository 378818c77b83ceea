"""What every page may show."""

from collections.abc import Callable
from functools import cache as cached

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from privacy import registries
from privacy.queries import cookies


def agency(request: HttpRequest) -> dict[str, object]:
    """`agency.contact_email` is the one configured address; the register is asked once a page, and only if it is shown."""
    shell = cached(cookies.shell)
    told = {
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "contact_email": SimpleLazyObject(lambda: shell().contact_email),
        "cookies": SimpleLazyObject(lambda: shell().cookies),
        "asks_about_cookies": SimpleLazyObject(lambda: is_asking(request, shell)),
    }
    return {"agency": told}


def is_asking(request: HttpRequest, shell: Callable[[], cookies.Shell]) -> bool:
    """On public pages, while something optional is in use and this visitor has said nothing to it; never to colleagues."""
    match = request.resolver_match
    if match is None or match.url_name not in registries.public_pages or match.url_name == "cookie_register":
        return False
    return not getattr(request.user, "is_staff", False) and cookies.is_to_be_asked(request, shell().cookies)
