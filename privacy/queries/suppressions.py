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
ALL = ""  # the kind of a no to all advertising


class LinkUnknown(Exception):
    """Nobody of ours made this link."""


@dataclass(frozen=True)
class StopLink:
    """Whose advertising the link stops, and which: the address by its fingerprints, and the person if there is one."""

    digests: tuple[str, ...]
    subject_id: uuid.UUID | None
    kind: str

    def stopped(self) -> set[str]:
        """The kinds this address said no to; `""` among them: all there are."""
        return set(Suppression.objects.filter(digest__in=self.digests).values_list("kind", flat=True))


def digests_of(email: str) -> list[str]:
    """The fingerprint under each key, that of the first key first; upper and lower case are one address."""
    ring, address = KeyRing(settings.FIELD_KEYS), email.strip().lower().encode()
    keys = (ring.derived(key_id, salt=b"", purpose=PURPOSE) for key_id in ring)
    return [hmac.new(key, address, "sha256").hexdigest() for key in keys]


def is_suppressed(email: str, kind: str) -> bool:
    """Whether this address said no to this kind of advertising, or to all."""
    return bool(stopped_among(digests_of(email), kind))


def stopped_among(digests: Iterable[str], kind: str) -> set[str]:
    """Which of these fingerprints said no to this kind of advertising, or to all."""
    rows = Suppression.objects.filter(digest__in=list(digests), kind__in=[kind, ALL])
    return set(rows.values_list("digest", flat=True))


def token(*, email: str, subject_id: uuid.UUID | None, kind: str = ALL) -> str:
    """For the link in an advertisement: the address itself stands in no address of a page. It never ends."""
    words = {"digests": digests_of(email), "person": str(subject_id) if subject_id else "", "kind": kind}
    return signing.Signer(salt=SALT).sign_object(words)


def read(text: str) -> StopLink:
    """Raises `LinkUnknown`."""
    try:
        words = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise LinkUnknown from None
    person = uuid.UUID(words["person"]) if words["person"] else None
    return StopLink(tuple(words["digests"]), person, words.get("kind", ALL))


@dataclass(frozen=True)
class Choice:
    """One kind of advertising, and whether an address has said no to it."""

    kind: str
    name: str
    is_stopped: bool


def choices_of(link: StopLink) -> list[Choice]:
    """Every kind there is: whether the address would get any of them is not told to whoever holds the link."""
    stopped = link.stopped()
    known = registries.kinds_of_advertising.items()
    return [Choice(kind, str(each.name), bool(stopped & {kind, ALL})) for kind, each in known]


def address_of_link(link: StopLink, *, of: uuid.UUID) -> str | None:
    """The address a link is about, where this person has proved to read it."""
    return next((each for each in confirmed_addresses_of(of) if set(digests_of(each)) & set(link.digests)), None)


def addresses_of(subject_id: uuid.UUID) -> set[str]:
    """Every address this person is written to under, confirmed or not."""
    numbers = numbers_of(subject_id)
    found = set(EmailAddress.objects.filter(user__subject__in=numbers).values_list("email", flat=True))
    return found | {email for number in numbers for email in _known_to_apps(number) if email}


def confirmed_addresses_of(subject_id: uuid.UUID) -> set[str]:
    """The addresses this person has proved to read."""
    rows = EmailAddress.objects.filter(user__subject__in=numbers_of(subject_id), verified=True)
    return {email.lower() for email in rows.values_list("email", flat=True)}


def _known_to_apps(number: uuid.UUID) -> Iterable[str]:
    return (email for ask in registries.addresses_of_persons for email in ask(number))
