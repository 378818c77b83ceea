"""What the engine itself keeps: letters, requests, copies, proofs and the journal."""

import datetime
import uuid

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog

from privacy.actions import journal, relay, retention
from privacy.choices import CaseKind, ConsentAction, JournalKind, PeriodCode
from privacy.choices.breaches import BreachRisk
from privacy.models import Request
from privacy.queries import journals
from tests import factories
from tests.privacy.periods.case import Case, Made
from tests.privacy.periods.moments import CLOCK_MOVES, LEAP, LONG_AGO, MONTH_END

D = datetime.date
DAY = datetime.timedelta(days=1)


def somebody():
    """Who stays, whatever goes: the contact person of a client."""
    return factories.ClientContactFactory(created_at=LONG_AGO)


def a_question(word):
    case = factories.InboxCaseFactory(
        received_at=LONG_AGO, message=word, answer=word, kind=CaseKind.QUESTION, closed_at=LEAP,
        closed_by=factories.StaffFactory(),
    )  # fmt: skip
    later = factories.CaseMessageFactory(case=case, text=word, at=LONG_AGO)
    retention.refresh(case.subject_id)
    return Made([case, later, case.subject], case.subject_id, case)


def a_file_by_mail(word):
    case = factories.InboxCaseFactory(received_at=CLOCK_MOVES)
    file = factories.CaseFileFactory(
        case=case, received_at=CLOCK_MOVES, original_name=f"{word}.pdf", content=word.encode()
    )
    retention.refresh(case.subject_id)
    return Made([file], case.subject_id, file, stays=[case], files=[("files", file.file.name)])


def a_mail(word):
    person = somebody()
    mail = factories.OutgoingMailFactory(
        subject=person.subject, created_at=LEAP, sent_at=LEAP, state="sent", subject_line=word, body_text=""
    )
    return Made([mail], person.subject_id, mail, stays=[person])


def the_text_of_a_mail(word):
    person = somebody()
    when = {"created_at": CLOCK_MOVES, "sent_at": CLOCK_MOVES, "state": "sent"}
    mail = factories.OutgoingMailFactory(subject=person.subject, body_text=f"Hei\n{word}\n", **when)
    return Made([mail], person.subject_id, stays=[person], blanked=("body_text", "calendar_text"))


def the_text_of_a_mail_nobody_got(word):
    person = somebody()
    mail = factories.OutgoingMailFactory(
        subject=person.subject, body_text=word, created_at=CLOCK_MOVES, claimed_at=CLOCK_MOVES, state="failed"
    )
    return Made([mail], person.subject_id, stays=[person], blanked=("body_text", "calendar_text"))


def a_login(word):
    user = factories.UserFactory(subject=somebody().subject)
    session = UserSession.objects.create(user=user, ip="127.0.0.1", session_key=word, user_agent=word)
    UserSession.objects.filter(pk=session.pk).update(last_seen_at=CLOCK_MOVES)
    return Made([session], user.subject_id, stays=[user])


def a_new_address(word):
    user = factories.UserFactory(subject=somebody().subject)
    change = factories.AddressChangeFactory(user=user, new_email=f"{word}@example.test", asked_at=CLOCK_MOVES)
    return Made([change], user.subject_id, stays=[user])


def a_failed_login(word):
    attempt = AccessAttempt.objects.create(username=word, failures_since_start=1, ip_address="127.0.0.1")
    failure = AccessFailureLog.objects.create(username=word)
    for row in (attempt, failure):
        type(row).objects.filter(pk=row.pk).update(attempt_time=CLOCK_MOVES)
    return Made([attempt, failure])


def a_consent_taken_back(word):
    person = somebody()
    said = {"subject_uuid": person.subject_id, "notice": factories.NoticeFactory(kind="further_storage")}
    given = factories.ConsentEventFactory(at=LONG_AGO, **said)
    ended = factories.ConsentEventFactory(at=LEAP, action=ConsentAction.WITHDRAWN, **said)
    return Made([given, ended], person.subject_id, stays=[person], says=False)


def a_consent_of_somebody_erased(word):
    number = uuid.uuid4()
    given = factories.ConsentEventFactory(at=LONG_AGO, subject_uuid=number)
    factories.ErasureFactory(subject_uuid=number, at=LEAP, as_of=D(2024, 2, 29))
    return Made([given], says=False)


