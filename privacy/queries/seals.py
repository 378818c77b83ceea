"""What a seal says, and whether the trail still says the same."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from privacy.choices import JournalKind
from privacy.models import Erasure, Subject, TrailEntry, TrailSeal
from privacy.queries import journals

FIELDS = [field.attname for field in TrailEntry._meta.concrete_fields]


@dataclass(frozen=True)
class Broken:
    """A trail that is not what was sealed: whose, and up to which entry."""

    subject_id: uuid.UUID
    up_to: int
    why: str


def newest_entry() -> int:
    return int(TrailEntry.objects.aggregate(newest=Max("id"))["newest"] or 0)


def sealed_up_to() -> int:
    return int(TrailSeal.objects.aggregate(newest=Max("up_to"))["newest"] or 0)


def last_digests(subject_ids: QuerySet[Any, Any]) -> dict[uuid.UUID, str]:
    """The newest seal of each of these persons."""
    rows = TrailSeal.objects.filter(subject_uuid__in=subject_ids).order_by("subject_uuid", "-up_to")
    return dict(rows.distinct("subject_uuid").values_list("subject_uuid", "digest"))


def digest_of(before: str, entries: Iterable[TrailEntry]) -> tuple[int, str]:
    """How many entries, and SHA-256 over the seal before and every field of each."""
    digest, count = hashlib.sha256(before.encode()), 0
    for entry in entries:
        digest.update(json.dumps([str(getattr(entry, name)) for name in FIELDS]).encode())
        count += 1
    return count, digest.hexdigest()


def broken() -> Iterator[Broken]:
    """Every trail that no longer fits its seals: an entry changed, taken away or slipped in."""
    last: dict[uuid.UUID, TrailSeal] = {}
    for seal in TrailSeal.objects.order_by("subject_uuid", "up_to").iterator():
        before = last.get(seal.subject_uuid)
        entries = TrailEntry.objects.filter(
            subject_uuid=seal.subject_uuid, id__gt=before.up_to if before else 0, id__lte=seal.up_to
        )
        found = digest_of(before.digest if before else "", entries.order_by("id"))
        if found != (seal.count, seal.digest):
            yield Broken(seal.subject_uuid, seal.up_to, "the entries are not those that were sealed")
        last[seal.subject_uuid] = seal
    yield from _slipped_in(last)


def _slipped_in(last: dict[uuid.UUID, TrailSeal]) -> Iterator[Broken]:
    """Entries older than the newest seal that no seal of their person covers."""
    newest = max((seal.up_to for seal in last.values()), default=0)
    heads = TrailEntry.objects.filter(id__lte=newest).order_by().values("subject_uuid").annotate(newest=Max("id"))
    for row in heads.iterator():
        seal = last.get(row["subject_uuid"])
        if seal is None or row["newest"] > seal.up_to:
            yield Broken(row["subject_uuid"], row["newest"], "an entry was slipped in before the newest seal")


def missing() -> Iterator[Broken]:
    """Seals the journal outside the database has, and the database has not, or has another."""
    here = {(seal.subject_uuid, seal.up_to): seal.digest for seal in TrailSeal.objects.iterator()}
    persons = {subject_id for subject_id, _up_to in here}
    for subject_id, up_to, digest in _outside():
        found = here.get((subject_id, up_to))
        is_over = subject_id not in persons and _trail_is_over(subject_id)
        if found != digest and not is_over:
            yield Broken(subject_id, up_to, "the journal outside knows another seal")


def _trail_is_over(subject_id: uuid.UUID) -> bool:
    """Seals go with the trail, some years after the erasure: then neither person nor trail is here."""
    here = Subject.objects.filter(pk=subject_id) | Subject.objects.filter(merged_into=subject_id)
    erased = Erasure.objects.filter(subject_uuid=subject_id)
    return erased.exists() and not here.exists()


def _outside() -> list[tuple[uuid.UUID, int, str]]:
    """The seals in the journal, but for those a restore has lost with the entries they sealed."""
    sealed: dict[int, list[tuple[uuid.UUID, int, str]]] = {}
    lost: set[int] = set()
    for number, segment in journals.segments():
        entries = [entry for entry in segment["entries"] if entry["kind"] == JournalKind.SEALED]
        sealed[number] = [(uuid.UUID(e["subject"]), e["details"]["up_to"], e["details"]["digest"]) for e in entries]
        for entry in segment["entries"]:
            if entry["kind"] == JournalKind.RESTORED:
                lost |= set(range(entry["details"]["after"] + 1, entry["details"]["up_to"] + 1))
    return [seal for number in sealed.keys() - lost for seal in sealed[number]]
