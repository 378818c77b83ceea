"""`check_promises` says yes of good data, and no of exactly the promise that was broken on purpose."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Application, Assignment, AuthorityReport, EmploymentFile, StageChange
from clients.models import Agreement, JobOrder
from privacy.actions import retention, seals
from privacy.models import (
    Controller,
    CookieEntry,
    FileCheck,
    Notice,
    OutgoingMail,
    ProcessingActivity,
    Request,
    RetentionPeriod,
    Subject,
    TrailEntry,
)
from privacy.queries import facts, promises
from privacy.queries.promises import NUMBERS, Check, Verdict, engine
from tests.database_role import by_force
from tests.factories import (
    NOW,
    AdvertisementFactory,
    AlertedAdFactory,
    ApplicationDocumentFactory,
    ApplicationFactory,
    AssignmentFactory,
    BreachFactory,
    CandidateFactory,
    CheckNoticeFactory,
    CheckRequirementFactory,
    ClientCompanyFactory,
    CollectionFactory,
    ConsentEventFactory,
    ControllerFactory,
    CreditAssessmentFactory,
    DisclosureFactory,
    DocumentFactory,
    EnquiryFactory,
    ErasureFactory,
    FileTombstoneFactory,
    InboxCaseFactory,
    JobAdFactory,
    JobAlertFactory,
    JobOrderFactory,
    LeadFactory,
    MailingFactory,
    OutgoingMailFactory,
    PackageFactory,
    PrepaymentFactory,
    RecipientFactory,
    RecipientNoticeFactory,
    RefereeFactory,
    ReferenceCheckFactory,
    ReportedEmploymentFactory,
    RequestFactory,
    RestrictionFactory,
    SpecialCheckFactory,
    StaffFactory,
    StageChangeFactory,
    SubjectFactory,
    SuppressionFactory,
    TimelineEntryFactory,
    TrailEntryFactory,
    employed,
    sent_presentation,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

LONG_AGO = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
SYNTHETIC = "30908299902"  # a test number of Skatteetaten's: its month is above 80


def unguarded(*constraints):
    """What the database refuses is let in: for this test only, which is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")  # the program lacks the right: who breaks it is an administrator
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table, name in constraints:
            how = "DROP INDEX {1}" if table == "index" else "ALTER TABLE {0} DROP CONSTRAINT {1}"
            cursor.execute(how.format(table, name))
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture(autouse=True)
def guarded_again():
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = DEFAULT; RESET ROLE")


@pytest.fixture
def agency():
    """A day at the agency, with something in every table a promise is about."""
    order = JobOrderFactory(opened_at=NOW)
    candidate = CandidateFactory(adviser=StaffFactory())
    application = ApplicationFactory(candidate=candidate, job_order=order, job_ad=None, submitted_at=NOW)
    ApplicationDocumentFactory(application=application, document=DocumentFactory(candidate=candidate))
    StageChangeFactory(application=application)
    TrailEntryFactory(subject_uuid=candidate.subject_id, activity="applications")
    InboxCaseFactory()
    EnquiryFactory(due_on=datetime.date(2099, 1, 1))
    RequestFactory(subject=candidate.subject)
    ErasureFactory()
    retention.refresh(*Subject.objects.values_list("pk", flat=True))
    OutgoingMailFactory(subject=candidate.subject, state="sent", sent_at=NOW)  # its sending stores no date
    return candidate


def broken():
    found = promises.verdicts(promises.checked(NOW))
    return {number for number, verdict in found.items() if verdict is Verdict.BROKEN}


def test_of_good_data_every_promise_is_kept(agency):
    found = promises.verdicts(promises.checked(NOW))

    assert broken() == set()
    assert {number for number, verdict in found.items() if verdict is Verdict.KEPT} == set(BREAK)
    assert list(found) == list(NUMBERS)


