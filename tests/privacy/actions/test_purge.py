"""The purge on real rows: who goes, who stays, in part, and what the run says of it."""

import datetime
import threading
import time

import pytest
from django.db import connection, connections, transaction

from candidates.choices import KeepScope, Origin, Source
from candidates.models import Application, Candidate, Document
from fremrykk.accounts.models import User
from privacy.actions import brake, consents, holds, purge, retention
from privacy.actions.subjects import PersonIsGone
from privacy.choices import Channel, ConsentPurpose, HoldReason
from privacy.models import Erasure, FileTombstone, OutgoingMail, PurgeFailure, PurgeRun, Subject, TrailEntry
from privacy.queries import retention_overview
from tests.database_role import by_force
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    OutgoingMailFactory,
    StaffFactory,
)

pytestmark = pytest.mark.usefixtures("approved_periods")

DAY = datetime.date(2026, 11, 23)
NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
TWO_YEARS_AGO = datetime.datetime(2024, 11, 23, 9, tzinfo=datetime.UTC)
A_YEAR_AGO = datetime.datetime(2025, 11, 23, 9, tzinfo=datetime.UTC)


def applicant(sent=TWO_YEARS_AGO, **changes):
    """A candidate with an account, an application, its CV and a mail about it."""
    candidate = CandidateFactory(source=Source.WEBSITE, last_active_at=sent, created_at=sent)
    apply(candidate, sent, **changes)
    OutgoingMailFactory(subject=candidate.subject, created_at=sent)
    return candidate


def apply(candidate, sent, **changes):
    scope = {"keep_scope": KeepScope.CANDIDATE_BASE, "origin": Origin.APPLIED} | changes
    application = ApplicationFactory(candidate=candidate, submitted_at=sent, stage_since=sent, **scope)
    document = DocumentFactory(candidate=candidate, uploaded_at=sent)
    ApplicationDocumentFactory(application=application, document=document)
    retention.refresh(candidate.subject_id)
    return application


def run(as_of=DAY, **more):
    return purge.run(as_of=as_of, at=NIGHT, **more)


def numbers(of):
    return {name: getattr(of, name) for name in ("due", "erased", "kept", "review", "failed")}


def begun(at=datetime.datetime(2026, 10, 23, 9, tzinfo=datetime.UTC)):
    """A person who came by the website with a CV and sent no application: all there is hangs on `last_active_at`."""
    candidate = CandidateFactory(source=Source.WEBSITE, last_active_at=at, created_at=at)
    document = DocumentFactory(candidate=candidate, uploaded_at=at)
    retention.refresh(candidate.subject_id)
    return candidate, document


