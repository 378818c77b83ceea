"""Which addresses want no advertising. An address is looked up by its keyed fingerprint, under each key of the ring."""

import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing

from privacy import registries
from privacy.models import Suppression
from privacy.queries.numbers import numbers_of
from privacy.storage.sealing import KeyRing

PURPOSE, SALT = b"fremrykk suppression", "privacy.unsubscribe"


class LinkUnknown(Exception):
    """Nobody of ours made this link."""


@dataclass(frozen=True)
class StopLink:
    """Whose advertising the link stops: the address by its fingerprints, and the person if there is one."""

    digests: tuple[str, ...]
    subject_id: uuid.UUID | None

    @property
    def is_stopped(self) -> bool:
        return Suppression.objects.filter(digest__in=self.digests).exists()


def digests_of(email: str) -> list[str]:
    """The fingerprint under each key, that of the first key first; upper and lower case are one address."""
    ring, address = KeyRing(settings.FIELD_KEYS), email.strip().lower().encode()
    keys = (ring.derived(key_id, salt=b"", purpose=PURPOSE) for key_id in ring)
    return [hmac.new(key, address, "sha256").hexdigest() for key in keys]


def is_suppressed(email: str) -> bool:
    return Suppression.objects.filter(digest__in=digests_of(email)).exists()


def those_suppressed(digests: Iterable[str]) -> set[str]:
    """Of many fingerprints those that stand here."""
    return set(Suppression.objects.filter(digest__in=set(digests)).values_list("digest", flat=True))


def token(*, email: str, subject_id: uuid.UUID | None) -> str:
    """For the link in an advertisement: the address itself stands in no address of a page. It never ends."""
    words = {"digests": digests_of(email), "person": str(subject_id) if subject_id else ""}
    return signing.Signer(salt=SALT).sign_object(words)


def read(text: str) -> StopLink:
    """Raises `LinkUnknown`."""
    try:
        words = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise LinkUnknown from None
    return StopLink(tuple(words["digests"]), uuid.UUID(words["person"]) if words["person"] else None)


def addresses_of(subject_id: uuid.UUID) -> set[str]:
    """Every address this person is written to under, confirmed or not."""
    numbers = numbers_of(subject_id)
    found = set(EmailAddress.objects.filter(user__subject__in=numbers).values_list("email", flat=True))
    return found | {email for number in numbers for email in _known_to_apps(number) if email}


def _known_to_apps(number: uuid.UUID) -> Iterable[str]:
    return (email for ask in registries.addresses_of_persons for email in ask(number))
