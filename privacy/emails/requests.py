"""Letters about requests. A letter's words are a template with a version in its name; the request keeps which it was."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from privacy.emails import Message
from privacy.models import Request

SALT = "privacy.request"
LINK_IS_GOOD_FOR = 7  # days


def confirm(request: Request) -> Message:
    """To whatever address was typed, known here or not: the link proves that its reader asked."""
    link = settings.SITE_URL + reverse("verify_request", args=[signing.dumps(request.pk, salt=SALT)])
    return _letter("confirm_1", request, link=link, days=LINK_IS_GOOD_FOR, is_secret=True)


def received(request: Request) -> Message:
    return _letter("received_1", request)


def extended(request: Request) -> Message:
    """Longer, with the reason, inside the first month (GDPR art. 12(3))."""
    return _letter("extended_1", request)


def granted(request: Request) -> Message:
    return _letter("granted_1", request)


def refused(request: Request) -> Message:
    """With the reason, the way to Datatilsynet and to the courts (GDPR art. 12(4))."""
    return _letter("refused_1", request)


def nothing_found(request: Request) -> Message:
    link = settings.SITE_URL + reverse("contact") + "?kind=privacy"
    return _letter("nothing_1", request, link=link)


def reminder(request: Request) -> Message:
    """To the colleague who answers it: by number, without the person's name."""
    link = settings.SITE_URL + reverse("admin:privacy_request_change", args=[request.pk])
    return _letter("reminder_1", request, link=link)


def _letter(name: str, request: Request, *, is_secret: bool = False, **more: object) -> Message:
    return Message(
        f"privacy/letters/{name}", activity="rights", context={"request": request, **more}, is_secret=is_secret,
        reaches_restricted=True,
    )  # fmt: skip
