"""What is kept of those we employ: each category by itself, with the two days worked out by hand."""

import datetime

from candidates.models import EmploymentFile, PayAccount
from privacy.actions import retention
from privacy.choices import PeriodCode
from tests import factories
from tests.privacy.periods.case import Case, Made

D = datetime.date
SUMMER = datetime.datetime(2026, 8, 31, 12, tzinfo=datetime.UTC)


def worked_until(day, **more):
    row = factories.employed(starts_on=D(2024, 1, 1), ends_on=day, **more)
    retention.refresh(row.subject_id)
    return row


def basis_for_pay(word):
    """On New Year's Eve, when nothing else of it is left."""
    row = worked_until(D(2024, 12, 31), title=word)
    EmploymentFile.objects.filter(employment=row).delete()
    return Made([row, row.subject], row.subject_id, row)


def a_file(word):
    row = worked_until(D(2026, 8, 31))
    file = EmploymentFile.objects.get(employment=row)
    EmploymentFile.objects.filter(pk=file.pk).update(phone=word)
    return Made([file], row.subject_id, file, stays=[row])


def an_account(word):
    row = worked_until(D(2026, 12, 31))
    account = factories.PayAccountFactory(employment=row)
    assert PayAccount.objects.filter(pk=account.pk).exists()
    return Made([account], row.subject_id, account, stays=[row, row.file], says=False)


def next_of_kin(word):
    row = worked_until(D(2026, 12, 31))
    kin = factories.NextOfKinFactory(employment=row, name=word)
    retention.refresh(kin.subject_id)
    return Made([kin, kin.subject], kin.subject_id, kin, stays=[row])


def only_prepared(word):
    row = factories.EmploymentFactory(begun_at=SUMMER, title=word)
    factories.EmploymentFileFactory(employment=row)
    retention.refresh(row.subject_id)
    candidate = factories.CandidateFactory(
        subject=row.subject, account=False, last_active_at=SUMMER + datetime.timedelta(days=90)
    )
    retention.refresh(row.subject_id)
    return Made([row, row.file], row.subject_id, row, stays=[candidate])


def at_a_client(word):
    row = factories.AssignmentFactory(
        employment=factories.employed(starts_on=D(2026, 1, 1)),
        ends_on=D(2026, 8, 31),
        evidence=word,
        ended_at=SUMMER,
    )
    retention.refresh(row.employment.subject_id)
    return Made([row], row.employment.subject_id, row, stays=[row.employment])


CASES = [
    Case(PeriodCode.PAYROLL, basis_for_pay, D(2029, 12, 31), D(2030, 1, 1)),
    Case(PeriodCode.EMPLOYEE_FILE, a_file, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.PAY_ACCOUNT, an_account, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.NEXT_OF_KIN, next_of_kin, D(2026, 12, 31), D(2027, 1, 1)),
    Case(PeriodCode.ASSIGNMENT, at_a_client, D(2029, 8, 30), D(2029, 8, 31)),
    Case(PeriodCode.EMPLOYMENT_DRAFT, only_prepared, D(2026, 11, 29), D(2026, 11, 30)),
]
