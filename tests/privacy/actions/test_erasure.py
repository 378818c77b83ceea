"""One person erased on request: everywhere, with every alias, and nobody else."""

import datetime
import json
import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog
from celery import current_app
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction

from candidates.actions import words
from candidates.models import Application, Candidate, Document, StageChange
from fremrykk.accounts.models import User
from privacy.actions import erasure, files, holds, housekeeping, mails, subjects
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause, HoldReason, JournalKind
from privacy.decide import decide
from privacy.models import Erasure, FileTombstone, InboxCase, JournalEntry, OutgoingMail, Subject, TrailEntry
from privacy.queries import facts
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    InboxCaseFactory,
    OutgoingMailFactory,
    StaffFactory,
    StageChangeFactory,
)

pytestmark = pytest.mark.usefixtures("approved_periods")

ADDRESS = "kari.merkelig@example.test"
MARKS = ("Merkelig", ADDRESS, "+4799887766", "blåveisbukett", "Kari-merke.pdf", "merkemelding")


def person():
    """Somebody with a row in every table a person has rows in, each with a word of its own."""
    candidate = CandidateFactory(last_name="Merkelig", phone="+4799887766", account__email=ADDRESS)
    user = candidate.subject.user
    application = ApplicationFactory(candidate=candidate, message="merkemelding")
    document = DocumentFactory(candidate=candidate, original_name="Kari-merke.pdf", text="en blåveisbukett")
    ApplicationDocumentFactory(application=application, document=document)
    StageChangeFactory(application=application)
    OutgoingMailFactory(subject=candidate.subject, to=ADDRESS, body_text="Hei Merkelig")
    InboxCaseFactory(subject=candidate.subject, name="Kari Merkelig", email=ADDRESS)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    AccessAttempt.objects.create(username=ADDRESS.upper(), failures_since_start=1)
    AccessFailureLog.objects.create(username=ADDRESS)
    session = SessionStore()
    session.create()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1")
    return candidate


def erase(candidate, **changes):
    how = {"cause": ErasureCause.PERSON, "by": candidate.subject.user, "at": NOW} | changes
    return erasure.erase_person(subject_id=candidate.subject_id, **how)


