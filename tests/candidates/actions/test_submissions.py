import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection

from candidates.actions import applications
from candidates.models import Application, Candidate, Document
from candidates.models.document import document_storage
from privacy.models import OutgoingMail, Subject, TrailEntry
from privacy.queries import explain
from tests.candidates.sent import pdf, sent
from tests.factories import NOW, CandidateFactory, JobAdFactory, UserFactory

DAY = datetime.timedelta(days=1)


def stored_names():
    """Every file in storage."""
    storage = storages["files_raw"]
    try:
        folders, names = storage.listdir("")
    except FileNotFoundError:
        return set()
    return {*names, *(f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1])}


def test_submit_makes_a_full_application_of_a_person_not_confirmed(db, approved_periods):
    ad = JobAdFactory(title="Sykepleier")

    application, is_new = vars(
        applications.submit(position=ad, by=None, at=NOW, **sent(cover_letter=pdf("Hei", name="brev.pdf")))
    ).values()

    candidate = Candidate.objects.get()
    assert is_new is True
    assert (candidate.first_name, candidate.unconfirmed_email, candidate.is_confirmed) == (
        "Kari",
        "kari.nordmann@example.test",
        False,
    )
    assert (application.origin, application.stage, application.job_order, application.confirmed_at) == (
        "applied",
        "new",
        ad.order,
        None,
    )
    assert list(application.documents.order_by("kind").values_list("kind", "original_name", "state")) == [
        ("cover_letter", "brev.pdf", "received"),
        ("cv", "Min CV.pdf", "received"),
    ]
    assert explain(candidate.subject_id, NOW.date()).due_on == datetime.date(2028, 11, 23)
    assert candidate.subject.due_on <= datetime.date(2028, 11, 23)  # too early at worst, never too late


def test_a_file_can_be_read_back_and_is_sealed_in_storage(db):
    upload = pdf()

    application = applications.submit(position=JobAdFactory(), by=None, at=NOW, **sent(cv=upload)).application

    document = application.documents.get()
    with document.file.open() as stored, storages["files_raw"].open(document.file.name) as sealed:
        assert stored.read() == upload.open().read()
        assert sealed.read().count(b"%PDF") == 0
    assert document.size == upload.size


def test_the_receipt_holds_the_link_and_none_of_a_strangers_words(db):
    applications.submit(position=JobAdFactory(title="Kokk"), by=None, at=NOW, **sent(first_name="Kjøp nå"))

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.template, mail.is_secret, mail.state) == (
        "kari.nordmann@example.test",
        "candidates/email/receipt",
        True,
        "queued",
    )
    assert mail.body_text.count("/soknad/bekreft/") == 1
    assert "Kjøp nå" not in mail.body_text


def test_the_trail_names_fields_and_no_values(db):
    application = applications.submit(position=JobAdFactory(), by=None, at=NOW, **sent(phone="")).application

    entries = TrailEntry.objects.filter(subject_uuid=application.candidate.subject_id)
    assert list(entries.values_list("verb", "role", "activity", "fields", "object_id")) == [
        (
            "collected",
            "program",
            "applications",
            ["cv", "email", "first_name", "last_name", "message"],
            str(application.pk),
        )
    ]


@pytest.mark.asvs("INP-08")
def test_the_same_application_twice_is_one(db):
    ad = JobAdFactory()
    first = applications.submit(position=ad, by=None, at=NOW, **sent())

    again = applications.submit(position=ad, by=None, at=NOW, **sent(email="KARI.nordmann@example.test "))

    assert (again.application, again.is_new) == (first.application, False)
    assert (Application.objects.count(), OutgoingMail.objects.count(), Document.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "changed", [{"email": "ola@example.test"}, {"message": "Annen tekst"}, {"cv": pdf("En annen CV")}]
)
def test_what_differs_is_another_application(db, changed):
    ad = JobAdFactory()
    applications.submit(position=ad, by=None, at=NOW, **sent())

    assert applications.submit(position=ad, by=None, at=NOW, **sent(**changed)).is_new is True


def test_another_position_or_another_day_is_another_application(db):
    ad = JobAdFactory()
    applications.submit(position=ad, by=None, at=NOW, **sent())

    others = [
        applications.submit(position=JobAdFactory(), by=None, at=NOW, **sent()),
        applications.submit(position=None, by=None, at=NOW, **sent()),
        applications.submit(position=ad, by=None, at=NOW + DAY, **sent()),
    ]

    assert [other.is_new for other in others] == [True, True, True]
    assert others[1].application.origin == "registered"


@pytest.mark.asvs("INP-08")
def test_twenty_equal_posts_at_once_are_one_application(transactional_db):
    ad = JobAdFactory()
    form = sent()
    before = stored_names()

    def post(_):
        try:
            return applications.submit(position=ad, by=None, at=NOW, **form | {"cv": pdf()})
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(post, range(20)))

    assert sorted(answer.is_new for answer in answers) == [False] * 19 + [True]
    assert {answer.application.pk for answer in answers} == {Application.objects.get().pk}
    assert (OutgoingMail.objects.count(), Candidate.objects.count(), Document.objects.count()) == (1, 1, 1)
    assert stored_names() - before == {Document.objects.get().file.name}
    assert Subject.objects.filter(candidate__isnull=False).count() == 1


def test_a_transaction_that_fails_leaves_no_file(transactional_db):
    before = stored_names()

    with pytest.raises(IntegrityError):
        applications.submit(position=JobAdFactory(), by=None, at=NOW, **sent(sharing_scope="x", keep_scope="y"))

    assert stored_names() == before
    assert (Application.objects.count(), Candidate.objects.count()) == (0, 0)


def test_the_database_refuses_scopes_that_contradict(db):
    with pytest.raises(IntegrityError):
        applications.submit(
            position=JobAdFactory(), by=None, at=NOW, **sent(sharing_scope="ask_first", keep_scope="this_position")
        )


def test_logged_in_it_is_the_own_candidates_and_confirmed(db):
    candidate = CandidateFactory(last_active_at=NOW - 30 * DAY)
    me = candidate.subject.user

    application = applications.submit(position=JobAdFactory(), by=me, at=NOW, **sent()).application

    assert (application.candidate, application.confirmed_at) == (candidate, NOW)
    assert Candidate.objects.get().last_active_at == NOW
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.is_secret, mail.body_text.count("/soknad/bekreft/")) == (me.email, False, 0)


def test_somebody_with_an_account_only_becomes_a_candidate(db):
    me = UserFactory()

    application = applications.submit(position=None, by=me, at=NOW, **sent()).application

    assert (application.candidate.subject, application.candidate.unconfirmed_email) == (me.subject, "")


@pytest.mark.parametrize("closed", [{"closed_at": NOW}, {"deadline": (NOW - DAY).date()}, {"published_at": None}])
def test_an_ad_that_left_the_site_takes_no_application(db, closed):
    with pytest.raises(applications.PositionClosed):
        applications.submit(position=JobAdFactory(**closed), by=None, at=NOW, **sent())


def test_an_application_on_the_last_day_comes_in_time(db):
    ad = JobAdFactory(deadline=NOW.date())

    assert applications.submit(position=ad, by=None, at=NOW, **sent()).is_new is True


def test_the_file_is_kept_under_a_random_name(db):
    names = [
        applications.submit(position=None, by=None, at=NOW, **sent(message=str(n)))
        .application.documents.get()
        .file.name
        for n in range(2)
    ]

    assert len({*names}) == 2
    assert [len(name.split("/")[1]) for name in names] == [40, 40]
    assert [document_storage().exists(name) for name in names] == [True, True]
