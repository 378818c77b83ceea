"""Set aside, told, used again; what it holds back, and what is refused meanwhile."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from candidates.actions import applications, documents, people, scanning
from candidates.choices import DocumentState, Stage, TextState
from candidates.models import Candidate, Document
from clients.actions import companies
from privacy import emails
from privacy.actions import erasure, housekeeping, inbox, mails, purge, restrictions, retention, subjects
from privacy.choices import Category, ErasureCause, JournalKind, MailState, RestrictionGround, ToldBy, Verb
from privacy.models import JournalEntry, OutgoingMail, Restriction, Subject, TrailEntry
from privacy.queries.restrictions import restricted_categories
from tests import factories as made
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

DAY = datetime.timedelta(days=1)
LONG_AGO = NOW - 800 * DAY
GROUND = RestrictionGround.ACCURACY


@pytest.fixture
def officer():
    return made.StaffFactory(roles=["privacy"])


@pytest.fixture
def candidate():
    return made.CandidateFactory()


def restrict(row, by, **more) -> Restriction:
    given = {"ground": GROUND, "at": NOW} | more
    return restrictions.place(subject_id=row.subject_id, by=by, **given)


def noted(kind) -> list[dict]:
    return list(JournalEntry.objects.filter(kind=kind).order_by("pk").values_list("details", flat=True))


def trail_of(row) -> list[tuple]:
    return list(TrailEntry.objects.filter(subject_uuid=row.subject_id).order_by("pk").values_list("verb", "fields"))


# --- placing ---
@pytest.mark.promise("P61")
def test_placing_is_written_down_noted_and_told(candidate, officer):
    restriction = restrict(candidate, officer, category=Category.DOCUMENT, explanation="Feil i CV")

    assert trail_of(candidate) == [(Verb.RESTRICTED, ["category", "ground"])]
    assert noted(JournalKind.RESTRICTED) == [
        {
            "key": str(restriction.pk), "category": "document", "ground": "accuracy", "opened_at": NOW.isoformat(),
            "by": str(officer.subject_id),
        }
    ]  # fmt: skip
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template) == (candidate.subject.user.email, "privacy/email/restricted")
    assert restriction.opened_by == officer


def test_what_the_person_restricts_names_nobody(candidate):
    restriction = restrict(candidate, candidate.subject.user)

    assert restriction.opened_by is None
    assert noted(JournalKind.RESTRICTED)[0]["by"] == ""


def test_the_same_twice_is_refused_another_category_is_not(candidate, officer):
    restrict(candidate, officer)

    with pytest.raises(restrictions.AlreadyRestricted):
        restrict(candidate, officer, ground=RestrictionGround.CLAIM)
    restrict(candidate, officer, category=Category.DOCUMENT)

    assert restricted_categories(candidate.subject_id) == {"", "document"}


def test_an_alias_is_the_same_person(candidate, officer):
    alias = made.SubjectFactory(merged_into=candidate.subject)

    restriction = restrictions.place(subject_id=alias.pk, ground=GROUND, by=officer, at=NOW)

    assert restriction.subject == candidate.subject
    with pytest.raises(restrictions.AlreadyRestricted):
        restrict(candidate, officer)


def test_a_merge_takes_the_restriction_along(candidate, officer):
    other = made.CandidateFactory(account=False, unconfirmed_email="ny@example.test")
    restrict(other, officer)

    subjects.merge(lost=other.subject, into=candidate.subject, by=None, at=NOW)

    assert restricted_categories(candidate.subject_id) == {""}
    assert list(Candidate.objects.visible_to(officer)) == []
    with pytest.raises(restrictions.AlreadyRestricted):
        restrict(candidate, officer)


def test_nobody_can_be_restricted_who_is_gone(officer):
    with pytest.raises(subjects.PersonIsGone):
        restrictions.place(subject_id=made.SubjectFactory.build().pk, ground=GROUND, by=officer, at=NOW)


# --- lifting ---
@pytest.mark.promise("P62")
def test_lifting_goes_through_telling(candidate, officer):
    restriction = restrict(candidate, officer)

    with pytest.raises(restrictions.NotTold):
        restrictions.lift(restriction=restriction, by=officer, at=NOW + DAY)
    restrictions.announce_lifting(restriction=restriction, by=officer, at=NOW + DAY)
    with pytest.raises(restrictions.TooEarly):
        restrictions.lift(restriction=restriction, by=officer, at=NOW + 7 * DAY)
    restrictions.lift(restriction=restriction, by=officer, at=NOW + 8 * DAY)

    verbs = [verb for verb, _fields in trail_of(candidate)]
    day = timezone.localdate(NOW + 8 * DAY).isoformat()
    assert verbs == [Verb.RESTRICTED, Verb.LIFTING_TOLD, Verb.LIFTED]
    assert noted(JournalKind.LIFTING_TOLD) == [{"key": str(restriction.pk), "lifts_on": day}]
    assert noted(JournalKind.LIFTED) == [{"key": str(restriction.pk), "by": str(officer.subject_id)}]
    assert list(Candidate.objects.visible_to(officer)) == [candidate]


def test_the_mail_that_tells_names_the_day(candidate, officer):
    restriction = restrict(candidate, officer)

    restrictions.announce_lifting(restriction=restriction, lifts_on=datetime.date(2027, 1, 31), by=officer, at=NOW)

    mail = OutgoingMail.objects.latest("pk")
    assert (mail.template, mail.reaches_restricted) == ("privacy/email/restriction_ends", True)
    assert mail.subject_line.rpartition(" 31. ")[2].split()[-1] == "2027"


def test_who_has_no_address_is_told_otherwise(officer):
    candidate = made.CandidateFactory(account=False, unconfirmed_email="ny@example.test")
    restriction = restrict(candidate, officer)

    with pytest.raises(restrictions.NoAddress):
        restrictions.announce_lifting(restriction=restriction, by=officer, at=NOW + DAY)
    restrictions.announce_lifting(restriction=restriction, told_by=ToldBy.LETTER, by=officer, at=NOW + DAY)

    assert trail_of(candidate)[-1] == (Verb.LIFTING_TOLD, ["letter", "lifts_on"])
    assert OutgoingMail.objects.count() == 0


def test_a_day_that_is_not_ahead_is_refused(candidate, officer):
    restriction = restrict(candidate, officer)

    with pytest.raises(restrictions.TooEarly):
        restrictions.announce_lifting(restriction=restriction, lifts_on=NOW.date(), by=officer, at=NOW)

    restriction.refresh_from_db()
    assert restriction.told_at is None


def test_what_is_lifted_is_lifted(candidate, officer):
    restriction = lifted(candidate, officer)

    with pytest.raises(restrictions.AlreadyLifted):
        restrictions.lift(restriction=restriction, by=officer, at=NOW + 9 * DAY)
    with pytest.raises(restrictions.AlreadyLifted):
        restrictions.announce_lifting(restriction=restriction, by=officer, at=NOW + 9 * DAY)

    restrict(candidate, officer)


def lifted(candidate, officer, **more) -> Restriction:
    restriction = restrict(candidate, officer, **more)
    restrictions.announce_lifting(restriction=restriction, by=officer, at=NOW + DAY)
    restrictions.lift(restriction=restriction, by=officer, at=NOW + 8 * DAY)
    return restriction


# --- the purge ---
@pytest.mark.promise("P61")
@pytest.mark.parametrize("ground", RestrictionGround)
def test_two_of_the_grounds_hold_the_purge_and_two_do_not(ground, officer):
    candidate = made.CandidateFactory(last_active_at=LONG_AGO, created_at=LONG_AGO)
    restrict(candidate, officer, ground=ground)

    purge.run(as_of=NOW.date(), at=NOW)

    assert Candidate.objects.filter(pk=candidate.pk).exists() is (ground in RestrictionGround.that_hold())


def test_what_only_the_restriction_kept_goes_when_it_is_lifted(officer):
    candidate = made.CandidateFactory(last_active_at=LONG_AGO, created_at=LONG_AGO)
    lifted(candidate, officer, ground=RestrictionGround.CLAIM)

    assert Subject.objects.get(pk=candidate.subject_id).due_on <= NOW.date()
    purge.run(as_of=NOW.date() + 8 * DAY, at=NOW + 8 * DAY)

    assert Candidate.objects.count() == 0


def test_one_restricted_category_stays_with_who_it_is_about(officer):
    candidate = made.CandidateFactory(last_active_at=LONG_AGO, created_at=LONG_AGO)
    document = made.DocumentFactory(candidate=candidate, uploaded_at=LONG_AGO)
    made.ApplicationFactory(candidate=candidate, submitted_at=LONG_AGO)
    restrict(candidate, officer, ground=RestrictionGround.CLAIM, category=Category.DOCUMENT)

    purge.run(as_of=NOW.date(), at=NOW)

    assert list(Document.objects.all()) == [document]
    assert candidate.applications.count() == 0


@pytest.mark.parametrize(
    ("category", "text"), [("", "Hei\n"), (Category.CORRESPONDENCE, "Hei\n"), (Category.CLIENT, "")]
)
def test_a_restriction_that_holds_keeps_the_texts_of_old_mails(officer, category, text):
    """Also those filed under another number of the person."""
    candidate = made.CandidateFactory()
    alias = made.SubjectFactory(merged_into=candidate.subject)
    mail = made.OutgoingMailFactory(subject=alias, state="sent", sent_at=NOW - 40 * DAY)
    restrict(candidate, officer, ground=RestrictionGround.UNLAWFUL, category=category)

    housekeeping.expire(at=NOW)

    mail.refresh_from_db()
    assert mail.body_text == text


def test_the_person_may_be_erased_on_request_all_the_same(candidate, officer):
    restrict(candidate, officer, ground=RestrictionGround.CLAIM)

    answer = erasure.erase_person(
        subject_id=candidate.subject_id, cause=ErasureCause.PERSON, by=candidate.subject.user, at=NOW
    )

    assert answer.is_erased
    assert Restriction.objects.count() == 0


# --- who has the page open while it is restricted ---
@pytest.mark.promise("P61")
def test_no_colleague_writes_about_somebody_restricted_meanwhile(officer):
    application = made.ApplicationFactory()
    candidate, order = application.candidate, made.JobOrderFactory()
    contact = made.ClientContactFactory(subject=candidate.subject)
    case = made.InboxCaseFactory(subject=candidate.subject)
    failed = made.OutgoingMailFactory(subject=candidate.subject, state="failed")
    adviser = made.StaffFactory()
    by = {"by": adviser, "at": NOW}
    profile = {"first_name": "A", "last_name": "B", "phone": "", "language": "nb"}
    card = {"name": "A", "email": "a@example.test"}
    upload = SimpleUploadedFile("cv.pdf", b"%PDF-1.7", "application/pdf")
    restrict(candidate, officer)
    before = TrailEntry.objects.count()

    refused(applications.advance, application=application, to=Stage.SCREENING, **by)
    refused(applications.reject, application=application, reason="Nei", **by)
    refused(applications.add, candidate=candidate, order=order, **by)
    refused(people.update_profile, candidate=candidate, **profile, **by)
    refused(people.assign, candidate=candidate, adviser=adviser, **by)
    refused(documents.upload, candidate=candidate, kind="cv", upload=upload, **by)
    refused(documents.remove, document=made.DocumentFactory(candidate=candidate), **by)
    refused(companies.change_contact, contact=contact, **card, **by)
    refused(companies.end_contact, contact=contact, **by)
    refused(inbox.assign, case=case, owner=adviser, **by)
    refused(inbox.answer, case=case, answer="Hei", **by)
    refused(mails.retry, mail=failed, **by)

    assert TrailEntry.objects.count() == before


def refused(action, **given) -> None:
    with pytest.raises(subjects.IsRestricted):
        action(**given)


def test_a_category_by_itself_is_not_added_to(candidate, officer):
    restrict(candidate, officer, category=Category.APPLICATION)

    refused(applications.add, candidate=candidate, order=made.JobOrderFactory(), by=made.StaffFactory(), at=NOW)

    people.assign(candidate=candidate, adviser=officer, by=officer, at=NOW)


def test_the_person_goes_on_as_before(officer):
    application = made.ApplicationFactory()
    candidate, person = application.candidate, application.candidate.subject.user
    restrict(candidate, officer)
    profile = {"first_name": "Ny", "last_name": "Navn", "phone": "", "language": "nb"}

    people.update_profile(candidate=candidate, **profile, by=person, at=NOW)
    applications.withdraw(application=application, by=person, at=NOW)

    application.refresh_from_db()
    candidate.refresh_from_db()
    assert (candidate.first_name, application.stage) == ("Ny", Stage.WITHDRAWN)


# --- mail and files ---
def test_a_mail_that_waits_is_withheld_and_goes_when_somebody_says_so(candidate, officer, mailoutbox):
    mail = made.OutgoingMailFactory(subject=candidate.subject)
    restriction = restrict(candidate, officer)

    mails.send(pk=mail.pk, at=NOW)
    mail.refresh_from_db()
    assert (mail.state, mailoutbox) == (MailState.WITHHELD, [])
    restrictions.announce_lifting(restriction=restriction, by=officer, at=NOW + DAY)
    restrictions.lift(restriction=restriction, by=officer, at=NOW + 8 * DAY)
    mails.retry(mail=mail, by=officer, at=NOW + 8 * DAY)
    mails.send(pk=mail.pk, at=NOW + 8 * DAY)

    assert [message.to for message in mailoutbox] == [[mail.to]]


def test_a_code_in_a_withheld_mail_is_wiped(candidate, officer):
    mail = made.OutgoingMailFactory(subject=candidate.subject, is_secret=True)
    restrict(candidate, officer)

    mails.send(pk=mail.pk, at=NOW)

    mail.refresh_from_db()
    assert mail.body_text == ""


def test_what_answers_the_person_is_sent(candidate, officer, mailoutbox):
    restriction = restrict(candidate, officer)

    for message in (emails.restricted(restriction), emails.erased()):
        mail = mails.queue(message, to="kari@example.test", subject_id=candidate.subject_id, language="nb", at=NOW)
        mails.send(pk=mail.pk, at=NOW)

    assert len(mailoutbox) == 2


def test_a_restricted_file_is_scanned_and_read_only_afterwards(candidate, officer):
    unscanned = made.DocumentFactory(
        candidate=candidate, state=DocumentState.RECEIVED, text_state=TextState.WAITING, text=""
    )
    unread = made.DocumentFactory(candidate=candidate, text_state=TextState.WAITING, text="")
    restriction = restrict(candidate, officer, category=Category.DOCUMENT)

    assert scanning.waiting(at=NOW) == [(unscanned.pk, True)]
    scanning.read_text(pk=unread.pk, inspector=None, at=NOW)
    restrictions.announce_lifting(restriction=restriction, by=officer, at=NOW + DAY)
    restrictions.lift(restriction=restriction, by=officer, at=NOW + 8 * DAY)

    assert sorted(scanning.waiting(at=NOW + 8 * DAY)) == sorted([(unscanned.pk, True), (unread.pk, False)])


def test_the_stored_date_of_the_restricted_is_kept_up(candidate, officer):
    restrict(candidate, officer, ground=RestrictionGround.CLAIM)

    retention.refresh_everybody()

    assert Subject.objects.get(pk=candidate.subject_id).due_on is None