def tables_that_say(text):
    """Every table with a row in which this stands, whatever the column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE strpos(lower(row::text), lower(%s)) > 0', [text])
            found += [table] if cursor.fetchone()[0] else []
    return found


@pytest.mark.django_db
def test_nothing_is_left_in_any_table_and_the_file_goes():
    candidate = person()
    document = candidate.documents.get()
    assert [mark for mark in MARKS if not tables_that_say(mark)] == []

    answer = erase(candidate)

    OutgoingMail.objects.filter(subject=None).delete()  # the farewell; see below
    assert (answer.is_erased, answer.kept) == (True, ())
    assert [(mark, tables_that_say(mark)) for mark in MARKS if tables_that_say(mark)] == []
    gone = (Candidate, Application, Document, StageChange, Authenticator, UserSession, Session, AccessAttempt)
    assert [model.objects.count() for model in (*gone, AccessFailureLog)] == [0] * 9
    assert Subject.objects.filter(pk=candidate.subject_id).exists() is False
    assert EmailAddress.objects.filter(email=ADDRESS).exists() is False
    assert list(FileTombstone.objects.values_list("name", flat=True)) == [document.file.name]
    assert files.sweep(at=NOW) == 1
    assert document.file.storage.exists(document.file.name) is False


@pytest.mark.django_db
def test_the_proof_says_why_and_the_trail_says_who():
    candidate = person()
    by = candidate.subject.user.subject_id

    erase(candidate)

    proof = Erasure.objects.get()
    entry = TrailEntry.objects.latest("id")
    assert (proof.subject_uuid, proof.cause, proof.scope, proof.run_id) == (
        candidate.subject_id,
        "person",
        "person",
        None,
    )
    assert (entry.verb, entry.subject_uuid, entry.actor_uuid, entry.role) == (
        "erased",
        candidate.subject_id,
        by,
        "person",
    )


@pytest.mark.django_db
def test_the_farewell_names_nobody_and_dies_when_sent():
    candidate = person()

    erase(candidate)
    farewell = OutgoingMail.objects.get()
    mails.send(pk=farewell.pk, at=NOW)
    too_early = len(mail.outbox)
    files.sweep(at=NOW)
    mails.send(pk=farewell.pk, at=NOW)

    assert (too_early, FileTombstone.objects.count()) == (0, 0)
    assert (farewell.subject_id, farewell.to) == (None, ADDRESS)
    assert [each.to for each in mail.outbox] == [[ADDRESS]]
    assert [word for word in ("Kari", "Merkelig") if word in mail.outbox[0].body] == []
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
def test_a_farewell_nobody_could_send_is_gone_after_a_day():
    erase(person())
    day = datetime.timedelta(days=1)

    housekeeping.expire(at=NOW + day)
    assert OutgoingMail.objects.count() == 1
    housekeeping.expire(at=NOW + day + datetime.timedelta(minutes=1))
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
def test_a_second_time_there_is_nobody():
    candidate = person()
    erase(candidate)

    with pytest.raises(PersonIsGone):
        erase(candidate, by=None)


@pytest.mark.django_db
def test_under_a_hold_everything_stays_and_the_answer_says_why():
    candidate = person()
    holds.place(
        subject_id=candidate.subject_id, reason=HoldReason.LEGAL_CLAIM, explanation="brev",
        ends_on=NOW.date() + datetime.timedelta(days=100), by=StaffFactory(roles=["privacy"]), at=NOW,
    )  # fmt: skip

    answer = erase(candidate)

    assert answer.is_erased is False
    assert {ground.code for outcome in answer.kept for ground in outcome.active} == {"hold:legal_claim"}
    assert (Candidate.objects.count(), Erasure.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_all_numbers_of_one_person_go_together():
    candidate, other = person(), CandidateFactory(unconfirmed_email="kari2@example.test")
    case = InboxCaseFactory(subject=other.subject)
    other.delete()
    subjects.merge(lost=case.subject, into=candidate.subject, by=None, at=NOW)

    erase(candidate)

    assert Subject.objects.filter(pk__in=[candidate.subject_id, case.subject_id]).count() == 0
    assert set(Erasure.objects.values_list("subject_uuid", "scope")) == {
        (candidate.subject_id, "person"),
        (case.subject_id, "person"),
    }


@pytest.mark.django_db
def test_somebody_who_works_here_stays():
    colleague = StaffFactory()

    answer = erasure.erase_person(subject_id=colleague.subject_id, cause=ErasureCause.PERSON, by=colleague, at=NOW)

    assert [ground.code for outcome in answer.kept for ground in outcome.active] == ["staff"]
    assert User.objects.filter(pk=colleague.pk).exists()


@pytest.mark.django_db
def test_others_are_byte_identical():
    candidate, other = person(), CandidateFactory()
    ApplicationDocumentFactory(
        application=ApplicationFactory(candidate=other), document=DocumentFactory(candidate=other)
    )
    models = {Candidate: "pk", Application: "candidate", Document: "candidate", User: "subject__candidate"}
    before = {model: list(model.objects.filter(**{path: other.pk}).values()) for model, path in models.items()}

    erase(candidate)

    assert {model: list(model.objects.filter(**{path: other.pk}).values()) for model, path in models.items()} == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("erased_first", [True, False])
def test_a_row_that_is_added_meanwhile_is_refused_or_goes_too(erased_first):
    candidate = person()
    application = candidate.applications.get()
    written, go_on, refused = threading.Event(), threading.Event(), []

    def add_a_stage_change():
        """As a writer that forgot the lock would: its foreign key is checked when it commits."""
        try:
            with transaction.atomic():
                StageChangeFactory(application=application, by=None)
                written.set()
                go_on.wait(10)
        except IntegrityError as error:
            refused.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=add_a_stage_change)
    writer.start()
    written.wait(10)
    if not erased_first:
        go_on.set()
        writer.join()
    erase(candidate)
    go_on.set()
    writer.join()

    assert (Application.objects.count(), StageChange.objects.count(), len(refused)) == (0, 0, int(erased_first))


@pytest.mark.django_db
def test_asked_for_under_an_alias_the_whole_person_goes():
    candidate, case = person(), InboxCaseFactory()
    subjects.merge(lost=case.subject, into=candidate.subject, by=None, at=NOW)

    answer = erasure.erase_person(subject_id=case.subject_id, cause=ErasureCause.STAFF, by=None, at=NOW)

    assert (answer.is_erased, Subject.objects.filter(pk__in=[candidate.subject_id, case.subject_id]).count()) == (
        True,
        0,
    )


@pytest.mark.django_db
def test_a_colleagues_name_on_somebodys_case_is_emptied_and_the_case_is_otherwise_the_same():
    colleague, other = StaffFactory(), StaffFactory()
    closed = {"closed_at": NOW, "closed_by": other}
    case, hers = InboxCaseFactory(owner=colleague, **closed), InboxCaseFactory(owner=other)
    rows = list(InboxCase.objects.order_by("pk").values())
    User.objects.filter(pk=colleague.pk).update(is_staff=False, roles=[])

    erasure.erase_person(subject_id=colleague.subject_id, cause=ErasureCause.STAFF, by=None, at=NOW)

    assert list(InboxCase.objects.order_by("pk").values()) == [
        row | ({"owner_id": None} if row["id"] == case.pk else {}) for row in rows
    ]
    assert InboxCase.objects.get(pk=hers.pk).owner == other


@pytest.mark.django_db
def test_words_only_this_person_wrote_leave_the_vocabulary_too():
    candidate, other = person(), DocumentFactory(text="en hvitveisbukett")
    for document in (candidate.documents.get(), other):
        words.learn(document_id=document.pk)
    assert tables_that_say("blåveisbukett") == ["candidates_document", "candidates_searchword"]

    erase(candidate)
    words.prune()

    assert tables_that_say("blåveisbukett") == []
    assert tables_that_say("hvitveisbukett") == ["candidates_document", "candidates_searchword"]


@pytest.mark.django_db(transaction=True)
def test_a_writer_on_his_way_is_waited_for_and_goes_too():
    candidate = person()
    application = candidate.applications.get()
    written, go_on = threading.Event(), threading.Event()

    def move():
        """As every writer does: the lock first."""
        try:
            with transaction.atomic():
                subjects.lock(candidate.subject_id)
                StageChangeFactory(application=application, by=None)
                written.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    writer = threading.Thread(target=move)
    writer.start()
    written.wait(10)
    threading.Timer(0.3, go_on.set).start()
    answer = erase(candidate)
    writer.join()

    assert (answer.is_erased, Application.objects.count(), StageChange.objects.count()) == (True, 0, 0)
    assert Erasure.objects.get().counts["candidates.stagechange"] == 2


def colleague_who_applied():
    """Works here and once sent an application: the account stays, the application goes."""
    candidate = person()
    User.objects.filter(pk=candidate.subject.user.pk).update(is_staff=True, roles=["adviser"])
    Subject.objects.filter(pk=candidate.subject_id).update(due_on=datetime.date(2030, 1, 1))
    return candidate


@pytest.mark.django_db
def test_whoever_stays_is_dated_anew_and_gets_no_farewell():
    candidate = colleague_who_applied()
    mails_before = set(OutgoingMail.objects.values_list("pk", flat=True))

    answer = erase(candidate)

    assert (answer.is_erased, Application.objects.count()) == (False, 0)
    assert Subject.objects.get(pk=candidate.subject_id).due_on is None
    assert set(OutgoingMail.objects.values_list("pk", flat=True)) - mails_before == set()


@pytest.mark.django_db
def test_whoever_has_no_address_gets_no_farewell():
    candidate = CandidateFactory(account=False)

    erased = erasure.erase_person(subject_id=candidate.subject_id, cause=ErasureCause.STAFF, by=None, at=NOW)

    assert (erased.is_erased, OutgoingMail.objects.count()) == (True, 0)


@pytest.mark.django_db
def test_the_journal_names_every_number_of_a_person_and_of_a_part_its_rows():
    whole, case = person(), InboxCaseFactory()
    subjects.merge(lost=case.subject, into=whole.subject, by=None, at=NOW)
    erase(whole)
    part = colleague_who_applied()
    application = part.applications.get()
    erase(part)

    noted = dict(JournalEntry.objects.filter(kind=JournalKind.ERASED).values_list("subject_uuid", "details"))
    assert noted[whole.subject_id] == {"numbers": [str(case.subject_id)]}
    assert (list(noted[part.subject_id]), noted[part.subject_id]["asked"]) == (["rows", "asked"], True)
    assert ["candidates.Application", str(application.pk)] in noted[part.subject_id]["rows"]


@pytest.mark.django_db
def test_where_nothing_goes_nothing_is_asked_and_nothing_written(django_assert_num_queries):
    candidate = CandidateFactory()
    kept = decide(facts.of_person(candidate.subject_id), NOW.date())

    with django_assert_num_queries(0):
        erasure.erase([kept], cause=ErasureCause.PURGE, as_of=NOW.date(), at=NOW)


@pytest.mark.django_db
def test_a_file_that_is_on_its_way_out_already_stops_nobody():
    candidate = person()
    name = candidate.documents.get().file.name
    FileTombstone.objects.create(storage=erasure.FILES, name=name, next_at=NOW, created_at=NOW)

    assert erase(candidate).is_erased is True
    assert FileTombstone.objects.filter(name=name).count() == 1


@pytest.fixture
def queue():
    """What waits at the broker, by task name; emptied before and after."""
    with current_app.connection_for_read() as broker:
        client = broker.default_channel.client
        client.delete("celery")
        yield lambda: [json.loads(each)["headers"]["task"] for each in client.lrange("celery", 0, -1)]
        client.delete("celery")


@pytest.mark.django_db
def test_what_cleans_up_after_an_erasure_is_asked_to_at_once(queue, django_capture_on_commit_callbacks):
    candidate = person()

    with django_capture_on_commit_callbacks(execute=True):
        erase(candidate)

    assert {"privacy.jobs.remove_files", "candidates.jobs.prune_words"} <= set(queue())
