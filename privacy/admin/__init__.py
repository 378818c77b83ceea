"""The workspace: its site and base classes, and the pages about the engine itself."""

from privacy.admin import (
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
)

__all__ = [
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
]
