"""What is written to somebody about the copy of their data."""

from django.conf import settings
from django.urls import reverse

from privacy.emails import Message
from privacy.models import Package


def copy_ready(package: Package) -> Message:
    """Where to fetch it, and until when; nothing of what is in it."""
    link = settings.SITE_URL + reverse("my_copy", args=[package.pk])
    context = {"link": link, "until": package.expires_on}
    return Message("privacy/email/copy_ready", activity="rights", context=context, reaches_restricted=True)