def consent(candidate, at):
    consents.give(
        subject_id=candidate.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=None, at=at,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.promise("P14")
def test_what_never_became_an_application_goes_with_its_files_a_month_later():
    candidate, document = begun()

    run(DAY - datetime.timedelta(days=2))
    assert (Candidate.objects.filter(pk=candidate.pk).exists(), FileTombstone.objects.exists()) == (True, False)
    run(DAY - datetime.timedelta(days=1))

    assert [model.objects.exists() for model in (Candidate, Document)] == [False, False]
    assert [stone.name for stone in FileTombstone.objects.all()] == [document.file.name]


@pytest.mark.django_db
def test_the_day_before_all_is_there_and_on_the_day_all_is_gone():
    candidate = applicant()
    files = [document.file.name for document in candidate.documents.all()]

    before = run(DAY - datetime.timedelta(days=1))
    assert (numbers(before)["erased"], Candidate.objects.filter(pk=candidate.pk).exists()) == (0, True)
    on_the_day = run()

    assert numbers(on_the_day) == {"due": 1, "erased": 1, "kept": 0, "review": 0, "failed": 0}
    left = [Subject.objects.filter(pk=candidate.subject_id), Candidate.objects.filter(pk=candidate.pk)]
    left += [Application.objects.filter(candidate=candidate.pk), Document.objects.filter(candidate=candidate.pk)]
    left += [
        User.objects.filter(subject=candidate.subject_id),
        OutgoingMail.objects.filter(subject=candidate.subject_id),
    ]
    assert [rows.count() for rows in left] == [0] * 6
    assert list(FileTombstone.objects.values_list("name", flat=True)) == files


@pytest.mark.django_db
def test_the_proof_counts_and_names_nobody():
    candidate = applicant()

    this = run()

    proof = Erasure.objects.get()
    assert (proof.subject_uuid, proof.scope, proof.cause, proof.run_id) == (
        candidate.subject_id,
        "person",
        "purge",
        this.pk,
    )
    assert proof.rules == ["account", "candidate_base"]
    assert proof.counts == {
        "account.emailaddress": 1, "accounts.user": 1, "candidates.application": 1,
        "candidates.applicationdocument": 1, "candidates.candidate": 1, "candidates.document": 1,
        "privacy.outgoingmail": 1, "privacy.subject": 1,
    }  # fmt: skip
    assert TrailEntry.objects.filter(subject_uuid=candidate.subject_id).latest("id").verb == "erased"


@pytest.mark.django_db
def test_only_the_old_application_goes_where_a_newer_one_stands():
    candidate = applicant(datetime.datetime(2023, 11, 1, 9, tzinfo=datetime.UTC))
    newer = apply(candidate, A_YEAR_AGO)

    this = run()

    assert numbers(this)["erased"] == 1
    assert list(candidate.applications.values_list("pk", flat=True)) == [newer.pk]
    assert candidate.documents.count() == 1
    assert Erasure.objects.get().scope == "part"
    assert Subject.objects.get(pk=candidate.subject_id).due_on == datetime.date(2027, 11, 23)


@pytest.mark.django_db
def test_consent_keeps_and_its_withdrawal_lets_go():
    candidate = applicant()
    consent(candidate, A_YEAR_AGO)

    assert numbers(run())["erased"] == 0
    consents.withdraw(
        subject_id=candidate.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=None, at=NIGHT,
    )  # fmt: skip

    assert numbers(run())["erased"] == 1


@pytest.mark.django_db
def test_a_consent_ends_by_itself():
    candidate = applicant()
    consent(candidate, A_YEAR_AGO)

    assert numbers(run(datetime.date(2028, 11, 22)))["erased"] == 0
    assert numbers(run(datetime.date(2028, 11, 23)))["erased"] == 1


@pytest.mark.django_db
def test_a_hold_keeps_and_its_release_lets_go():
    candidate, officer = applicant(), StaffFactory(roles=["privacy"])
    hold = holds.place(
        subject_id=candidate.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="brev",
        ends_on=DAY + datetime.timedelta(days=100), by=officer, at=NIGHT,
    )  # fmt: skip

    assert numbers(run())["erased"] == 0
    holds.release(hold=hold, by=officer, at=NIGHT)

    assert numbers(run())["erased"] == 1


@pytest.mark.django_db
def test_a_second_run_changes_nothing():
    applicant()
    run()
    proofs = list(Erasure.objects.values_list("pk", flat=True))

    again = run()

    assert numbers(again) == {"due": 0, "erased": 0, "kept": 0, "review": 0, "failed": 0}
    assert list(Erasure.objects.values_list("pk", flat=True)) == proofs


@pytest.mark.django_db
def test_a_dry_run_tells_the_numbers_of_the_real_one_and_changes_nothing():
    for _ in range(3):
        applicant()
    applicant(A_YEAR_AGO)
    before = (Candidate.objects.count(), Erasure.objects.count(), PurgeRun.objects.count())

    dry = run(dry_run=True)

    assert (Candidate.objects.count(), Erasure.objects.count(), PurgeRun.objects.count()) == before
    assert numbers(run()) == numbers(dry)


@pytest.mark.django_db
def test_a_limit_is_kept_and_the_longest_overdue_go_first():
    older = applicant(datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
    applicant()

    assert numbers(run(limit=1))["due"] == 1
    assert not Candidate.objects.filter(pk=older.pk).exists()


@pytest.mark.django_db
def test_a_missing_date_is_counted_and_nobody_is_guessed_away(caplog):
    candidate = CandidateFactory(source=Source.BY_HAND, received_on=None)
    retention.refresh(candidate.subject_id)

    this = run()

    assert numbers(this) == {"due": 1, "erased": 0, "kept": 0, "review": 1, "failed": 0}
    assert caplog.messages == [f"purge {this.pk}: 1 to be reviewed, 0 failed"]
    assert Candidate.objects.filter(pk=candidate.pk).exists()


@pytest.mark.django_db
def test_the_brake_stops_a_run_that_would_take_too_many(monkeypatch, caplog):
    monkeypatch.setattr(brake, "FLOOR", 2)
    for _ in range(3):
        applicant()

    stopped = run()
    assert (stopped.due, stopped.erased, stopped.braked_at, Candidate.objects.count()) == (3, 0, NIGHT, 3)
    with pytest.raises(brake.NotTheManager):
        brake.release(run=stopped, by=StaffFactory(roles=["privacy"]), at=NIGHT)
    brake.release(run=stopped, by=StaffFactory(roles=["manager"]), at=NIGHT)

    assert numbers(run())["erased"] == 3


@pytest.mark.django_db(transaction=True)
def test_one_poisoned_person_is_set_aside_and_the_others_go(caplog):
    people = [applicant() for _ in range(5)]
    with by_force() as cursor:
        cursor.execute(
            "CREATE TABLE stranger (id int, person uuid REFERENCES privacy_subject DEFERRABLE INITIALLY DEFERRED)"
        )
        cursor.execute("INSERT INTO stranger VALUES (1, %s)", [people[2].subject_id])
    try:
        this = run()
        again = run()
    finally:
        with by_force() as cursor:
            cursor.execute("DROP TABLE stranger")

    assert numbers(this) == {"due": 5, "erased": 4, "kept": 0, "review": 0, "failed": 1}
    assert list(Candidate.objects.values_list("pk", flat=True)) == [people[2].pk]
    failure = PurgeFailure.objects.get()
    assert (failure.subject_uuid, failure.error, failure.attempts) == (people[2].subject_id, "ForeignKeyViolation", 1)
    assert numbers(again)["due"] == 0  # backed off until the next night
    later = purge.run(as_of=DAY, at=NIGHT + datetime.timedelta(days=1))
    assert (numbers(later)["erased"], PurgeFailure.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_purges_at_once_share_the_work():
    for _ in range(12):
        applicant()
    results = []

    def work():
        try:
            results.append(numbers(run()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sum(each["erased"] for each in results) == 12
    assert [sum(each[name] for each in results) for name in ("review", "failed")] == [0, 0]
    assert Erasure.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_a_consent_on_its_way_is_waited_for_and_kept():
    candidate = applicant()
    locked = threading.Event()

    def say_yes():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                consent(candidate, NIGHT)
                locked.set()
                while cursor.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount == 0:
                    time.sleep(0.01)
        finally:
            connections.close_all()

    person = threading.Thread(target=say_yes)
    person.start()
    locked.wait(10)
    this = run()
    person.join()

    assert numbers(this) == {"due": 1, "erased": 0, "kept": 1, "review": 0, "failed": 0}
    assert Candidate.objects.filter(pk=candidate.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_somebody_held_for_long_is_recorded_and_the_others_go(monkeypatch, caplog):
    monkeypatch.setattr(purge, "LOCK_TIME_OUT", "300ms")
    stuck, others = applicant(), [applicant() for _ in range(3)]
    locked, release = threading.Event(), threading.Event()

    def hold_on():
        try:
            with transaction.atomic():
                Subject.objects.locked_for_writing([stuck.subject_id]).get()
                locked.set()
                release.wait(20)
        finally:
            connections.close_all()

    writer = threading.Thread(target=hold_on)
    writer.start()
    locked.wait(10)
    this = run()
    release.set()
    writer.join()

    assert numbers(this) == {"due": 4, "erased": 3, "kept": 0, "review": 0, "failed": 1}
    assert this.ended_at == NIGHT
    assert Candidate.objects.filter(pk__in=[each.pk for each in others]).count() == 0
    assert PurgeFailure.objects.get().error == "LockNotAvailable"


@pytest.mark.django_db
def test_people_to_be_reviewed_do_not_pull_the_brake_and_stay_to_be_reviewed(monkeypatch, caplog):
    monkeypatch.setattr(brake, "FLOOR", 2)
    for _ in range(4):
        candidate = CandidateFactory(source=Source.BY_HAND, received_on=None)
        retention.refresh(candidate.subject_id)
    applicant()

    this = run()

    assert numbers(this) == {"due": 5, "erased": 1, "kept": 0, "review": 4, "failed": 0}
    overview = retention_overview(DAY)
    assert (overview.needs_review, overview.due_now, overview.oldest_overdue) == (4, 0, None)


@pytest.mark.django_db
def test_a_limit_of_nobody_is_nobody():
    applicant()

    assert numbers(run(limit=0)) == {"due": 0, "erased": 0, "kept": 0, "review": 0, "failed": 0}


@pytest.mark.django_db
def test_a_yes_that_comes_too_late_is_told_so():
    candidate = applicant()
    run()

    with pytest.raises(PersonIsGone):
        consent(candidate, NIGHT)


@pytest.mark.django_db
def test_others_are_untouched():
    applicant()
    stays = applicant(A_YEAR_AGO)
    colleague = StaffFactory()
    rows = {model: list(model.objects.filter(**{path: stays.subject_id}).values()) for model, path in (
        (Application, "candidate__subject"), (Document, "candidate__subject"), (Candidate, "subject"), (User, "subject"),
    )}  # fmt: skip

    run()

    assert {
        model: list(model.objects.filter(pk__in=[row["id"] for row in found]).values()) for model, found in rows.items()
    } == rows
    assert User.objects.filter(pk=colleague.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_statements_do_not_grow_with_the_people(people, django_assert_num_queries):
    for _ in range(people):
        applicant()

    with django_assert_num_queries(113):
        run()
