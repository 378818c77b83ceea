"""What a period at a client must be before it is written down; the database asks the same (migration *assignment_guards*)."""

import datetime

from candidates.choices.assignment import NO_CONSTRUCTION
from candidates.models import Assignment
from candidates.queries import assignments
from clients.choices import OrderKind
from clients.choices.papers import PaperKind
from clients.models import JobOrder
from clients.queries import papers
from privacy.deadlines import Period
from privacy.ports import Actor
from privacy.queries import stand_ins
from privacy.queries.numbers import numbers_of

WAIT = Period(6, "months")  # arbeidsmarkedsloven § 27


class NotYourOrder(Exception):
    """An adviser hires out on the own orders, and those of a colleague stood in for; a manager and payroll on all."""


class NotStaffing(Exception):
    """The client asked for somebody to employ, not to hire in."""


class NotOpen(Exception):
    """The order is not open."""


class NotTheirContact(Exception):
    """Whoever leads the work speaks for another client, or for none any more."""


class WrongDays(Exception):
    """The last day is before the first."""


class NotEmployed(Exception):
    """The employment is not in force, or does not last all these days."""


class Overlaps(Exception):
    """The person is at a client on one of these days."""


class NoConstruction(Exception):
    """Nobody is hired out to a building site in the Oslo region."""


class NoEvidence(Exception):
    """Nothing shows that hiring in is lawful."""


class PapersLack(Exception):
    """On the first day a paper of ours does not hold; `kinds` says which."""

    def __init__(self, kinds: list[PaperKind]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


class LeftUnsaid(Exception):
    """Whether the client employed the person, and until when, is not said as a whole."""


class FormerEmployer(Exception):
    """The person left the client less than six months before, or has not left."""


class KnownFormerEmployer(Exception):
    """The person's own CV says so, and nothing that was said answers it."""


def refuse(row: Assignment, *, by: Actor, on: datetime.date) -> None:
    """Under the locks of order and person. Raises one of the exceptions above."""
    refuse_order(row.order, by=by, on=on)
    refuse_leader(row)
    if not row.place.strip() or not row.evidence.strip():
        raise NoEvidence
    if row.is_construction and row.county in NO_CONSTRUCTION:
        raise NoConstruction
    refuse_days(row)


def refuse_order(order: JobOrder, *, by: Actor, on: datetime.date) -> None:
    """Raises `NotYourOrder`, `NotStaffing`, `NotOpen`."""
    refuse_others(order, by=by, on=on)
    if order.kind != OrderKind.STAFFING:
        raise NotStaffing
    if not order.is_open:
        raise NotOpen


def refuse_others(order: JobOrder, *, by: Actor, on: datetime.date) -> None:
    """Raises `NotYourOrder`, but not for whoever stands in on that day."""
    if not by.has_role("manager", "payroll") and order.adviser_id not in stand_ins.answered_for(by, on):
        raise NotYourOrder


def refuse_leader(row: Assignment) -> None:
    """Raises `NotTheirContact`."""
    if row.leader is None or row.leader.company_id != row.order.company_id or row.leader.ended_at:
        raise NotTheirContact


def refuse_days(row: Assignment) -> None:
    """Raises `WrongDays`, `NotEmployed`, `Overlaps`, `PapersLack`, and what is said of former employers."""
    if row.ends_on < row.starts_on:
        raise WrongDays
    work = row.employment
    if work.is_draft or row.starts_on < work.starts_on or (work.ends_on and row.ends_on > work.ends_on):
        raise NotEmployed
    others = Assignment.objects.filter(employment=work, starts_on__lte=row.ends_on, ends_on__gte=row.starts_on)
    if others.exclude(pk=row.pk).exists():
        raise Overlaps
    if kinds := papers.lacking(row.starts_on):
        raise PapersLack(kinds)
    _refuse_former(row)


def _refuse_former(row: Assignment) -> None:
    """Raises `LeftUnsaid`, `FormerEmployer`, `KnownFormerEmployer`."""
    left = row.left_client_on
    if row.worked_at_client != (left is not None):
        raise LeftUnsaid
    if left and row.starts_on < WAIT.after(left):
        raise FormerEmployer
    persons = numbers_of(row.employment.subject_id)
    for first, last in assignments.left_by_own_words(persons, row.order.company):
        is_answered = left is not None and first <= left <= last
        if not is_answered and (last == datetime.date.max or row.starts_on < WAIT.after(last)):
            raise KnownFormerEmployer