def shared_more_widely(candidate):
    unguarded(("candidates_application", "application_scopes_agree"))
    ApplicationFactory(candidate=candidate, origin="added", added_by=StaffFactory(), sharing_scope="without_asking",
                       keep_scope="candidate_base", notice=None, terms=None, sharing_notice=None)  # fmt: skip
    retention.refresh(candidate.subject_id)


def activity_without_basis(candidate):
    unguarded(("privacy_processingactivity", "activity_has_a_basis"))
    ProcessingActivity.objects.filter(code="applications").update(national_law="")


def no_statement(candidate):
    Notice.objects.filter(kind="statement").update(in_force_from=datetime.date(2099, 1, 1))


def misspelt(candidate):
    OutgoingMail.objects.update(body_text=f"Skriv til post@{engine.MISSPELT}.no")


def order_without_agreement(candidate):
    unguarded(("clients_joborder", "order_opens_with_agreement"))
    JobOrder.objects.update(agreement=None)


def for_nothing(candidate):
    unguarded()
    TrailEntry.objects.filter(subject_uuid=candidate.subject_id).update(activity="moro")


def two_controllers(candidate):
    unguarded(("index", "controller_one_at_a_time"))
    ControllerFactory(valid_until=None)


def signed_by_nobody(candidate):
    unguarded(("privacy_retentionperiod", "period_approved_by_someone"))
    RetentionPeriod.objects.filter(code="mail").update(approved_by=None)


def not_shown_a_statement(candidate):
    unguarded(("candidates_application", "application_own_says_what_was_shown"))
    Application.objects.update(notice=None)


def number_in_a_mail(candidate):
    OutgoingMail.objects.update(body_text=f"Nummeret er {SYNTHETIC}.")


def file_lost(candidate):
    with by_force():
        FileCheck.objects.all().delete()
    FileCheck.objects.create(lost=1, checked_at=NOW)


def not_told_of_sharing(candidate):
    unguarded(("candidates_application", "application_own_says_what_was_shown"))
    Application.objects.update(sharing_notice=None)


def file_left(candidate):
    FileTombstoneFactory(created_at=LONG_AGO)


def kept_too_long(candidate):
    Subject.objects.filter(pk=candidate.subject_id).update(due_on=LONG_AGO.date())


def still_there(candidate):
    ErasureFactory(subject_uuid=SubjectFactory(due_on=None).pk, scope="person")
    retention.refresh(*Subject.objects.values_list("pk", flat=True))


def file_of_one_who_left(candidate):
    _left_us(datetime.date(2026, 3, 31))


def pay_of_one_who_left_long_ago(candidate):
    _left_us(datetime.date(2020, 3, 31))
    EmploymentFile.objects.all().delete()


def _left_us(day):
    """Employed until that day; what was to go then waits, as if somebody had to decide upon it."""
    person = employed(starts_on=day.replace(year=2019), ends_on=day, end_cause="resigned").subject_id
    Subject.objects.filter(pk=person).update(due_on=facts.BEGINNING)


def month_nobody_reported(candidate):
    """Employed all October; the report was due on the 5th of November."""
    retention.refresh(employed(starts_on=datetime.date(2026, 10, 1)).subject_id)


def reported_and_not_written_down(candidate):
    line = ReportedEmploymentFactory(report__month=datetime.date(2025, 12, 1))
    retention.refresh(line.employment.subject_id)
    unguarded()
    AuthorityReport.objects.update(
        main_unit="310000906", sub_unit="310000922", digest="a" * 64, stamped_at=NOW, sent_at=NOW, sent_by=StaffFactory(),
        receipt_reference="AR-1", received_on=NOW.date(), answer="received",
    )  # fmt: skip


def looked_at_late(candidate):
    Subject.objects.filter(pk=candidate.subject_id).update(due_on=None)


def answered_late(candidate):
    RequestFactory(subject=candidate.subject, received_at=LONG_AGO, due_on=datetime.date(2026, 2, 5))


