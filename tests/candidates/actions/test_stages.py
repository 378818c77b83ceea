import datetime
import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from candidates.actions import applications
from candidates.choices import MOVES, OPEN_STAGES, Stage
from candidates.models import Application, Candidate, StageChange
from clients.actions import ads, orders
from privacy.actions.subjects import PersonIsGone
from privacy.models import OutgoingMail, Subject, TrailEntry
from privacy.queries import explain
from tests.factories import NOW, ApplicationFactory, CandidateFactory, JobOrderFactory, StaffFactory

DAY = datetime.timedelta(days=1)
ALLOWED = [(here, to) for here, moves in MOVES.items() for to in moves]
FORBIDDEN = [pair for pair in itertools.product(Stage, Stage) if pair not in ALLOWED]


@pytest.mark.parametrize(("here", "to"), ALLOWED)
def test_a_move_of_the_table_is_made_and_remembered(db, here, to):
    application, by = ApplicationFactory(stage=here), StaffFactory()

    applications.advance(application=application, to=to, by=by, at=NOW + DAY)

    fresh = Application.objects.get()
    assert (fresh.stage, fresh.stage_since) == (to, NOW + DAY)
    assert list(StageChange.objects.values_list("from_stage", "to_stage", "by", "at")) == [(here, to, by.pk, NOW + DAY)]


@pytest.mark.parametrize(("here", "to"), FORBIDDEN)
def test_any_other_move_is_refused(db, here, to):
    application = ApplicationFactory(stage=here)

    with pytest.raises(applications.WrongMove):
        applications.advance(application=application, to=to, by=StaffFactory(), at=NOW)

    assert (Application.objects.get().stage, StageChange.objects.count()) == (here, 0)


def test_the_decision_is_made_on_the_row_as_it_is_now(db):
    stale, by = ApplicationFactory(), StaffFactory()
    applications.reject(application=Application.objects.get(), reason="Fullt", by=by, at=NOW)

    with pytest.raises(applications.WrongMove):
        applications.advance(application=stale, to=Stage.OFFER, by=by, at=NOW)


def test_two_advisers_at_once_make_one_move(transactional_db):
    application, advisers = ApplicationFactory(stage=Stage.INTERVIEW), [StaffFactory() for _ in range(6)]

    def move(by):
        try:
            applications.advance(application=application, to=Stage.OFFER, by=by, at=NOW)
        except applications.WrongMove:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(move, advisers))

    assert (sorted(answers), StageChange.objects.count()) == ([False] * 5 + [True], 1)


@pytest.mark.parametrize(
    ("to", "mails"),
    [(Stage.SCREENING, []), (Stage.INTERVIEW, ["candidates/email/stage_changed"])],
)
def test_the_person_is_told_of_steps_forward(db, to, mails):
    application = ApplicationFactory()

    applications.advance(application=application, to=to, by=StaffFactory(), at=NOW)

    assert list(OutgoingMail.objects.values_list("template", flat=True)) == mails


@pytest.mark.parametrize(("language", "word"), [("nb", None), ("en", "interview")])
def test_the_mail_is_in_the_language_of_the_application(db, language, word):
    application = ApplicationFactory(language=language)

    applications.advance(application=application, to=Stage.INTERVIEW, by=StaffFactory(), at=NOW)

    mail = OutgoingMail.objects.get()
    assert mail.language == language
    assert word is None or f"It now stands at: {word}." in mail.body_text


def test_work_of_the_staff_moves_no_storage_time(db, approved_periods):
    application = ApplicationFactory()
    candidate, by = application.candidate, StaffFactory()
    before = explain(candidate.subject_id, NOW.date()).due_on

    applications.advance(application=application, to=Stage.INTERVIEW, by=by, at=NOW + 300 * DAY)
    applications.add(candidate=candidate, order=JobOrderFactory(), by=by, at=NOW + 301 * DAY)
    applications.reject(application=application, reason="Fullt", by=by, at=NOW + 302 * DAY)

    assert explain(candidate.subject_id, NOW.date()).due_on == before == datetime.date(2028, 11, 23)
    assert Candidate.objects.get().last_active_at == NOW


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_a_rejection_has_a_human_a_reason_and_a_mail(db, stage):
    application, by = ApplicationFactory(stage=stage), StaffFactory(name="Jon Ødegård")

    applications.reject(application=application, reason=" Vi trengte førerkort <C1>. ", by=by, at=NOW)

    mail = OutgoingMail.objects.get()
    assert list(StageChange.objects.values_list("to_stage", "by", "reason")) == [
        ("rejected", by.pk, "Vi trengte førerkort <C1>.")
    ]
    assert (mail.template, mail.to) == ("candidates/email/rejected", application.candidate.subject.user.email)
    assert mail.body_text.count("Vi trengte førerkort <C1>.") == mail.body_text.count("Jon Ødegård") == 1


