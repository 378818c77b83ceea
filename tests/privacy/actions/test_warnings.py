import datetime
import re

import pytest
from django.utils import timezone

from candidates.actions import applications
from candidates.choices import KeepScope, Stage
from candidates.models import Application
from privacy.actions import consents, mails, purge, restrictions, retention, subjects, warnings
from privacy.choices import Channel, ConsentPurpose, RestrictionGround
from privacy.models import DeletionWarning, OutgoingMail, PurgeRun, Subject
from privacy.queries import storage_links
from tests.factories import NOW, ApplicationFactory, CandidateFactory, HoldFactory, StaffFactory, SubjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P48", "P50")]

SENT = datetime.datetime(2024, 3, 1, 12, tzinfo=datetime.UTC)
GONE_ON = datetime.date(2026, 3, 1)  # two calendar years later


def days_before(days: int, day: datetime.date = GONE_ON) -> datetime.datetime:
    return datetime.datetime.combine(day - datetime.timedelta(days=days), datetime.time(7), datetime.UTC)


def applicant(*sent: datetime.datetime, **given):
    candidate = CandidateFactory(last_active_at=sent[0], created_at=sent[0], **given)
    for moment in sent:
        ApplicationFactory(candidate=candidate, submitted_at=moment, keep_scope=KeepScope.CANDIDATE_BASE)
    retention.refresh(candidate.subject_id)
    return candidate


def told(candidate) -> list[tuple[datetime.date, int]]:
    rows = DeletionWarning.objects.filter(subject=candidate.subject_id).order_by("due_on", "-days")
    return list(rows.values_list("due_on", "days"))


def mails_to(candidate) -> list[OutgoingMail]:
    found = OutgoingMail.objects.filter(subject=candidate.subject_id, template="privacy/email/storage_ends")
    return list(found.order_by("pk"))


def consent(candidate, at):
    consents.give(
        subject_id=candidate.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.MAIL_LINK, by=candidate.subject.user, at=at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "expected"),
    [(61, []), (60, [60]), (59, [60]), (31, [60]), (30, [30]), (8, [30]), (7, [7]), (1, [7]), (0, [])],
)
def test_each_warning_has_its_day(days, expected):
    kari = applicant(SENT)

    warnings.warn(at=days_before(days))

    assert told(kari) == [(GONE_ON, each) for each in expected]


def test_three_mornings_three_mails_and_no_more():
    kari = applicant(SENT)

    numbers = [warnings.warn(at=days_before(days)) for days in range(70, -1, -1)]

    assert told(kari) == [(GONE_ON, 60), (GONE_ON, 30), (GONE_ON, 7)]
    assert len(mails_to(kari)) == sum(numbers) == 3


def test_the_mail_says_what_when_and_has_two_links():
    kari = applicant(SENT, language="nb")

    warnings.warn(at=days_before(60))

    [mail] = mails_to(kari)
    assert mail.subject_line == "Vi sletter opplysningene dine 1. mars 2026"
    assert mail.body_text.count("- Søknad: Sykepleier: 1. mars 2026") == 1
    assert len(re.findall(r"^http://\S+/personvern/lagring/\S+/(?:behold|slett)/$", mail.body_text, re.MULTILINE)) == 2
    assert (mail.is_secret, mail.reaches_restricted, mail.to) == (True, True, kari.subject.user.email)


def test_what_ends_within_reach_stands_in_one_mail():
    kari = applicant(SENT, SENT + datetime.timedelta(days=5), SENT + datetime.timedelta(days=300))

    warnings.warn(at=days_before(40))

    assert told(kari) == [(GONE_ON, 60), (datetime.date(2026, 3, 6), 60)]
    assert [mail.body_text.count("Sykepleier") for mail in mails_to(kari)] == [2]


def test_an_answer_ends_the_warnings_until_the_next_time():
    kari = applicant(SENT)
    warnings.warn(at=days_before(60))
    consent(kari, days_before(50))

    numbers = [warnings.warn(at=days_before(days)) for days in range(49, -1, -1)]

    later = datetime.date(2028, 3, 1)
    assert (sum(numbers), retention.decide(retention.facts.of_person(kari.subject_id), GONE_ON).next_look) == (0, later)
    warnings.warn(at=days_before(30, later))
    assert told(kari) == [(GONE_ON, 60), (later, 30)]


def test_silence_deletes():
    kari = applicant(SENT)
    for days in (60, 30, 7):
        warnings.warn(at=days_before(days))

    purge.run(as_of=GONE_ON, at=days_before(0))

    assert Subject.objects.filter(pk=kari.subject_id).exists() is False
    assert PurgeRun.objects.get().erased == 1


