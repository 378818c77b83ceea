"""Under which key each sealed field and each stored file rests: its name is read from the beginning, and nothing is opened."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import Model

from privacy import declarations
from privacy.declarations import Kind
from privacy.storage import FileTampered, KeyRing, fields
from privacy.storage.encrypted import EncryptedStorage

UNKNOWN = ""  # the name of the key of what is not there, or does not begin as ours does
FILES = "files"


@dataclass(frozen=True)
class Place:
    """One field of one model whose values rest under a key, each in its row or in a file."""

    model: type[Model]
    field: str
    is_file: bool

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    def key_of(self, written: str) -> str:
        try:
            return files().key_of(written) if self.is_file else fields.key_of(written)
        except (FileTampered, FileNotFoundError):
            return UNKNOWN

    def resting(self) -> Iterator[tuple[Any, str]]:
        """Each row that has something there, and the name of the key it rests under."""
        rows = self.model._base_manager.exclude(**{self.field: ""}).order_by("pk")
        for pk, written in rows.values_list("pk", self.field).iterator(chunk_size=500):
            yield pk, self.key_of(written)


def files() -> EncryptedStorage:
    found = storages[FILES]
    assert isinstance(found, EncryptedStorage)
    return found


def places() -> list[Place]:
    """All there are, as the apps declare them."""
    return [
        Place(declaration.model, name, spec.kind is Kind.FILE)
        for declaration in declarations.declared().values()
        for name, spec in declaration.fields.items()
        if spec.kind in (Kind.SEALED, Kind.FILE)
    ]


def counted() -> dict[str, Counter[str]]:
    """How many rest under which key, place by place."""
    return {place.label: Counter(key for _pk, key in place.resting()) for place in places()}


def first() -> str:
    """The key that seals from now on."""
    return KeyRing(settings.FIELD_KEYS).first