def history_rewritten(candidate):
    seals.seal(at=NOW + datetime.timedelta(hours=2))
    unguarded()
    TrailEntry.objects.filter(subject_uuid=candidate.subject_id).update(role="adviser", object_id="annet")


def refused_alone(candidate):
    unguarded(("privacy_request", "request_refused_by_two"))
    Request.objects.update(state="refused", closed_at=NOW)


def mailed_though_restricted(candidate):
    RestrictionFactory(subject=candidate.subject, opened_at=NOW - datetime.timedelta(days=1))


def lifted_silently(candidate):
    unguarded(("privacy_restriction", "restriction_told_before_lifting"))
    RestrictionFactory(
        subject=candidate.subject, opened_at=LONG_AGO, lifted_at=NOW - datetime.timedelta(days=100),
        lifted_by=StaffFactory(),
    )  # fmt: skip


def address_of_nobody(candidate):
    Controller.objects.update(contact_email="")


def adviser_left(candidate):
    unguarded()
    candidate.adviser.is_active = False
    candidate.adviser.save()


def rejected_by_a_machine(candidate):
    unguarded(("candidates_stagechange", "rejection_has_a_human_and_a_reason"))
    StageChange.objects.update(to_stage="rejected", by=None)


def entered_from_nowhere(candidate):
    by_hand = CandidateFactory(source="by_hand", received_on=NOW.date(), adviser=candidate.adviser)
    retention.refresh(by_hand.subject_id)


def mailed_before_the_notice(candidate):
    unguarded()
    CollectionFactory(untold=True, subject=candidate.subject, collected_at=NOW - datetime.timedelta(hours=1))


def given_without_agreement(candidate):
    unguarded()
    DisclosureFactory(subject_uuid=candidate.subject_id, recipient=RecipientFactory())


def recipient_left_in_the_dark(candidate):
    RecipientNoticeFactory(subject_uuid=candidate.subject_id, created_at=LONG_AGO)


def breach_kept_quiet(candidate):
    BreachFactory(aware_at=NOW - datetime.timedelta(hours=73))


def advertised_after_the_no(candidate):
    unguarded()
    SuppressionFactory(digest="a" * 64, at=LONG_AGO)
    AdvertisementFactory(subject=candidate.subject, address_digests=["a" * 64], state="sent", sent_at=NOW)


def advertised_by_nobody(candidate):
    unguarded(("privacy_outgoingmail", "mail_advertising_is_ordered"))
    AdvertisementFactory(subject=candidate.subject, author_uuid=None)


def told_to_many(candidate):
    unguarded(("privacy_outgoingmail", "mail_template_has_a_class"))
    OutgoingMailFactory(subject=candidate.subject, mailing=MailingFactory())


def enquiry_of_nobody(candidate):
    EnquiryFactory(owner=None)


def alert_of_an_address_nobody_proved(candidate):
    unguarded()
    JobAlertFactory(candidate=candidate)
    candidate.unconfirmed_email = "ny@example.test"
    candidate.save()


def alert_left_after_the_withdrawal(candidate):
    unguarded()
    JobAlertFactory(candidate=candidate)
    ConsentEventFactory(
        subject_uuid=candidate.subject_id,
        purpose="job_alerts",
        action="withdrawn",
        at=NOW + datetime.timedelta(minutes=1),
    )


def told_of_twice(candidate):
    unguarded(("candidates_alertedad", "alert_tells_once"))
    alert, ad = JobAlertFactory(candidate=candidate), JobAdFactory()
    AlertedAdFactory.create_batch(2, alert=alert, ad=ad)


def registered_by_nobody(candidate):
    unguarded(("privacy_request", "request_by_staff_says_who_it_was"))
    RequestFactory(subject=candidate.subject, door="letter", email="")


def number_of_nobody(candidate):
    ClientCompanyFactory(org_number="310000001")


def candidate_in_a_clients_history(candidate):
    unguarded(("clients_timelineentry", "timeline_about_business"))
    TimelineEntryFactory(text="Kandidaten 010190 12345 passer.")


