"""Secrets of second factors, sealed anew when a key is exchanged: the same secret, and no entry of the trail."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.db import transaction

from fremrykk.accounts.models import User
from fremrykk.accounts.storage import hashed, key_ring, keys
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


@transaction.atomic
def hash_recovery_codes(*, user: User) -> None:
    """They were shown, which happens once: from now on only their hashes are kept (AUT-04)."""
    subjects.lock(user.subject_id)
    rows = Authenticator.objects.select_for_update(no_key=True)
    row = rows.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if row and "seed" in row.data and row.data.get("viewed_at"):
        codes = RecoveryCodes(row).get_unused_codes()
        row.data = {"migrated_codes": [hashed(code) for code in codes], "viewed_at": row.data["viewed_at"]}
        row.save(update_fields=["data"])


def _is_new(secret: str) -> bool:
    try:
        keys()[0].decrypt(secret)
    except InvalidToken:
        return False
    return True