def test_an_email_that_came_back_is_no_consent(settings):
    settings.EMAIL_BACKEND = "there.is.no.Such"
    kari = applicant(SENT)
    warnings.warn(at=days_before(60))
    [mail] = mails_to(kari)
    mails.send(pk=mail.pk, at=days_before(60))

    purge.run(as_of=GONE_ON, at=days_before(0))

    assert Subject.objects.filter(pk=kari.subject_id).exists() is False


def test_an_unconfirmed_address_is_not_written_to_and_the_warning_is_given_once_it_is():
    kari = applicant(SENT, account__email="kari@example.test")
    kari.subject.user.emailaddress_set.update(verified=False)
    assert (warnings.warn(at=days_before(20)), told(kari)) == (0, [])
    kari.subject.user.emailaddress_set.update(verified=True)

    assert (warnings.warn(at=days_before(19)), told(kari)) == (1, [(GONE_ON, 30)])


def test_whoever_restricted_the_data_is_told_too():
    kari = applicant(SENT)
    restrictions.place(
        subject_id=kari.subject_id, ground=RestrictionGround.ACCURACY, by=kari.subject.user, at=days_before(90)
    )

    warnings.warn(at=days_before(60))
    [mail] = mails_to(kari)
    mails.send(pk=mail.pk, at=days_before(60))

    mail.refresh_from_db()
    assert (told(kari), mail.state, mail.body_text) == ([(GONE_ON, 60)], "sent", "")


def test_what_is_held_is_not_warned_of_before_the_hold_ends():
    kari = applicant(SENT)
    manager = StaffFactory(roles=["manager"])
    HoldFactory(
        subject=kari.subject, ends_on=datetime.date(2026, 9, 1), approved_by=manager, approved_at=NOW,
        opened_at=days_before(90),
    )  # fmt: skip

    warnings.warn(at=days_before(60))

    assert told(kari) == []
    warnings.warn(at=days_before(60, datetime.date(2026, 9, 1)))
    assert told(kari) == [(datetime.date(2026, 9, 1), 60)]


def test_what_no_consent_would_keep_is_not_asked_about():
    idle = CandidateFactory(last_active_at=SENT, created_at=SENT)
    retention.refresh(idle.subject_id)

    assert [warnings.warn(at=days_before(days, datetime.date(2024, 3, 31))) for days in (29, 7, 1)] == [0, 0, 0]


def test_what_was_filed_under_another_number_is_warned_of_once():
    kari, twin = applicant(SENT), SubjectFactory()
    subjects.merge(lost=twin, into=kari.subject, by=None, at=days_before(100))

    assert [warnings.warn(at=days_before(days)) for days in (60, 59)] == [1, 0]


def test_one_who_cannot_be_warned_stops_nobody_else(monkeypatch, caplog):
    first, second = sorted((applicant(SENT) for _ in range(2)), key=lambda each: each.subject_id)
    queue = mails.queue

    def broken_for_the_first(message, **given):
        assert given["subject_id"] != first.subject_id
        return queue(message, **given)

    monkeypatch.setattr(mails, "queue", broken_for_the_first)

    assert warnings.warn(at=days_before(60)) == 1
    assert (told(first), len(told(second))) == ([], 1)
    assert caplog.records[-1].getMessage() == f"person {first.subject_id} could not be warned"


@pytest.mark.parametrize("people", [1, 4])
def test_looking_costs_as_much_for_many_as_for_one(people, django_assert_num_queries):
    for _ in range(people):
        applicant(SENT)
    warnings.warn(at=days_before(60))

    with django_assert_num_queries(17):
        assert warnings.warn(at=days_before(59)) == 0


def test_everybody_is_looked_at_batch_by_batch(monkeypatch):
    monkeypatch.setattr(warnings, "BATCH", 2)
    for _ in range(5):
        applicant(SENT)

    assert warnings.warn(at=days_before(60)) == 5


def test_whoever_gets_the_job_is_asked_at_once(settings):
    kari = applicant(NOW)
    adviser = StaffFactory(roles=["adviser"])
    application = Application.objects.get(candidate=kari)
    Application.objects.filter(pk=application.pk).update(stage=Stage.OFFER, confirmed_at=NOW)

    applications.advance(application=application, to=Stage.PLACED, by=adviser, at=NOW)

    mail = OutgoingMail.objects.get(subject=kari.subject_id, template="candidates/email/placed")
    [token] = set(re.findall(r"/personvern/lagring/(\S+)/(?:behold|slett)/", mail.body_text))
    assert storage_links.read(token, today=timezone.localdate(NOW)).subject_id == kari.subject_id
    assert mail.is_secret is True
