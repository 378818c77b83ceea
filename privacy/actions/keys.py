"""What rests under an old key is sealed anew under the first of the ring, so that the old one can leave it.

No word of it is another afterwards, and nobody sees one: it is no change of what we hold, and no entry of the trail.
Broken off, it goes on where it was: what rests under the first key already is left alone.
"""

import enum
import logging
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from privacy import declarations
from privacy.actions import subjects
from privacy.queries import keys
from privacy.queries.keys import Place
from privacy.storage import FileTampered, KeyMissing, fields

logger = logging.getLogger(__name__)


class Done(enum.Enum):
    RESEALED = "resealed"
    NOTHING = "nothing"  # it went meanwhile, or was sealed anew by somebody else
    UNREADABLE = "unreadable"  # its key is not in the ring, or it is not as it was written


def reseal_all(place: Place) -> Iterator[tuple[Any, Done]]:
    """One row at a time, each in a transaction of its own; says of each what became of it."""
    first = keys.first()
    for pk in [pk for pk, key in place.resting() if key != first]:
        yield pk, reseal(place=place, pk=pk)


def reseal(*, place: Place, pk: Any) -> Done:
    """Under the lock of whom it is about, and of the row: no writer and no eraser is in between."""
    try:
        return _file(place, pk) if place.is_file else _field(place, pk)
    except (FileTampered, KeyMissing, FileNotFoundError) as error:
        logger.error("%s of %s cannot be sealed anew: %s", place.label, pk, type(error).__name__)
        return Done.UNREADABLE


@transaction.atomic
def _field(place: Place, pk: Any) -> Done:
    rows = place.model._base_manager.filter(pk=pk)
    persons = [
        each for path in declarations.persons_of(place.model) for each in rows.values_list(path, flat=True) if each
    ]
    subjects.lock_who_is_left(*persons)
    row = _locked(rows)
    if row is None or not _is_old(place, row):
        return Done.NOTHING
    plain = fields.opened(row, place.field)
    rows.update(**{place.field: fields.sealed(plain, row=row, field=place.field)})
    return Done.RESEALED


@transaction.atomic
def _file(place: Place, pk: Any) -> Done:
    """The file keeps its name; as long as its row is locked no tombstone names it, and nobody removes it."""
    row = _locked(place.model._base_manager.filter(pk=pk))
    if row is None or not _is_old(place, row):
        return Done.NOTHING
    keys.files().reseal(_written(place, row))
    return Done.RESEALED


def _locked(rows: QuerySet[Model]) -> Model | None:
    return rows.select_for_update(no_key=True, of=("self",)).first()


def _is_old(place: Place, row: Model) -> bool:
    written = _written(place, row)
    return bool(written) and place.key_of(written) != keys.first()


def _written(place: Place, row: Model) -> str:
    return str(getattr(row, place.field))
