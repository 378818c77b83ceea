"""What every page may show."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as cached

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from stdnum.no import orgnr

from privacy import registries
from privacy.queries import cookies


@dataclass(frozen=True)
class Telephone:
    """A number as it is written, and as a telephone dials it; empty where there is none."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def link(self) -> str:
        return f"tel:{re.sub(r'[^+0-9]', '', self.text)}"


def agency(request: HttpRequest) -> dict[str, object]:
    """`agency.contact_email` and who we are are the register's, which is asked once a page; numbers to call are settings."""
    shell = cached(cookies.shell)
    told = {
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "contact_email": SimpleLazyObject(lambda: shell().contact_email),
        "name": SimpleLazyObject(lambda: shell().name),
        "org_number": SimpleLazyObject(lambda: spaced(shell().org_number)),
        "address": SimpleLazyObject(lambda: shell().address),
        "phone": Telephone(settings.AGENCY_PHONE),
        "companies_contact": settings.COMPANIES_CONTACT,
        "companies_phone": Telephone(settings.COMPANIES_PHONE),
        "cookies": SimpleLazyObject(lambda: shell().cookies),
        "asks_about_cookies": SimpleLazyObject(lambda: is_asking(request, shell)),
    }
    return {"agency": told}


def spaced(digits: str) -> str:
    """As organisation numbers are written, kept on one line."""
    return str(orgnr.format(digits)).replace(" ", "\N{NO-BREAK SPACE}") if digits else ""


def is_asking(request: HttpRequest, shell: Callable[[], cookies.Shell]) -> bool:
    """On public pages, while something optional is in use and this visitor has said nothing to it; never to colleagues."""
    match = request.resolver_match
    if match is None or match.url_name not in registries.public_pages or match.url_name == "cookie_register":
        return False
    return not getattr(request.user, "is_staff", False) and cookies.is_to_be_asked(request, shell().cookies)
