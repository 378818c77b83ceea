"""A row whose person may be in the base already: somebody chooses whether it is, and nothing of either is lost."""

import datetime
import hashlib
from collections.abc import Collection as Several
from pathlib import Path

from django.db import transaction

from candidates.actions import import_people
from candidates.actions.documents import undo_files
from candidates.actions.import_people import Arrival
from candidates.choices import RowState
from candidates.models import Candidate, Document, ImportRow
from candidates.queries import import_files, import_list, people
from candidates.queries.import_list import NoList, Person
from privacy.actions import informing, notifying, retention, subjects, trail
from privacy.actions.informing import Reached
from privacy.choices import Category, Verb
from privacy.choices.disclosures import RecipientReason
from privacy.models import Collection, Subject
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

CHOSEN = ("first_name", "last_name", "unconfirmed_email", "phone", "language", "received_on")


class AlreadyChosen(Exception):
    """Somebody has chosen about this row."""


class NotThere(Exception):
    """The list or a file of the row is not on the server as it was checked; `code` is a word of `import_words`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(row: ImportRow) -> tuple[Person, tuple[str, ...]]:
    """What stands in the row, and the sums of its files. Raises `NotThere`."""
    try:
        person = import_list.person_of(import_list.row_of(row.run, row.number))
        files = (import_files.read(Path(row.run.files_path), name) for _kind, name in person.files)
        return person, tuple(hashlib.sha256(data).hexdigest() for data in files)
    except NoList as error:
        raise NotThere(error.code) from None
    except import_files.NoFile as error:
        raise NotThere(error.code) from None


def another_person(*, row: ImportRow, by: Actor, at: datetime.datetime) -> None:
    """Somebody else: taken over as any other row. Raises `AlreadyChosen`, `NotThere`."""
    person, sums = read(row)
    with undo_files() as written, transaction.atomic():
        fresh = _standing(row)
        arrival = Arrival(person, sums, Subject(created_at=at))
        import_people.take_over(
            [arrival], folder=Path(row.run.files_path), source_name=row.run.source_name, by=by, at=at, written=written
        )
        _settled(fresh, RowState.IMPORTED, at, person=arrival.subject)


def same_person(*, row: ImportRow, take: Several[str], by: Actor, at: datetime.datetime) -> None:
    """The same: documents we have not are added, what was empty is filled in, and of the rest what `take` names.

    What the person was told stays true: a new notice says what came from where. Raises `AlreadyChosen`, `NotThere`,
    `PersonIsGone`, `IsRestricted`.
    """
    person, sums = read(row)
    with undo_files() as written, transaction.atomic():
        assert row.match_uuid is not None
        root = subjects.lock(row.match_uuid)[row.match_uuid]
        fresh = _standing(row)
        candidate = Candidate.objects.filter(subject=root).first()
        if candidate is None:
            raise subjects.PersonIsGone
        subjects.refuse_restricted(candidate, by=by)
        subjects.refuse_adding(Document, subject_id=root, by=by)
        _complete(candidate, person, take, by, at)
        _add_documents(candidate, Arrival(person, sums, candidate.subject), fresh, by, at, written)
        _settled(fresh, RowState.ADDED, at, person=candidate.subject)
        retention.refresh(root)


@transaction.atomic
def leave_out(*, row: ImportRow, by: Actor, at: datetime.datetime) -> None:
    """Neither: nothing of the row is taken. Raises `AlreadyChosen`."""
    fresh = _standing(row)
    fresh.problems = [*fresh.problems, "row:left_out"]
    _settled(fresh, RowState.SKIPPED, at, person=None)


def _standing(row: ImportRow) -> ImportRow:
    fresh = ImportRow.objects.select_for_update(of=("self",)).select_related("run").get(pk=row.pk)
    if fresh.state != RowState.OFFERED:
        raise AlreadyChosen
    return fresh


def _settled(row: ImportRow, state: RowState, at: datetime.datetime, *, person: Subject | None) -> None:
    row.state, row.at, row.subject_uuid = state, at, person.pk if person else None
    row.save(update_fields=["state", "at", "subject_uuid", "problems"])


def offer(candidate: Candidate, person: Person) -> dict[str, object]:
    """What the row says otherwise than we do, by the fields of a candidate; an account's address is its owner's."""
    said = {name: getattr(person, name, None) for name in CHOSEN} | {"unconfirmed_email": person.email}
    if candidate.is_confirmed and people.email_of(candidate):
        said.pop("unconfirmed_email")
    return {name: value for name, value in said.items() if value and value != getattr(candidate, name)}


def _complete(candidate: Candidate, person: Person, take: Several[str], by: Actor, at: datetime.datetime) -> None:
    offered = offer(candidate, person)
    changed = {name: value for name, value in offered.items() if name in take or not getattr(candidate, name)}
    if candidate.received_on is None and "received_on" not in take:
        changed.pop("received_on", None)  # when we got the row says nothing of what we had
    if not changed:
        return
    Candidate.objects.filter(pk=candidate.pk).update(**changed)
    trail.record(
        Verb.CHANGED, subject_id=candidate.subject_id, by=by, at=at, activity=import_people.ACTIVITY,
        fields=sorted(changed), obj=candidate,
    )  # fmt: skip
    notifying.owe(
        RecipientReason.CORRECTED, subject_ids=numbers_of(candidate.subject_id),
        categories=(Category.IDENTITY, Category.CONTACT), at=at,
    )  # fmt: skip


def _add_documents(
    candidate: Candidate, arrival: Arrival, row: ImportRow, by: Actor, at: datetime.datetime, written: list[str]
) -> None:
    """Those whose content we have not; the person is told of them as of everything from others."""
    had = set(candidate.documents.values_list("sha256", flat=True))
    new = [judged for judged in arrival.files if judged[1] not in had]
    if not new:
        return
    documents = import_people.documents_of(candidate, new, folder=Path(row.run.files_path), at=at, written=written)
    Document.objects.bulk_create(documents)
    trail.record(
        Verb.COLLECTED, subject_id=candidate.subject_id, by=by, at=at, activity=import_people.ACTIVITY,
        fields=sorted({document.kind for document in documents}), obj=candidate,
    )  # fmt: skip
    label = Document._meta.label_lower
    if not Collection.objects.untold().filter(subject=candidate.subject_id, object_label=label).exists():
        reached = Reached(candidate.subject_id, people.email_of(candidate), candidate.language)
        informing.taken_over(
            [reached], object_label=label, activity=import_people.ACTIVITY, source_name=row.run.source_name, at=at
        )
    came_with = Collection.objects.filter(subject=candidate.subject_id, object_label=label).latest("collected_at", "pk")
    Document.objects.filter(pk__in=[document.pk for document in documents]).update(collection=came_with)
