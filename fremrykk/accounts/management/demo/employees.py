"""Who is employed by the agency in the demo: one at work, with next of kin, and one payroll has still to prepare."""

import datetime
from decimal import Decimal

from django.utils import timezone

from candidates.actions import employments, next_of_kin, sealed_numbers
from candidates.choices.employment import ContractItem, EmploymentForm, PayKind, WorkingTime
from candidates.models import Candidate
from fremrykk.accounts.management.demo.persons import Person
from fremrykk.accounts.models import User

DAY = datetime.timedelta(days=1)
# A D-number of the Tax Administration's synthetic ones, and an account number that only has a right check digit.
NATIONAL_ID, ACCOUNT = "41819077302", "12345678903"


def make(*, at_work: Person, handed_over: Person, adviser: User, payroll: User, now: datetime.datetime) -> None:
    _at_work(_candidate(at_work), adviser, payroll, now - 38 * DAY)
    employments.begin(
        candidate=_candidate(handed_over), title="Kjøkkenassistent", starts_on=timezone.localdate(now + 14 * DAY), by=adviser,
        at=now - DAY,
    )  # fmt: skip


def _at_work(candidate: Candidate, adviser: User, payroll: User, at: datetime.datetime) -> None:
    first = timezone.localdate(at)
    row = employments.begin(candidate=candidate, title="Kokk", starts_on=first, by=adviser, at=at)
    employments.write_terms(
        employment=row, by=payroll, at=at, first_name=row.first_name, last_name=row.last_name,
        title="Kokk", occupation_code="5122102", form=EmploymentForm.PERMANENT,
        temporary_ground="", percentage=80, pay_kind=PayKind.HOURLY, pay=245, full_time_hours=Decimal("37.5"),
        working_time=WorkingTime.NO_SHIFT, starts_on=first, ends_on=None,
    )  # fmt: skip
    employments.write_contract(
        employment=row, signed_on=first, covered=[*ContractItem.always(), ContractItem.HIRER],
        not_relevant=[item for item in ContractItem.conditional() if item != ContractItem.HIRER],
        phone="+4790000001", by=payroll, at=at,
    )  # fmt: skip
    sealed_numbers.note_national_id(employment=row, number=NATIONAL_ID, by=payroll, at=at)
    sealed_numbers.note_account(employment=row, number=ACCOUNT, by=payroll, at=at)
    employments.activate(employment=row, by=payroll, at=at)
    given = {"name": "Sindre Lie", "phone": "+4790000002", "relation": "bror"}
    next_of_kin.name(employment=row, told_on=first, by=payroll, at=at, **given)


def _candidate(person: Person) -> Candidate:
    return Candidate.objects.get(subject__user__email=person.email)
