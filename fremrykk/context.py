"""What every page may show."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from privacy.models import Controller


def agency(request: HttpRequest) -> dict[str, object]:
    """`agency.contact_email` is the one configured address; the register is asked once a page, and only if it is shown."""
    return {
        "agency": {
            "is_demo": settings.DEMO,
            "site_url": settings.SITE_URL,
            "contact_email": SimpleLazyObject(contact_email),
        }
    }


def contact_email() -> str:
    return Controller.objects.filter(valid_until=None).values_list("contact_email", flat=True).first() or ""