def class_kept_for_years(candidate):
    CreditAssessmentFactory(assessed_on=LONG_AGO.date() - datetime.timedelta(days=100))


def opened_before_it_was_paid(candidate):
    unguarded()
    PrepaymentFactory(waits=True, order=JobOrderFactory())


def over_before_its_order(candidate):
    unguarded()
    Agreement.objects.update(ended_on=NOW.date())


def lead_from_nowhere(candidate):
    retention.refresh(LeadFactory().subject_id)


def presented_without_a_line(candidate):
    reader = sent_presentation(candidate)
    retention.refresh(candidate.subject_id, reader.contact.subject_id)


def noted(candidate, told_at=NOW, **required):
    """A check of the candidate, of a kind the order requires, noted now."""
    unguarded()
    application = candidate.applications.get()
    requirement = CheckRequirementFactory(order=application.job_order, **required)
    notice = CheckNoticeFactory(application=application, requirement=requirement, told_at=told_at)
    SpecialCheckFactory(notice=notice)


def checked_for_another_order(candidate):
    unguarded()
    CheckNoticeFactory(application=candidate.applications.get(), requirement=CheckRequirementFactory())


def clearance_of_no_level(candidate):
    unguarded(("clients_checkrequirement", "check_level_of_clearance"))
    CheckRequirementFactory(kind="clearance")


def credit_nobody_approved(candidate):
    noted(candidate, credit=True, approved_by=None, approved_at=None)


def note_left_over(candidate):
    noted(candidate, lifted_by=candidate.adviser, lifted_at=NOW)


def noted_before_told(candidate):
    noted(candidate, told_at=NOW + datetime.timedelta(hours=1))


def closed_unanswered(candidate):
    unguarded()
    JobOrder.objects.update(closed_at=NOW)


def asked_before_the_go_ahead(candidate):
    referee = RefereeFactory(candidate=candidate)
    CollectionFactory(subject=referee.subject, object_label="candidates.referee")
    unguarded()
    ReferenceCheckFactory(
        application=candidate.applications.first(),
        referee=referee,
        go_ahead_at=None,
        asked_at=NOW,
        asked_by=StaffFactory(),
    )
    retention.refresh(candidate.subject_id, referee.subject_id)


def cookie_behind_the_statement(candidate):
    CookieEntry.objects.filter(name="kampanje").update(in_use_since=NOW)


def cookie_untold(candidate):
    CookieEntry.objects.filter(name="sessionid").update(lasts=datetime.timedelta(hours=1))


def cookie_without_an_end(candidate):
    unguarded(("privacy_cookieentry", "cookie_optional_has_an_end"))
    CookieEntry.objects.filter(name="kampanje").update(lasts=None)


def hired_out_on_nothing(candidate):
    row = AssignmentFactory()
    retention.refresh(row.employment.subject_id, row.leader.subject_id)
    unguarded(("candidates_assignment", "assignment_says_where_and_why"))
    Assignment.objects.update(evidence="")


