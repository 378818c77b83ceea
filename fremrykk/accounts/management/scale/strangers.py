"""Whether somebody real may be in this database: then nobody invented is put beside them."""

import uuid

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast, Substr

from fremrykk.accounts.management.scale.people import MARK
from fremrykk.accounts.models import User
from privacy.models import Subject
from privacy.queries import suppressions

MOST = 2_000  # no demo has more; to look at everybody of a real agency would take long
INVENTED = ("@example.test", ".example.test")  # nobody has an address there (RFC 6761)
VERSION_AT = 15  # where it stands in a UUID that is written out


class NotOnlyInvented(Exception):
    """Somebody is here who was not made by us, and whom nothing says is invented."""


def refuse() -> None:
    """Raises `NotOnlyInvented`. A demo holds nobody real, so those without an address are let pass there."""
    version = Substr(Cast("pk", TextField()), VERSION_AT, 1)
    others = Subject.objects.annotate(version=version).exclude(version=MARK).order_by()
    found = list(others.values_list("pk", flat=True)[: MOST + 1])
    if len(found) > MOST or not all(map(_is_invented, found)):
        raise NotOnlyInvented


def _is_invented(person: uuid.UUID) -> bool:
    accounts = User.objects.filter(subject=person).values_list("email", flat=True)
    addresses = suppressions.addresses_of(person) | set(accounts)
    if not addresses:
        return bool(settings.DEMO)
    return all(email.lower().endswith(INVENTED) for email in addresses)