@pytest.mark.parametrize("stage", [Stage.PLACED, Stage.REJECTED, Stage.WITHDRAWN])
def test_what_is_decided_is_not_rejected(db, stage):
    with pytest.raises(applications.WrongMove):
        applications.reject(application=ApplicationFactory(stage=stage), reason="Fullt", by=StaffFactory(), at=NOW)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_rejection_without_a_reason_is_refused(db, reason):
    with pytest.raises(applications.NoReason):
        applications.reject(application=ApplicationFactory(), reason=reason, by=StaffFactory(), at=NOW)


@pytest.mark.parametrize("values", [{"reason": ""}, {"by": None}])
def test_the_database_refuses_a_rejection_by_nobody_or_without_reason(db, values):
    application = ApplicationFactory()
    known = {"reason": "Fullt", "by": StaffFactory(), **values}

    with pytest.raises(IntegrityError):
        StageChange.objects.create(application=application, from_stage="new", to_stage="rejected", at=NOW, **known)


def test_nothing_is_sent_to_an_address_not_confirmed(db):
    candidate = CandidateFactory(unconfirmed_email="kari@example.test")
    application = ApplicationFactory(candidate=candidate, confirmed_at=None)

    applications.reject(application=application, reason="Fullt", by=StaffFactory(), at=NOW)

    assert OutgoingMail.objects.count() == 0


def test_the_owner_withdraws_once(db):
    application = ApplicationFactory()
    me = application.candidate.subject.user

    applications.withdraw(application=application, by=me, at=NOW + DAY)

    assert (Application.objects.get().stage, Candidate.objects.get().last_active_at) == ("withdrawn", NOW + DAY)
    assert OutgoingMail.objects.get().template == "candidates/email/withdrawn"
    assert TrailEntry.objects.filter(subject_uuid=me.subject_id).get().verb == "withdrawn"
    with pytest.raises(applications.AlreadyWithdrawn):
        applications.withdraw(application=application, by=me, at=NOW + DAY)


def test_nobody_else_withdraws_it(db):
    with pytest.raises(applications.NotYours):
        applications.withdraw(application=ApplicationFactory(), by=StaffFactory(roles=["manager"]), at=NOW)


def test_adding_says_who_and_happens_once(db):
    candidate, order, by = CandidateFactory(), JobOrderFactory(), StaffFactory()

    application = applications.add(candidate=candidate, order=order, by=by, at=NOW)

    assert (application.origin, application.added_by, application.stage) == ("added", by, "new")
    with pytest.raises(applications.AlreadyThere):
        applications.add(candidate=candidate, order=order, by=by, at=NOW)
    with pytest.raises(applications.PositionClosed):
        applications.add(candidate=candidate, order=JobOrderFactory(closed_at=NOW), by=by, at=NOW)


@pytest.mark.parametrize("closing", ["order", "ad"])
def test_closing_brings_the_end_of_what_was_for_this_position_only(db, approved_periods, closing):
    application = ApplicationFactory(keep_scope="this_position", candidate__last_active_at=NOW - 90 * DAY)
    subject, by = application.candidate.subject, StaffFactory()
    Subject.objects.filter(pk=subject.pk).update(due_on=datetime.date(2028, 11, 23))

    if closing == "order":
        applications.reject(application=application, reason="Besatt.", by=by, at=NOW)
        orders.close(order=application.job_order, by=by, at=NOW)
    else:
        ads.close(ad=application.job_ad, by=by, at=NOW)

    assert explain(subject.pk, NOW.date()).due_on == datetime.date(2027, 2, 23)
    assert Subject.objects.get(pk=subject.pk).due_on <= datetime.date(2027, 2, 23)


def test_who_was_erased_meanwhile_is_said_to_be_gone(db):
    application = ApplicationFactory()
    Application.objects.all().delete()

    with pytest.raises(PersonIsGone):
        applications.advance(application=application, to=Stage.SCREENING, by=StaffFactory(), at=NOW)