BREAK = {
    "P65": cookie_behind_the_statement, "P66": cookie_untold, "P67": cookie_without_an_end,
    "P25": checked_for_another_order, "P26": clearance_of_no_level, "P27": credit_nobody_approved,
    "P28": note_left_over, "P29": noted_before_told, "P39": closed_unanswered, "P40": month_nobody_reported,
    "P23": asked_before_the_go_ahead, "P32": presented_without_a_line,
    "P18": over_before_its_order, "P46": lead_from_nowhere,
    "P16": number_of_nobody, "P19": candidate_in_a_clients_history, "P30": class_kept_for_years,
    "P31": opened_before_it_was_paid,
    "P20": alert_of_an_address_nobody_proved, "P45": alert_left_after_the_withdrawal, "P42": told_of_twice,
    "P43": advertised_by_nobody, "P44": told_to_many, "P54": advertised_after_the_no,
    "P2": breach_kept_quiet,
    "P1": shared_more_widely, "P3": activity_without_basis, "P4": no_statement, "P5": misspelt,
    "P6": order_without_agreement, "P7": for_nothing, "P8": two_controllers, "P10": signed_by_nobody,
    "P11": not_shown_a_statement, "P12": entered_from_nowhere, "P15": mailed_before_the_notice, "P36": given_without_agreement,
    "P53": recipient_left_in_the_dark, "P21": number_in_a_mail, "P22": file_lost, "P33": not_told_of_sharing,
    "P47": file_left, "P48": kept_too_long, "P49": still_there, "P50": looked_at_late,
    "P41": reported_and_not_written_down, "P51": file_of_one_who_left, "P52": pay_of_one_who_left_long_ago, "P55": answered_late,
    "P56": history_rewritten, "P59": registered_by_nobody, "P60": refused_alone, "P61": mailed_though_restricted, "P62": lifted_silently,
    "P63": address_of_nobody, "P64": adviser_left, "P70": enquiry_of_nobody, "P71": rejected_by_a_machine,
}  # fmt: skip


@pytest.mark.parametrize("number", BREAK)
def test_each_promise_that_is_broken_is_found_and_no_other(agency, number):
    BREAK[number](agency)

    assert broken() == {number}


def test_whoever_is_hired_out_on_nothing_breaks_the_promise_to_employees(agency):
    hired_out_on_nothing(agency)

    assert broken() == {"P40"}


def run(*options):
    out = io.StringIO()
    try:
        call_command("check_promises", *options, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_the_command_answers_in_one_object_and_by_its_status(agency):
    status, said = run("--json")
    assert (status, list(json.loads(said)), said.count("\n")) == (0, list(NUMBERS), 1)
    assert set(json.loads(said).values()) == {"kept", "not provable from data"}

    misspelt(agency)
    status, said = run("--json")
    assert (status, json.loads(said)["P5"]) == (1, "broken")


def test_in_words_it_names_numbers_and_nobody(agency):
    misspelt(agency)

    status, said = run()

    assert status == 1
    assert "one address for questions, spelt right" in said
    assert [word for word in (agency.last_name, agency.subject.user.email) if word in said] == []


def test_the_manager_reads_the_same_on_a_page_and_an_adviser_does_not(client, agency):
    sign_in(client, "manager")
    client.cookies["django_language"] = "en"

    assertContains(client.get(reverse("admin:promises")), "Everything the data can prove is as we promise.")
    misspelt(agency)
    assertContains(client.get(reverse("admin:promises")), "One thing we promise is not so.")
    sign_in(client, "adviser")
    assert client.get(reverse("admin:promises")).status_code == 403


def test_a_copy_nobody_has_made_breaks_the_promise_of_access(agency):
    PackageFactory(subject=agency.subject, state="failed", ordered_at=NOW - datetime.timedelta(days=2), ready_at=None, expires_on=None,
                   file="", sha256="", size=0)  # fmt: skip
    retention.refresh(agency.subject_id)

    assert broken() == {"P55"}


def test_what_takes_longer_than_a_page_waits_is_said_to_be_unknown_and_the_command_waits(
    agency, client, monkeypatch, settings
):
    def takes_long(_at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(2)")
        yield "found late"

    settings.LANGUAGE_CODE = "en"
    checks = [Check("P1", "seen at once", lambda _at: ()), Check("P2", "seen late", takes_long)]
    monkeypatch.setattr(promises, "_checks", checks)
    sign_in(client, "privacy")

    page = client.get(reverse("admin:promises"))

    assertContains(page, "One promise takes longer to look at than a page waits.")
    assertContains(page, "Not looked at", 1)
    assertNotContains(page, "Everything the data can prove is as we promise.")
    assert (page.context["broken"], "P2" in page.context["silent"], "P3" in page.context["silent"]) == (0, False, True)
    assert [each.count for each in promises.checked(NOW)] == [0, 1]