def history_of_somebody_erased(word):
    number = uuid.uuid4()
    entry = factories.TrailEntryFactory(subject_uuid=number, at=LONG_AGO)
    erasure = factories.ErasureFactory(subject_uuid=number, at=LEAP, as_of=D(2024, 2, 29))
    return Made([entry], stays=[erasure], says=False)


def disclosed_of_somebody_erased(word):
    person = factories.SubjectFactory(created_at=LONG_AGO)
    number = person.pk
    given = factories.DisclosureFactory(subject_uuid=number, at=LONG_AGO)
    told = factories.RecipientNoticeFactory(subject_uuid=number, recipient=given.recipient, disclosures=[given.pk])
    person.delete()
    factories.ErasureFactory(subject_uuid=number, at=LEAP, as_of=D(2024, 2, 29))
    return Made([told, given], stays=[given.recipient], says=False)


def an_erasure(word):
    return Made([factories.ErasureFactory(at=LEAP, as_of=D(2024, 2, 29))], says=False)


def a_part_of_the_journal(word):
    """Two segments: the last one always stays, so that a backup behind it is known."""
    names = []
    for at in (MONTH_END, MONTH_END + 500 * DAY):
        journal.note(JournalKind.RELEASED, subject_id=uuid.uuid4(), at=at)
        relay.write(at=at)
        names.append(journals.name_of(max(number for number, _ in journals.segments())))
    return Made([], files=[("journal", names[0])], says=False)


def a_request(word):
    person = somebody()
    request = factories.RequestFactory(
        subject=person.subject, received_at=LONG_AGO, due_on=D(2019, 2, 1), message=word, answer=word
    )
    closed = {"closed_at": LEAP, "closed_by": factories.StaffFactory()}
    Request.objects.filter(pk=request.pk).update(state="granted", **closed)
    retention.refresh(person.subject_id)
    return Made([request], person.subject_id, request, stays=[person])


def a_request_nobody_confirmed(word):
    request = factories.RequestFactory(
        state="unverified", identified_at=None, received_at=CLOCK_MOVES, due_on=D(2026, 4, 29), message=word,
        email=f"{word}@example.test",
    )  # fmt: skip
    retention.refresh(request.subject_id)
    return Made([request, request.subject], request.subject_id, request)


def a_copy(word):
    person = somebody()
    package = factories.PackageFactory(
        subject=person.subject, ordered_at=CLOCK_MOVES, ready_at=CLOCK_MOVES, expires_on=D(2026, 4, 5),
        content=word.encode(),
    )  # fmt: skip
    retention.refresh(person.subject_id)
    return Made([package], None, package, stays=[person], files=[("files", package.file.name)])


def a_breach(word):
    breach = factories.BreachFactory(
        what=word, aware_at=LEAP - DAY, opened_at=LEAP - DAY, risk=BreachRisk.UNLIKELY, no_report_reason=word,
        closed_at=LEAP, closed_by=factories.StaffFactory(),
    )  # fmt: skip
    listed = factories.BreachPersonFactory(breach=breach, subject=somebody().subject, added_at=LEAP - DAY)
    return Made([listed, breach], stays=[listed.subject])


CASES = [
    Case(PeriodCode.ACCOUNT, a_request_nobody_confirmed, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.ENQUIRY, a_question, D(2025, 2, 27), D(2025, 2, 28)),
    Case(PeriodCode.CASE_FILE, a_file_by_mail, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.MAIL, a_mail, D(2025, 2, 27), D(2025, 2, 28)),
    Case(PeriodCode.MAIL_BODY, the_text_of_a_mail, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.MAIL_BODY, the_text_of_a_mail_nobody_got, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.SESSION, a_login, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.SESSION, a_new_address, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.FAILED_LOGIN, a_failed_login, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.CONSENT_PROOF, a_consent_taken_back, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.CONSENT_PROOF, a_consent_of_somebody_erased, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.TRAIL, history_of_somebody_erased, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.DISCLOSURE, disclosed_of_somebody_erased, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.ERASURE_LEDGER, an_erasure, D(2034, 2, 27), D(2034, 2, 28)),
    Case(PeriodCode.JOURNAL, a_part_of_the_journal, D(2027, 9, 29), D(2027, 9, 30)),
    Case(PeriodCode.REQUEST, a_request, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.PACKAGE, a_copy, D(2026, 4, 4), D(2026, 4, 5)),
    Case(PeriodCode.BREACH, a_breach, D(2029, 2, 27), D(2029, 2, 28)),
]
