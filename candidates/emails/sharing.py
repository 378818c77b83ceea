"""The e-mails about being presented to an employer."""

from django.conf import settings
from django.urls import reverse

from candidates.models import SharingPermission
from candidates.queries import permissions
from privacy.emails import Message

ACTIVITY = "presentations"


def permission_asked(permission: SharingPermission) -> Message:
    """May we present you? With a link to the fact sheet and the answer; whoever has it answers: the text is wiped."""
    return _about("permission_asked", permission)


def permission_replied(permission: SharingPermission) -> Message:
    """What we say to the question, and the link once more."""
    return _about("permission_replied", permission)


def _about(name: str, permission: SharingPermission) -> Message:
    order = permission.job_order
    context = {
        "permission": permission, "candidate": permission.candidate, "order": order, "company": order.company,
        "adviser": order.adviser, "link": permissions.link(permission),
        "sharing_link": settings.SITE_URL + reverse("my_sharing"),
    }  # fmt: skip
    return Message(f"candidates/email/{name}", activity=ACTIVITY, context=context, is_secret=True)
