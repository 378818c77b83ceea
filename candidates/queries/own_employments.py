"""What whoever we employ reads about the own employment: what was agreed, what is noted, and when each part goes.

The dates are those of the decision that deletes; where no last day is set, the same storage times in words.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.choices.employment import ContractItem
from candidates.models import Assignment, Employment, EmploymentFile, NextOfKin, PayAccount
from candidates.queries import employments
from privacy.choices import Category, PeriodCode
from privacy.decide import Decision, Outcome, Verdict, decide
from privacy.grounds import Pause
from privacy.models import RetentionPeriod
from privacy.ports import Actor
from privacy.queries import facts, own_storage
from privacy.queries.explanations import Explanation
from privacy.queries.numbers import numbers_of
from privacy.queries.register import periods_in_force

PARTS: dict[type[Model], tuple[PeriodCode, str | Promise, str | Promise]] = {  # in the order in which they go
    NextOfKin: (PeriodCode.NEXT_OF_KIN, _("Your next of kin"), _("%(long)s after your last day at work")),
    PayAccount: (PeriodCode.PAY_ACCOUNT, _("Your bank account"), _("%(long)s after your last day at work")),
    EmploymentFile: (
        PeriodCode.EMPLOYEE_FILE, _("Your telephone number, and what the contract covers"),
        _("%(long)s after your last day at work"),
    ),
    Assignment: (
        PeriodCode.ASSIGNMENT, _("Where you were hired out, and when"), _("%(long)s after your last day there"),
    ),
    Employment: (
        PeriodCode.PAYROLL, _("Your name and national identity number, what was agreed, and when you worked here"),
        _("%(long)s after the end of the year in which your last day at work is"),
    ),
}  # fmt: skip
OF_KIN = _(
    "You named them, so that we know whom to call while you work here. Nobody is called afterwards (GDPR art. 5(1)(e))."
)


@dataclass(frozen=True)
class Part:
    """What goes at one time: `due_on` is the first day it is no longer there; until a last day is set, `rule` says it."""

    name: str
    due_on: datetime.date | None
    goes_next: bool
    rule: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """One employment, as its employee reads it. `file` None: the time for all but the basis for pay is over."""

    row: Employment
    file: EmploymentFile | None
    has_account: bool
    kin: list[NextOfKin]
    parts: list[Part]

    @property
    def covered(self) -> list[str]:
        return [str(ContractItem(item).label) for item in self.file.covered] if self.file else []


@dataclass(frozen=True)
class Standstill:
    """The clock of what somebody applied for: stopped since the one day, going again from the other, if that is known."""

    since: datetime.date
    again_on: datetime.date | None
    held: list[own_storage.Held]


def of_user(user: Actor) -> QuerySet[Employment]:
    """The own, under whatever number, the newest first; also while they are set aside."""
    return Employment.objects.filter(subject__in=numbers_of(user.subject_id)).order_by("-starts_on", "pk")


def told(rows: list[Employment], explanation: Explanation) -> list[Told]:
    """As many questions to the database however many there are."""
    files = {each.employment_id: each for each in EmploymentFile.objects.filter(employment__in=rows)}
    accounts = {each.employment_id: each for each in PayAccount.objects.filter(employment__in=rows)}
    kin = list(_kin_of(rows))
    hired_out = list(
        Assignment.objects.filter(employment__in=rows).select_related("order__company").order_by("ends_on", "pk")
    )
    outcomes = _by_key([explanation.decision, *_of_kin(kin, explanation.as_of)])
    lengths = {each.code: each for each in periods_in_force()}
    found = []
    for row in rows:
        file, account, named = files.get(row.pk), accounts.get(row.pk), [k for k in kin if k.employment_id == row.pk]
        out = [each for each in hired_out if each.employment_id == row.pk]
        there = [each for each in (*named[:1], account, file, *out, row) if each]
        parts = [_part(each, row, outcomes, lengths) for each in there]
        found.append(Told(row, file, account is not None, named, parts))
    return found


def standstill(rows: Iterable[Employment], explanation: Explanation) -> Standstill | None:
    """The last one, of whoever has applied for something as well."""
    applied = [each for each in own_storage.held(explanation) if each.category == Category.APPLICATION]
    pauses = [pause for _person, pause in employments.pauses_of({row.subject_id for row in rows})]
    last = max(pauses, key=_begins, default=None)
    if not applied or last is None:
        return None
    return Standstill(last.first, last.last and last.last + datetime.timedelta(days=1), applied)


def _begins(pause: Pause) -> datetime.date:
    return pause.first


def _kin_of(rows: list[Employment]) -> QuerySet[NextOfKin]:
    """Whoever of them wants their own data set aside is not shown, to the employee either."""
    found = NextOfKin.objects.unrestricted().filter(employment__in=rows)
    return found.select_related("subject").order_by("name", "pk")


def _of_kin(kin: list[NextOfKin], as_of: datetime.date) -> list[Decision]:
    """They are persons of their own, with their own end."""
    known = facts.of_persons({each.subject.root_id for each in kin}) if kin else {}
    return [decide(each, as_of) for each in known.values()]


def _by_key(decisions: Iterable[Decision]) -> dict[tuple[str, str], Outcome]:
    return {outcome.item.key: outcome for decision in decisions for outcome in decision.outcomes}


def _part(
    there: Model, row: Employment, outcomes: dict[tuple[str, str], Outcome], lengths: dict[str, RetentionPeriod]
) -> Part:
    code, name, rule = PARTS[type(there)]
    outcome, length = outcomes[(there._meta.label, str(there.pk))], lengths.get(code)
    is_open = outcome.due_on is None and row.ends_on is None and length is not None
    return Part(
        name=f"{name}: {there.order.company}" if isinstance(there, Assignment) else str(name),
        due_on=outcome.due_on,
        goes_next=outcome.verdict is Verdict.ERASE,
        rule=str(rule) % {"long": length.how_long} if is_open and length else "",
        reasons=(str(OF_KIN),) if isinstance(there, NextOfKin) else own_storage.decisive(outcome),
    )
