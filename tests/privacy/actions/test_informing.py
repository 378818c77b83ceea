"""Nobody's data are used before the person was told where we have them from; untold, they go (GDPR art. 13, 14)."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from candidates.actions import people
from candidates.models import Candidate
from clients.actions import companies
from privacy.actions import delivery, inbox, informing, mails, purge, retention, subjects
from privacy.choices.disclosures import CollectionSource
from privacy.emails import case_answered
from privacy.models import Collection, OutgoingMail, Subject, TrailEntry
from privacy.queries import explain
from privacy.queries.informing import is_informed
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    ClientCompanyFactory,
    ClientContactFactory,
    CollectionFactory,
    InboxCaseFactory,
    OutgoingMailFactory,
    StaffFactory,
    SubjectFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P11")]

PROFILE = {"first_name": "Per", "last_name": "Spelmann", "phone": "", "language": "nb"}
TODAY = datetime.date(2026, 11, 23)
LAST_DAY = TODAY + datetime.timedelta(days=29)
DAY_30 = TODAY + datetime.timedelta(days=30)


def entered(**how):
    how = {"email": "", "collected_from": CollectionSource.OTHER, "source_name": "Kurssenteret"} | how
    return people.add_by_hand(received_on=TODAY, by=StaffFactory(), at=NOW, **PROFILE, **how)


def purged(day):
    purge.run(as_of=day, at=NOW)
    return not Candidate.objects.exists()


def templates():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", flat=True))


def test_whoever_is_entered_by_hand_is_told_at_once_from_whom_we_have_it():
    candidate = entered(email="per@example.test")

    mail, row = OutgoingMail.objects.get(), Collection.objects.get()
    assert (mail.to, mail.subject_id, mail.reaches_restricted) == ("per@example.test", candidate.subject_id, True)
    assert "Kurssenteret" in mail.body_text
    assert "/personvern/krav/" in mail.body_text
    assert (row.informed_at, row.through, row.notice.kind, row.mail_number) == (NOW, "email", "statement", mail.pk)
    assert is_informed(candidate.subject_id)


def test_whoever_has_no_address_is_to_be_told_within_a_month():
    candidate = entered()

    assert Collection.objects.get().due_on == datetime.date(2026, 12, 23)
    assert not is_informed(candidate.subject_id)
    assert templates() == []


def test_the_first_word_of_ours_is_the_notice():
    candidate, case = entered(), InboxCaseFactory()

    for _twice in range(2):
        mails.queue(case_answered(case), to="per@example.test", subject_id=candidate.subject_id, language="nb", at=NOW)

    assert templates() == ["privacy/email/informed", "privacy/email/case_answered", "privacy/email/case_answered"]
    assert is_informed(candidate.subject_id)


def test_the_database_refuses_any_other_mail_before_the_notice():
    candidate = entered()

    with pytest.raises(IntegrityError, match="the first word"), transaction.atomic():
        OutgoingMailFactory(subject=candidate.subject)

    OutgoingMailFactory(subject=candidate.subject, template="privacy/email/informed")
    assert OutgoingMail.objects.count() == 1


def test_an_untold_person_goes_after_thirty_days_and_not_a_day_before():
    candidate = entered()

    assert Subject.objects.get(pk=candidate.subject_id).due_on == DAY_30
    assert explain(candidate.subject_id, TODAY).items[0].reasons == (
        "Vi har dette fra noen andre og har ikke fortalt deg det ennå. Gjør vi ikke det, slettes det 23. desember 2026.",
    )
    assert not purged(LAST_DAY)
    assert purged(DAY_30)
    assert Collection.objects.count() == 0


def test_whoever_nobody_wrote_a_day_down_for_goes_as_well():
    candidate = entered()
    Candidate.objects.filter(pk=candidate.pk).update(received_on=None)
    retention.refresh(candidate.subject_id)

    assert not purged(LAST_DAY)
    assert purged(DAY_30)


def test_the_nightly_look_finds_a_date_that_was_stored_too_late():
    candidate = entered()
    Subject.objects.filter(pk=candidate.subject_id).update(due_on=datetime.date(2028, 11, 23))

    assert purged(DAY_30)


def test_once_told_the_ordinary_time_counts():
    entered()

    informing.told_otherwise(
        collection=Collection.objects.get(), through="phone", language="nb", by=StaffFactory(), at=NOW
    )

    assert not purged(DAY_30)
    assert not purged(datetime.date(2028, 11, 22))
    assert purged(datetime.date(2028, 11, 23))


def test_what_the_person_sent_is_not_touched_by_what_others_gave():
    candidate = CandidateFactory(created_at=NOW)
    ApplicationFactory(candidate=candidate, submitted_at=NOW)
    CollectionFactory(untold=True, subject=candidate.subject, object_label="candidates.candidate")
    retention.refresh(candidate.subject_id)

    assert not purged(DAY_30)


def test_what_went_untold_needs_no_telling_any_more_though_the_person_stays():
    """Somebody a course centre sent us a CV of, who is also a contact person, and knows that."""
    candidate = entered()
    ClientContactFactory(subject=candidate.subject)
    retention.refresh(candidate.subject_id)

    assert purged(DAY_30)

    assert Subject.objects.filter(pk=candidate.subject_id).exists()
    assert not Collection.objects.exists()
    assert is_informed(candidate.subject_id)


def test_told_twice_is_refused_and_by_mail_needs_an_address():
    entered()
    row, by = Collection.objects.get(), StaffFactory()

    with pytest.raises(informing.NoAddress):
        informing.tell(collection=row, by=by, at=NOW)
    informing.told_otherwise(collection=row, through="desk", language="en", by=by, at=NOW)

    with pytest.raises(informing.AlreadyTold):
        informing.told_otherwise(collection=row, through="letter", language="nb", by=by, at=NOW)
    with pytest.raises(informing.AlreadyTold):
        informing.tell(collection=row, by=by, at=NOW)
    entry = TrailEntry.objects.get(verb="informed")
    assert (entry.fields, entry.activity, entry.role) == (["desk"], "entered_by_hand", "adviser")


def test_by_mail_to_the_confirmed_address():
    user = UserFactory()
    row, by = CollectionFactory(untold=True, subject=user.subject), StaffFactory()

    informing.tell(collection=row, by=by, at=NOW)

    assert OutgoingMail.objects.get().to == user.email
    assert Collection.objects.get().informed_by == by


def test_a_notice_nobody_could_deliver_told_nobody(monkeypatch):
    candidate = entered(email="per@example.test")
    mail = OutgoingMail.objects.get()
    OutgoingMail.objects.update(attempts=len(delivery.BACK_OFF))

    def broken(self, *args, **kwargs):
        raise OSError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    mails.send(pk=mail.pk, at=NOW)

    row = Collection.objects.get()
    assert (row.informed_at, row.notice, row.through, row.mail_number) == (None, None, "", None)
    assert Subject.objects.get(pk=candidate.subject_id).due_on == DAY_30
    with pytest.raises(mails.TextIsGone):
        mails.retry(mail=mail, by=StaffFactory(), at=NOW)


def test_a_clock_runs_on_under_the_number_somebody_was_merged_into():
    lost, into = SubjectFactory(), UserFactory().subject
    CollectionFactory(untold=True, subject=lost, object_label="candidates.candidate")

    subjects.merge(lost=lost, into=into, by=None, at=NOW)

    assert (is_informed(into.pk), is_informed(lost.pk)) == (False, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMailFactory(subject=into)


def test_a_contact_person_is_told_who_named_them():
    company = ClientCompanyFactory(name="Fjellvik AS")

    companies.add_contact(company=company, name="Ola", email="ola@example.test", by=StaffFactory(), at=NOW)

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template) == ("ola@example.test", "privacy/email/informed")
    assert "Fjellvik AS" in mail.body_text


def test_whoever_writes_to_us_was_shown_a_version_of_the_statement():
    said = {"name": "Per", "email": "per@example.test", "message": "Hei", "kind": "question", "language": "nb"}

    inbox.receive(**said, by=None, at=NOW)

    row = Collection.objects.get()
    assert (row.source, row.through, row.informed_at, row.notice.kind) == ("person", "website", NOW, "statement")


@pytest.mark.parametrize(
    "late", [{"due_on": TODAY + datetime.timedelta(days=31)}, {"due_on": TODAY - datetime.timedelta(days=1)}]
)
def test_the_database_holds_the_month(late):
    with pytest.raises(IntegrityError, match="within a month"), transaction.atomic():
        CollectionFactory(untold=True, **late)


@pytest.mark.parametrize(
    "changed",
    [{"collected_at": NOW + datetime.timedelta(days=1)}, {"source": "person"}, {"due_on": TODAY}],
)
def test_when_and_from_whom_it_came_never_changes(changed):
    CollectionFactory(untold=True)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Collection.objects.update(**changed)
