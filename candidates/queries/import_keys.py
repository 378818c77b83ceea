"""Keyed fingerprints of a row: whether it was imported before, and whether two rows may be one person.

With our key they say the same of the same row; without it they say nothing. They are looked up under each key of the
ring, so that a new key forgets nothing.
"""

import hmac
from collections.abc import Iterable

from django.conf import settings

from candidates.queries.import_list import Person
from privacy.storage.sealing import KeyRing

PURPOSE = b"fremrykk import"


class Fingerprints:
    """Those of many rows, with the keys derived once."""

    def __init__(self) -> None:
        ring = KeyRing(settings.FIELD_KEYS)
        self._keys = [ring.derived(key_id, salt=b"", purpose=PURPOSE) for key_id in ring]

    def of_row(self, person: Person, sums: Iterable[str]) -> list[str]:
        """Of all that stands in the row, files by content; the one to be stored is the first."""
        received = person.received_on.isoformat() if person.received_on else ""
        said = (person.first_name, person.last_name, person.email, person.phone, person.language, received)
        return self._of("row", *said, str(person.no_marketing), *sorted(sums))

    def of_address(self, person: Person) -> list[str]:
        """Of the e-mail address: whoever has it is that person. Empty where there is none."""
        return self._of("email", person.email) if person.email else []

    def of_keys(self, person: Person, sums: Iterable[str]) -> list[list[str]]:
        """All it can be known by: address, telephone, a file under the same name."""
        by_file = [self._of("file", person.folded_name, each) for each in sums]
        by_phone = [self._of("phone", person.phone)] if person.phone else []
        return [each for each in (self.of_address(person), *by_phone, *by_file) if each]

    def _of(self, *words: str) -> list[str]:
        text = "\0".join(words).encode()
        return [hmac.new(key, text, "sha256").hexdigest() for key in self._keys]
