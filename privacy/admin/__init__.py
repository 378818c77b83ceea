"""The workspace: its site and base classes, and the pages about the engine itself."""

from privacy.admin import (
    breaches,
    disclosures,
    home,
    inbox,
    informing,
    mails,
    promises,
    proof,
    recipients,
    requests,
    restrictions,
    retention,
    retention_rows,
    reviews,
    words,
    work,
)

__all__ = [
    "breaches",
    "disclosures",
    "home",
    "inbox",
    "informing",
    "mails",
    "promises",
    "proof",
    "recipients",
    "requests",
    "restrictions",
    "retention",
    "retention_rows",
    "reviews",
    "words",
    "work",
]
