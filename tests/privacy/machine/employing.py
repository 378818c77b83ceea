"""Candidates whom we employ in the machine: prepared, in force, hired out, over, each part with a time of its own."""

import datetime
from decimal import Decimal
from typing import Any

from candidates.actions import assignment_rules, assignments, employments, next_of_kin, sealed_numbers
from candidates.choices.employment import ContractItem
from candidates.models import Assignment, Candidate, Employment, PayAccount
from tests.privacy.machine.history import EMPLOYMENT, FILE, HIRED_OUT, KIN, PAY, Row
from tests.privacy.machine.model import Person
from tests.privacy.machine.world import World, chosen

TERMS = {
    "occupation_code": "3231109", "form": "permanent", "temporary_ground": "", "percentage": Decimal(80), "pay_kind": "hourly",
    "pay": Decimal(250), "full_time_hours": Decimal("37.5"), "working_time": "ikkeSkift", "ends_on": None,
}  # fmt: skip
HIRING = {
    "place": "Storgata 1, Trondheim", "county": "trondelag", "is_construction": False, "ground": "substitute",
    "evidence": "Vikar for en ansatt i permisjon", "worked_at_client": False, "left_client_on": None,
}  # fmt: skip
REFUSALS = (
    employments.NotConfirmed, employments.AlreadyEmployed, employments.NotInForce, employments.Over,
    employments.EndsBeforeStart, next_of_kin.NotInForce, next_of_kin.TooMany, assignments.AlreadyEnded,
    assignments.OutsideEmployment, assignment_rules.NotEmployed, assignment_rules.Overlaps, assignment_rules.PapersLack,
)  # fmt: skip
MOST = 8  # persons, next of kin included


def begin(world: World, person: Person, number: int) -> None:
    """Handed over today; the first day may have been before."""
    candidate = Candidate.objects.get(pk=person.profile.key[1])
    starts_on = world.today - datetime.timedelta(days=[0, 20][number % 2])
    by = {"by": world.agency.adviser, "at": world.now}
    made = employments.begin(candidate=candidate, title="Sykepleier", starts_on=starts_on, **by)
    key = (EMPLOYMENT, str(made.pk))
    person.rows += [
        Row(key, "prepared", world.now, of=key),
        Row((FILE, str(made.file.pk)), "with_draft", of=key),
    ]


def activate(world: World, person: Person, number: int) -> None:
    """What is prepared, or somebody new: the contract is whole, and it is in force."""
    if not person.of_kind("prepared"):
        begin(world, person, number)
    row = chosen(person.of_kind("prepared"), number)
    work, by = _employment(row), {"by": world.agency.payroll, "at": world.now}
    written = {"employment": work, **by}
    names = {name: getattr(work, name) for name in ("first_name", "last_name", "title", "starts_on")}
    employments.write_terms(**written, **names, **TERMS)
    said = {"covered": [*ContractItem], "not_relevant": [], "signed_on": world.today}
    employments.write_contract(**written, **said, phone=min(person.marks))
    sealed_numbers.note_national_id(**written, number="03851598730")
    employments.activate(**written)
    for each in [each for each in person.rows if each.of == row.key]:
        each.kind = {EMPLOYMENT: "employment", FILE: "employee_file", PAY: "pay_account"}[each.key[0]]
        each.since, each.made_at = None, world.now


def end(world: World, person: Person, number: int) -> None:
    """The last day is set, or moved."""
    if row := chosen(person.of_kind("employment"), number):
        last = world.today + datetime.timedelta(days=[0, -10, 30, 400][number % 4])
        by = {"by": world.agency.payroll, "at": world.now}
        employments.end(employment=_employment(row), ends_on=last, end_cause="resigned", **by)
        world.model.last_day(row.key, last)


def drop(world: World, person: Person, number: int) -> None:
    if row := chosen(person.of_kind("prepared"), number):
        employments.drop(employment=_employment(row), by=world.agency.payroll, at=world.now)
        world.note("rows_erased", person.number, frozenset([row.key]))


def account(world: World, person: Person, number: int) -> None:
    if row := chosen(person.of_kind("employment", "prepared"), number):
        work = _employment(row)
        sealed_numbers.note_account(employment=work, number="12345678903", by=world.agency.payroll, at=world.now)
        key = (PAY, str(PayAccount.objects.get(employment=work).pk))
        if key not in [each.key for each in person.rows]:
            is_draft = row.kind == "prepared"
            person.rows.append(
                Row(key, "with_draft" if is_draft else "pay_account", None if is_draft else row.since, of=row.key)
            )


def kin(world: World, person: Person, number: int) -> None:
    """Somebody new, whom the employee has told."""
    row = chosen(person.of_kind("employment"), number)
    if row and len(world.model.people) < MOST:
        named = world.newcomer()
        given = {"name": max(named.marks), "phone": min(named.marks), "relation": "bror", "told_on": world.today}
        made = next_of_kin.name(employment=_employment(row), by=world.agency.payroll, at=world.now, **given)
        theirs = Row((KIN, str(made.pk)), "next_of_kin", row.since, world.now, of=row.key)
        world.registered(made.subject_id, named, theirs)


def hire_out(world: World, person: Person, number: int) -> None:
    """From today on; while somebody is at a client, that ends today."""
    out = [each for each in person.of_kind("hired_out") if each.since >= world.today]
    if out:
        period = Assignment.objects.get(pk=out[0].key[1])
        assignments.end(assignment=period, ends_on=world.today, by=world.agency.payroll, at=world.now)
        out[0].since = world.today
    elif row := chosen(person.of_kind("employment"), number):
        last = world.today + datetime.timedelta(days=[1, 30][number % 2])
        about: dict[str, Any] = {"order": world.agency.staffing, "leader": world.agency.leader, **HIRING}
        about |= {"starts_on": world.today, "ends_on": last, "by": world.agency.payroll, "at": world.now}
        made = assignments.plan(employment=_employment(row), **about)
        person.rows.append(Row((HIRED_OUT, str(made.pk)), "hired_out", last, of=row.key))


def _employment(row: Row) -> Employment:
    return Employment.objects.get(pk=row.key[1])


ACTS = {
    "begin": begin, "activate": activate, "end": end, "drop": drop, "account": account, "kin": kin, "hire_out": hire_out,
}  # fmt: skip
