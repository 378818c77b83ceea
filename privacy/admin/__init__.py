"""The workspace: its site and base classes, and the pages about the engine itself."""

from privacy.admin import (
    breaches,
    home,
    inbox,
    mails,
    promises,
    proof,
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
    "home",
    "inbox",
    "mails",
    "promises",
    "proof",
    "requests",
    "restrictions",
    "retention",
    "retention_rows",
    "reviews",
    "words",
    "work",
]
