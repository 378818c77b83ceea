"""From an application to the day nothing of the employee is left: each day was told in advance (P40, P41, P51, P52)."""

import datetime
import json
import os
from pathlib import Path

import pytest
from django.test import Client

from candidates.actions import assignments, employments, next_of_kin, sealed_numbers
from candidates.choices.employment import ContractItem
from candidates.models import (
    Application,
    Assignment,
    Candidate,
    Employment,
    EmploymentFile,
    NextOfKin,
    PayAccount,
    ReportedEmployment,
    SpecialCheck,
)
from candidates.queries import report_format
from privacy.actions import purge
from privacy.models import Disclosure, Subject
from tests.candidates.employment.reporting import RECEIPT, D, agency, begun, made, sent
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    CheckNoticeFactory,
    ClientContactFactory,
    JobOrderFactory,
    SpecialCheckFactory,
    StaffFactory,
    papers_in_order,
)
from tests.workspace import log_in

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P40", "P41", "P51", "P52"),
]  # fmt: skip
DAY = datetime.timedelta(days=1)
APPLIED = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)  # kept until the 1st of March 2027
HIRED = datetime.datetime(2027, 1, 30, 12, tzinfo=datetime.UTC)  # on day 700: 30 days are left
FIRST, LAST = D(2027, 2, 1), D(2028, 1, 31)
MONTHS = [*(D(2027, month, 1) for month in range(2, 13)), D(2028, 1, 1)]
GOLDEN = Path(__file__).parent / "golden" / "story.json"
TERMS = {
    "first_name": "Kari", "last_name": "Lønnestad", "title": "Sykepleier", "occupation_code": "3231109", "form": "permanent",
    "temporary_ground": "", "percentage": 80, "pay_kind": "hourly", "pay": 250, "full_time_hours": 37.5,
    "working_time": "ikkeSkift", "starts_on": FIRST, "ends_on": None,
}  # fmt: skip
# Each part in the words of the page, the day it goes, and what of it stands in the database.
NAMED, ACCOUNT, FILE = "Pårørende du har oppgitt", "Bankkontoen din", "Telefonnummeret ditt og hva avtalen omfatter"
BASIS, APPLIED_FOR = "Navnet og fødselsnummeret ditt, hva som er avtalt, og når du arbeidet her", "Søknad: Sykepleier"
GOES = [
    (NAMED, D(2028, 2, 1), NextOfKin), (APPLIED_FOR, D(2028, 3, 2), Application), (ACCOUNT, D(2028, 3, 31), PayAccount),
    (FILE, D(2028, 7, 31), EmploymentFile), (BASIS, D(2034, 1, 1), Employment),
]  # fmt: skip
# At two clients: the first period was cut short, the second runs until the last day at work.
CUT_SHORT = D(2027, 5, 20)
AT_CLIENTS = [
    ("Hvor du var leid ut, og når: Første kunde AS", D(2030, 5, 20)), ("Hvor du var leid ut, og når: Annen kunde AS", D(2031, 1, 31)),
]  # fmt: skip
HIRING = {
    "place": "Storgata 1, Trondheim", "county": "trondelag", "is_construction": False, "ground": "substitute",
    "evidence": "Vikar for en ansatt i permisjon", "worked_at_client": False, "left_client_on": None,
}  # fmt: skip


def at(day, hour=12):
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)


def night(day):
    purge.run(as_of=day, at=at(day, 3))


def hired(candidate, payroll):
    row = employments.begin(candidate=candidate, title="Sykepleier", starts_on=FIRST, by=StaffFactory(), at=HIRED)
    written = {"employment": row, "by": payroll, "at": HIRED}
    employments.write_terms(**written, **TERMS)
    employments.write_contract(
        **written, covered=[*ContractItem], not_relevant=[], signed_on=HIRED.date(), phone="+4790000009"
    )
    sealed_numbers.note_national_id(**written, number="03851598730")
    sealed_numbers.note_account(**written, number="12345678903")
    employments.activate(**written)
    kin = {"name": "Ola Lønnestad", "phone": "+4790000001", "relation": "bror"}
    next_of_kin.name(**written, told_on=HIRED.date(), **kin)
    return row


def hired_out(row, client, payroll, starts_on, ends_on):
    """With a police certificate that was shown for it."""
    order = JobOrderFactory(kind="staffing", company__name=client)
    application = ApplicationFactory(
        candidate=Candidate.objects.get(),
        job_order=order,
        job_ad=None,
        stage="placed",
        origin="added",
        added_by=payroll,
    )
    SpecialCheckFactory(notice=CheckNoticeFactory(application=application))
    leader = ClientContactFactory(company=order.company)
    days = {"starts_on": starts_on, "ends_on": ends_on, "by": payroll, "at": at(starts_on - DAY)}
    return assignments.plan(employment=row, order=order, leader=leader, **days, **HIRING)


