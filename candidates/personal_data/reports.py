"""What was reported of those we employ, and how long the law makes us keep it: month by month, row by row."""

from django.utils.translation import gettext_noop as _

from candidates.models import AuthorityReport, ReportedEmployment
from privacy.choices import Category, PeriodCode
from privacy.declarations import data, internal, link, not_personal, owner, personal, stays
from privacy.grounds import Statutory

NUMBER = internal(_("a number of ours that says nothing about you"))
PAY = data(Category.EMPLOYMENT)

not_personal(
    AuthorityReport,
    reason="one delivery for a month: when it was sent and what was answered; who is in it stands in its rows",
    links={
        "made_by": stays("who began the report answers for it"),
        "sent_by": stays("so does who sent it"),
    },
)

personal(
    ReportedEmployment,
    subject="employment__subject",
    activity="authority_reports",
    category=Category.EMPLOYMENT,
    # Bokføringsloven § 13: five years from the end of the financial year of the month, whatever becomes of the employment.
    keep=Statutory("report__month", PeriodCode.PAYROLL, while_empty="employed"),
    fields={
        "id": NUMBER,
        "report": link(),
        "employment": owner(),
        "is_settlement": PAY,
        "number_noted_at": PAY,
        "occupation_code": PAY,
        "form": PAY,
        "percentage": PAY,
        "full_time_hours": PAY,
        "working_time": PAY,
        "pay_kind": PAY,
        "starts_on": PAY,
        "ends_on": PAY,
        "end_cause": PAY,
        "pay_changed_on": PAY,
        "percentage_changed_on": PAY,
        "fixed_pay": PAY,
        "hourly_pay": PAY,
        "hours": PAY,
        "overtime_pay": PAY,
    },
)
