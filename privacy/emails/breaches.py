"""The letter to each person a breach concerns, by itself and not mixed with anything else (GDPR art. 34)."""

from privacy.emails import Message
from privacy.models import Breach


def breach_letter(breach: Breach, *, contact: str) -> Message:
    """What happened, whom to ask, what it may lead to, what is done about it (GDPR art. 34(2))."""
    return Message(
        "privacy/email/breach", activity="rights", context={"breach": breach, "contact": contact},
        reaches_restricted=True,
    )  # fmt: skip
