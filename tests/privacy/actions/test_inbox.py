"""The one question channel: a number, an owner, a day; answered once."""

import datetime
import threading

import pytest
from django.db import connections

from privacy.actions import erasure, inbox
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.models import InboxCase, OutgoingMail, Subject, TrailEntry
from tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)


def receive(at=MONDAY, **changes):
    words = {"name": "Kari", "email": "kari@example.test", "message": "Når?", "kind": "question", "language": "nb"}
    return inbox.receive(at=at, **{"by": None} | words | changes)


def test_a_question_is_a_person_a_case_a_line_and_a_receipt():
    adviser = StaffFactory()

    case = receive()

    assert (case.number, case.owner, case.due_on) == (f"F-{case.pk:05d}", adviser, datetime.date(2026, 12, 23))
    mail, line = OutgoingMail.objects.get(), TrailEntry.objects.get()
    assert (mail.template, mail.to, mail.subject_id) == (
        "privacy/email/case_received", "kari@example.test", case.subject_id,
    )  # fmt: skip
    assert (line.verb, line.subject_uuid, line.fields) == ("collected", case.subject_id, ["email", "message", "name"])


@pytest.mark.parametrize(
    ("at", "due_on"),
    [
        (datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC), datetime.date(2026, 12, 28)),  # Christmas, week-end
        (datetime.datetime(2027, 1, 31, 9, tzinfo=datetime.UTC), datetime.date(2027, 3, 1)),  # 28 February is a Sunday
        (datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC), datetime.date(2026, 12, 23)),  # Monday in Oslo
    ],
)
def test_the_answer_is_due_a_month_later_on_a_working_day(at, due_on):
    assert receive(at).due_on == due_on


@pytest.mark.parametrize(("kind", "role"), [("privacy", "privacy"), ("question", "adviser"), ("position", "adviser")])
def test_the_case_is_theirs_whose_work_it_is(kind, role):
    staff = {name: StaffFactory(roles=[name]) for name in ("finance", "manager", "privacy", "adviser")}
    StaffFactory(roles=[role], is_active=False, pk=1)  # the first of them, but no longer here

    assert receive(kind=kind).owner == staff[role]


def test_the_manager_takes_what_nobody_else_is_here_for():
    manager = StaffFactory(roles=["manager"])

    assert receive(kind="privacy").owner == manager


def test_with_nobody_here_a_question_is_received_all_the_same():
    assert receive().owner is None


def test_the_same_question_twice_is_one_case():
    first = receive()

    again = receive(MONDAY + datetime.timedelta(hours=5), email="KARI@example.test")

    assert again == first
    assert [model.objects.count() for model in (InboxCase, Subject, OutgoingMail, TrailEntry)] == [1] * 4


@pytest.mark.parametrize(
    "changes", [{"message": "Hvor?"}, {"email": "ola@example.test"}, {"at": MONDAY + datetime.timedelta(days=1)}]
)
def test_another_question_is_another_case(changes):
    receive()

    receive(**changes)

    assert (InboxCase.objects.count(), Subject.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_ten_equal_posts_at_once_are_one_case_and_one_person():
    seen = []

    def post():
        try:
            seen.append(receive().pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(seen) == 10
    assert len(set(seen)) == 1
    assert [model.objects.count() for model in (InboxCase, Subject, OutgoingMail)] == [1, 1, 1]


@pytest.mark.usefixtures("approved_periods")
def test_the_answer_goes_out_closes_the_case_and_starts_its_time():
    case, adviser = receive(), StaffFactory()
    assert Subject.objects.get(pk=case.subject_id).due_on is None

    inbox.answer(case=case, answer="I morgen.", by=adviser, at=MONDAY)

    case.refresh_from_db()
    assert (case.answer, case.closed_at, case.closed_by) == ("I morgen.", MONDAY, adviser)
    mail = OutgoingMail.objects.latest("pk")
    assert (mail.template, mail.to) == ("privacy/email/case_answered", "kari@example.test")
    assert mail.body_text.splitlines().count("I morgen.") == 1
    assert Subject.objects.get(pk=case.subject_id).due_on == datetime.date(2027, 11, 23)


def test_a_case_is_answered_once():
    case, first, second = receive(), StaffFactory(), StaffFactory()
    inbox.answer(case=case, answer="I morgen.", by=first, at=MONDAY)

    with pytest.raises(inbox.AlreadyClosed):
        inbox.answer(case=case, answer="Aldri.", by=second, at=MONDAY)
    with pytest.raises(inbox.AlreadyClosed):
        inbox.assign(case=case, owner=second, by=first, at=MONDAY)

    assert InboxCase.objects.get().answer == "I morgen."
    assert OutgoingMail.objects.filter(template="privacy/email/case_answered").count() == 1


def test_a_case_is_handed_to_a_colleague_and_the_trail_says_so():
    case, officer, colleague = receive(), StaffFactory(), StaffFactory()

    inbox.assign(case=case, owner=colleague, by=officer, at=MONDAY)

    line = TrailEntry.objects.latest("pk")
    assert InboxCase.objects.get().owner == colleague
    assert (line.verb, line.actor_uuid, line.fields) == ("changed", officer.subject_id, ["owner"])


def test_somebody_who_is_gone_is_not_answered():
    case = receive()
    erasure.erase_person(subject_id=case.subject_id, cause=ErasureCause.STAFF, by=None, at=MONDAY)

    with pytest.raises(PersonIsGone):
        inbox.answer(case=case, answer="I morgen.", by=StaffFactory(), at=MONDAY)

    assert (InboxCase.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_what_somebody_asks_logged_in_under_the_own_address_is_read_and_goes_with_the_rest():
    person = UserFactory(email="kari@example.test")

    own = receive(by=person, email="Kari@example.test")
    under_another = receive(by=person, email="kari.jobb@example.test")
    erasure.erase_person(subject_id=person.subject_id, cause=ErasureCause.PERSON, by=person, at=MONDAY)

    assert own.subject_id == person.subject_id
    assert list(InboxCase.objects.values_list("pk", flat=True)) == [under_another.pk]