def checks_of(*periods):
    return [SpecialCheck.objects.filter(notice__application__job_order=each.order).count() for each in periods]


def at_two_clients(row, payroll):
    """What was checked goes with the end of each, and nothing of the other's."""
    papers_in_order()
    first = hired_out(row, "Første kunde AS", payroll, FIRST + DAY, D(2027, 6, 14))
    second = hired_out(row, "Annen kunde AS", payroll, D(2027, 6, 15), LAST + 29 * DAY)
    before = checks_of(first, second)
    assignments.end(assignment=first, ends_on=CUT_SHORT, by=payroll, at=at(CUT_SHORT))
    assert (before, checks_of(first, second)) == ([1, 1], [0, 1])
    return first, second


def reported(month, payroll):
    """The file of the month, taken by the authorities on the third of the next."""
    when = at((month + 31 * DAY).replace(day=3))
    report = begun(payroll, when, month=month)
    content = made(report, payroll, when)
    sent(payroll, when, report=report, receipt=RECEIPT._replace(received_on=when.date()))
    assert report_format.problems(content) == []
    message = json.loads(content)
    message["leveranse"] |= {"meldingsId": "M"}
    message["leveranse"]["oppgave"] = json.loads(
        json.dumps(message["leveranse"]["oppgave"]).replace(str(Employment.objects.get().pk), "E")
    )
    return message


def told_on_the_page(candidate, time_machine, day):
    """What the page says goes, and when."""
    time_machine.move_to(at(day), tick=False)
    client = Client(headers={"accept-language": "nb"})
    log_in(client, candidate.subject.user)
    page = client.get("/min-side/ansettelse/")
    parts = [(part.name, part.due_on) for told in page.context["employments"] for part in told.parts]
    return dict([*parts, *((each.name, each.due_on) for each in page.context["standstill"].held)])


def seen(day, model, **which):
    """The day before, and on the day."""
    night(day - DAY)
    before = model.objects.filter(**which).exists()
    night(day)
    return before, model.objects.filter(**which).exists()


def test_from_the_application_to_the_last_row(time_machine):
    agency()
    payroll = StaffFactory(roles=["payroll"])
    candidate = CandidateFactory(first_name="Kari", created_at=APPLIED, last_active_at=APPLIED)
    ApplicationFactory(candidate=candidate, submitted_at=APPLIED)

    # Employed on day 700, and not deleted on day 731.
    row = hired(candidate, payroll)
    night(APPLIED.date() + 731 * DAY)
    assert (Candidate.objects.count(), Application.objects.count(), Employment.objects.count()) == (1, 1, 1)

    first, second = at_two_clients(row, payroll)

    # Twelve months, each reported, each read by the person.
    messages = [reported(month, payroll) for month in MONTHS]
    if os.environ.get("REWRITE"):
        GOLDEN.write_text(json.dumps(messages, ensure_ascii=False, indent=2) + "\n")
    assert messages == json.loads(GOLDEN.read_text())
    given = Disclosure.objects.filter(subject_uuid=row.subject_id)
    assert (given.filter(contact_uuid=None).count(), given.exclude(contact_uuid=None).count()) == (12, 2)

    # The last day is set, and every other day follows from it.
    employments.end(employment=row, ends_on=LAST, end_cause="resigned", by=payroll, at=at(LAST))
    second.refresh_from_db()
    told = told_on_the_page(candidate, time_machine, LAST)
    assert (second.ends_on, told) == (LAST, {name: day for name, day, _model in GOES} | dict(AT_CLIENTS))
    assert (assignments.end_over(at=at(LAST)), checks_of(second)) == (0, [1])
    assert (assignments.end_over(at=at(LAST + DAY)), checks_of(second)) == (1, [0])

    for _name, day, model in GOES[:-1]:
        assert seen(day, model) == (True, False), model
    for (_name, day), period in zip(AT_CLIENTS, (first, second), strict=True):
        assert seen(day, Assignment, pk=period.pk) == (True, False)
    assert seen(GOES[-1][1], Employment) == (True, False)
    assert ReportedEmployment.objects.count() == 0
    assert not Subject.objects.filter(pk=row.subject_id).exists()


def test_what_was_reported_goes_year_by_year(time_machine):
    agency()
    payroll = StaffFactory(roles=["payroll"])
    candidate = CandidateFactory(created_at=APPLIED, last_active_at=APPLIED)
    row = hired(candidate, payroll)
    for month in MONTHS[-2:]:
        reported(month, payroll)
    employments.end(employment=row, ends_on=LAST, end_cause="resigned", by=payroll, at=at(LAST))
    left = []

    for day in (D(2032, 12, 31), D(2033, 1, 1), D(2033, 12, 31), D(2034, 1, 1)):
        night(day)
        left.append(sorted(ReportedEmployment.objects.values_list("report__month", flat=True)))

    assert left == [MONTHS[-2:], MONTHS[-1:], MONTHS[-1:], []]
