"""What a link says of the address it was sent to: a mark nobody reads the address from, and whose it is now.

A link stands for having read what was sent to one address. It ends with that address: whoever reads the old mailbox of
somebody who has a new one, or got a mail by mistake, speaks for nobody.
"""

import uuid

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from privacy.ports import Actor


def mark(email: str, *, salt: str) -> str:
    """The address itself stands in no link."""
    return salted_hmac(salt, email.lower()).hexdigest()[:16]


def is_of(said: object, email: str, *, salt: str) -> bool:
    """Whether a link that says this was sent to this address."""
    return bool(email) and constant_time_compare(str(said), mark(email, salt=salt))


def account_at(said: object, root: uuid.UUID, *, salt: str) -> Actor | None:
    """The account of this person (a root) whose proved address a link was sent to, as long as there is one."""
    theirs = Q(user__subject=root) | Q(user__subject__merged_into=root)
    rows = EmailAddress.objects.filter(theirs, verified=True).select_related("user")
    return next((row.user for row in rows if is_of(said, row.email, salt=salt)), None)
