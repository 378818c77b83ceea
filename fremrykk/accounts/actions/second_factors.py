"""Secrets of second factors, sealed anew when a key is exchanged: the same secret, and no entry of the trail."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from fremrykk.accounts.storage import key_ring, keys
from privacy.actions import subjects

SECRETS = ("secret", "seed")


def old() -> list[Any]:
    """The second factors with a secret that does not open with the first key."""
    rows = Authenticator.objects.order_by("pk").values_list("pk", "data")
    return [pk for pk, data in rows if any(not _is_new(data[name]) for name in SECRETS if name in data)]


@transaction.atomic
def reseal(pk: Any) -> bool:
    """Whether it rests under the first key now; False: none of our keys opens it."""
    subjects.lock_who_is_left(*Authenticator.objects.filter(pk=pk).values_list("user__subject", flat=True))
    row = Authenticator.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        return True
    try:
        row.data |= {name: key_ring().rotate(row.data[name]).decode() for name in SECRETS if name in row.data}
    except InvalidToken:
        return False
    row.save(update_fields=["data"])
    return True


def _is_new(secret: str) -> bool:
    try:
        keys()[0].decrypt(secret)
    except InvalidToken:
        return False
    return True
