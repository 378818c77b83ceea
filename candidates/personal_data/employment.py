"""Whose the rows about those we employ are, and how long: each category has its own end after the last day at work.

The basis for pay stands alone: the law keeps it, and nothing else for its sake.
"""

from django.utils.translation import gettext_noop as _

from candidates.choices.employment import EmploymentState, PayKind
from candidates.models import Employment, EmploymentFile, NextOfKin, PayAccount
from privacy.choices import Category, PeriodCode
from privacy.declarations import clear, data, internal, owner, personal, sealed, stays
from privacy.grounds import ByValue, Carries, FollowsPerson, Statutory, Until, WhileNamed, WhileRunning

NUMBER = internal(_("a number of ours that says nothing about you"))
WORK = data(Category.EMPLOYMENT)
RUNNING = "employed"


def _with_it(period: PeriodCode) -> ByValue:
    """With what is only prepared; in force, while it runs and `period` after."""
    return ByValue(
        "employment__state",
        {
            EmploymentState.DRAFT: FollowsPerson(),
            EmploymentState.IN_FORCE: WhileRunning("employment__ends_on", period, RUNNING),
        },
    )


personal(
    Employment,
    subject="subject",
    activity="employment",
    category=Category.EMPLOYMENT,
    keep=Carries(
        ByValue(
            "state",
            {
                EmploymentState.DRAFT: FollowsPerson(at_most=Until("begun_at", PeriodCode.EMPLOYMENT_DRAFT)),
                EmploymentState.IN_FORCE: Statutory("ends_on", PeriodCode.PAYROLL, while_empty=RUNNING),
            },
        ),
        "candidates.ReportedEmployment",
        users="reported__id",
        timed=("reported__pay_kind", tuple(PayKind.values)),
    ),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "first_name": data(Category.IDENTITY),
        "last_name": data(Category.IDENTITY),
        "state": WORK,
        "national_id": sealed(Category.IDENTITY),
        "number_noted_at": WORK,
        "title": WORK,
        "occupation_code": WORK,
        "form": WORK,
        "temporary_ground": WORK,
        "percentage": WORK,
        "pay_kind": WORK,
        "pay": WORK,
        "full_time_hours": WORK,
        "working_time": WORK,
        "pay_changed_on": WORK,
        "percentage_changed_on": WORK,
        "starts_on": WORK,
        "ends_on": WORK,
        "end_cause": WORK,
        "begun_by": stays("who handed somebody over to payroll answers for it"),
        "begun_at": WORK,
        "activated_by": stays("so does who put the contract in force"),
        "activated_at": WORK,
    },
)

personal(
    EmploymentFile,
    subject="employment__subject",
    activity="employment",
    category=Category.EMPLOYMENT,
    keep=_with_it(PeriodCode.EMPLOYEE_FILE),
    fields={
        "id": NUMBER,
        "employment": owner(),
        "phone": data(Category.CONTACT),
        "signed_on": WORK,
        "covered": WORK,
        "not_relevant": WORK,
    },
)

personal(
    PayAccount,
    subject="employment__subject",
    activity="employment",
    category=Category.EMPLOYMENT,
    keep=_with_it(PeriodCode.PAY_ACCOUNT),
    fields={"id": NUMBER, "employment": owner(), "number": sealed(Category.EMPLOYMENT), "noted_at": WORK},
)

# A person of its own, named by an employee who told them so; nobody is kept a day longer than the employment for it.
personal(
    NextOfKin,
    subject="subject",
    activity="employment",
    category=Category.CONTACT,
    # Somebody asked us to keep them longer (a hold, a restriction): they stay without the employment, until that ends.
    keep=WhileNamed(
        "employment",
        Until("employment__ends_on", PeriodCode.NEXT_OF_KIN, while_empty="kin_of_employee"),
        since="named_at",
    ),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "employment": clear(),
        "name": data(Category.IDENTITY),
        "phone": data(Category.CONTACT),
        "relation": data(Category.CONTACT),
        "told_on": data(Category.HISTORY),
        "named_by": stays("who writes down somebody's next of kin answers for it"),
        "named_at": data(Category.HISTORY),
    },
)
