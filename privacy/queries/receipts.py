"""A receipt for a consent, for its end, or for another choice: a file the person keeps, and anybody can check.

Shaped as ISO/IEC TS 27560 describes a consent receipt. It is signed (Ed25519) with a key that comes from FIELD_KEYS, so
that it is still known for ours when everything about the person is erased: checking it asks no database.
"""

import base64
import binascii
import datetime
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse

from privacy.models import ConsentEvent, Controller, Notice
from privacy.storage.sealing import KeyRing

SCHEMA = "ISO/IEC TS 27560:2023"
LARGEST = 64 * 1024  # characters: the words of a consent are a page at most
ALGORITHM = "Ed25519"
BY_CONSENT = "GDPR art. 6(1)(a)"

Receipt = dict[str, Any]


class NotAReceipt(Exception):
    """This is not the text of a receipt."""


class KeyUnknown(Exception):
    """It names a key that is not, or no longer, ours."""


class NotGenuine(Exception):
    """We did not sign this, or somebody changed it afterwards."""


@dataclass(frozen=True)
class Word:
    """What a person said once. `more` is what only this kind of word has: neither names nor addresses of the person."""

    number: str
    subject_uuid: uuid.UUID
    purpose: str
    basis: str
    notice: Notice | None
    language: str
    said: str
    at: datetime.datetime
    through: str
    more: Mapping[str, Any] = field(default_factory=dict)


def receipt(event: ConsentEvent) -> Receipt:
    """The signed receipt for one consent or withdrawal (GDPR art. 7(1)). No name, no address: the random number alone."""
    return receipts([event])[0]


def receipts(events: Iterable[ConsentEvent]) -> list[Receipt]:
    """The same for many, in one statement."""
    return written([_consent(event) for event in events])


def written(words: Iterable[Word]) -> list[Receipt]:
    """Signed receipts of whatever was said, in one statement."""
    controller = Controller.objects.filter(valid_until=None).first()
    return [_signed(_body(word, controller)) for word in words]


def _consent(event: ConsentEvent) -> Word:
    return Word(
        number=str(event.pk), subject_uuid=event.subject_uuid, purpose=event.purpose, basis=BY_CONSENT, notice=event.notice,
        language=event.language, said=event.action, at=event.at, through=event.channel,
    )  # fmt: skip


def _signed(body: Receipt) -> Receipt:
    ring = KeyRing(settings.FIELD_KEYS)
    signature = _signer(ring, ring.first).sign(_as_signed(body))
    proof = {"type": ALGORITHM, "key": ring.first, "signature": base64.b64encode(signature).decode()}
    return body | {"proof": proof}


def check(text: str) -> Receipt:
    """What stands in a receipt that is ours, without its signature. Raises `NotAReceipt`, `KeyUnknown`, `NotGenuine`."""
    body, proof = _parsed(text)
    ring = KeyRing(settings.FIELD_KEYS)
    if proof["key"] not in ring:
        raise KeyUnknown
    try:
        signature = base64.b64decode(proof["signature"], validate=True)
        _signer(ring, proof["key"]).public_key().verify(signature, _as_signed(body))
    except (InvalidSignature, binascii.Error, ValueError, RecursionError) as error:
        raise NotGenuine from error
    return body


def public_keys() -> dict[str, str]:
    """For whoever wants to check without us: each key's name and its 32 bytes, in base64."""
    ring = KeyRing(settings.FIELD_KEYS)
    keys = {name: _signer(ring, name).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) for name in ring}
    return {name: base64.b64encode(key).decode() for name, key in keys.items()}


def _body(word: Word, controller: Controller | None) -> Receipt:
    return {
        "schema_version": SCHEMA,
        "receipt_id": word.number,
        "pii_principal_id": str(word.subject_uuid),
        "pii_controller": {
            "name": controller.name if controller else "",
            "contact": controller.contact_email if controller else "",
            "privacy_notice": settings.SITE_URL + reverse("privacy_statement"),
        },
        "purpose": word.purpose,
        "lawful_basis": word.basis,
        "notice": {
            "version": word.notice.version if word.notice else None,
            "language": word.language,
            "text": word.notice.text(word.language) if word.notice else "",
        },
        "event": {"type": word.said, "time": word.at.isoformat(), "method": word.through},
        **word.more,
        "check_at": settings.SITE_URL + reverse("check_receipt"),
    }


def _parsed(text: str) -> tuple[Receipt, Mapping[str, str]]:
    if len(text) > LARGEST:
        raise NotAReceipt
    try:
        body = json.loads(text)
        proof = body.pop("proof")
        is_whole = proof["type"] == ALGORITHM and all(isinstance(proof[name], str) for name in ("key", "signature"))
        is_shaped = isinstance(body["event"], dict) and isinstance(body["notice"], dict)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotAReceipt from error
    if not (is_whole and is_shaped):
        raise NotAReceipt
    return body, proof


def _as_signed(body: Receipt) -> bytes:
    """The same bytes for the same content, however a program has written the file since."""
    return json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _signer(ring: KeyRing, key_id: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(ring.derived(key_id, salt=b"", purpose=b"fremrykk consent receipt"))
