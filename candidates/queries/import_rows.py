"""A row of a list as what is kept of it: state, codes, fingerprints; and whether it was here before."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from candidates.choices import RowState
from candidates.models import Import, ImportRow
from candidates.queries import import_words
from candidates.queries.import_keys import Fingerprints
from candidates.queries.import_list import Person
from candidates.queries.import_matches import Known, Sought
from privacy.models import Subject

TWICE, BEFORE, ERASED, SAME = "row:twice", "row:imported_before", "row:erased_since", "row:same_in_file"
LEFT_OUT = {TWICE, BEFORE, ERASED}


@dataclass
class Read:
    """One row as it was read: the person, the sums of the files, what is wrong, and what it is known by."""

    number: int
    person: Person | None = None
    sums: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return not all(map(import_words.is_harmless, self.problems))

    @property
    def sought(self) -> Sought:
        assert self.person is not None
        return Sought(self.person, self.sums)

    @property
    def state(self) -> RowState:
        if self.is_refused:
            return RowState.REFUSED
        return RowState.SKIPPED if LEFT_OUT & set(self.problems) else RowState.WAITING


@dataclass(frozen=True)
class Marks:
    """Under each key of the ring: the whole row, the address, and all it may be known by."""

    row: list[str]
    address: list[str]
    keys: list[list[str]]

    @property
    def every_key(self) -> set[str]:
        return {key for alternatives in self.keys for key in alternatives}


def marks_of(read: Read, prints: Fingerprints) -> Marks:
    person = read.sought.person
    return Marks(prints.of_row(person, read.sums), prints.of_address(person), prints.of_keys(person, read.sums))


def of(run: Import, read: Sequence[Read], *, at: datetime.datetime) -> list[ImportRow]:
    """What to keep of these rows, in their order; who is in the base, or stands above, is remarked upon."""
    prints = Fingerprints()
    good = [each for each in read if not each.is_refused]
    marks = {each.number: marks_of(each, prints) for each in good}
    above, earlier = Above(run, marks.values()), Earlier(marks.values())
    known = Known([each.sought for each in good])
    for each in good:
        remarks = [earlier.remark(marks[each.number]), above.remark(marks[each.number])]
        each.problems += [remark for remark in remarks if remark][:1]
        match = known.match(each.sought)
        if match and each.state == RowState.WAITING:
            each.problems.append(f"row:{match.code}")
    return [_row(run, each, marks.get(each.number), at) for each in read]


def _row(run: Import, read: Read, marks: Marks | None, at: datetime.datetime) -> ImportRow:
    return ImportRow(
        run=run, number=read.number, state=read.state, problems=read.problems, at=at,
        digest=marks.row[0] if marks else "", keys=[each[0] for each in marks.keys] if marks else [],
    )  # fmt: skip


class Above:
    """What rows above these in the same list say of them."""

    def __init__(self, run: Import, marks: Iterable[Marks]) -> None:
        marks = list(marks)
        above, keys = run.rows.exclude(state=RowState.REFUSED), {key for one in marks for key in one.every_key}
        same = above.filter(digest__in={each for one in marks for each in one.row})
        self._digests = set(same.values_list("digest", flat=True))
        self._keys = {key for row in above.filter(keys__overlap=list(keys)) for key in row.keys} if keys else set()

    def remark(self, marks: Marks) -> str:
        """Of the next row, which stands above those that follow."""
        is_twice, may_be = self._digests & set(marks.row), self._keys & marks.every_key
        self._digests |= set(marks.row)
        self._keys |= marks.every_key
        return TWICE if is_twice else SAME if may_be else ""


class Earlier:
    """What rows imported at any time say of these."""

    def __init__(self, marks: Iterable[Marks]) -> None:
        marks = list(marks)
        taken, addresses = ImportRow.objects.taken(), [key for one in marks for key in one.address]
        digests = {each for one in marks for each in one.row}
        same = dict(taken.filter(digest__in=digests).values_list("digest", "subject_uuid"))
        met = list(taken.filter(keys__overlap=addresses).values_list("keys", "subject_uuid")) if addresses else []
        people = {person for person in (*same.values(), *(person for _keys, person in met)) if person}
        here = set(Subject.objects.filter(pk__in=people).values_list("pk", flat=True))
        self._here = {digest for digest, person in same.items() if person in here}
        self._gone = (same.keys() - self._here) | {key for keys, person in met if person not in here for key in keys}
        self._gone -= {key for keys, person in met if person in here for key in keys}

    def remark(self, marks: Marks) -> str:
        if self._here & set(marks.row):
            return BEFORE
        return ERASED if self._gone & {*marks.row, *marks.address} else ""
