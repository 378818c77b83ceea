"""Requests about rights: who may ask, how they move, by when they are answered, and who may refuse."""

import datetime
import re

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from candidates.models import Candidate
from privacy import registries
from privacy.actions import answers, consents, mails, packages, requests, restrictions, subjects
from privacy.actions.subjects import PersonIsGone
from privacy.choices import Channel, ConsentPurpose, JournalKind
from privacy.choices.requests import MOVES, REFUSABLE, RefusalGround, RequestState, Right
from privacy.deadlines import answer_by, extended_answer_by
from privacy.models import ConsentEvent, JournalEntry, OutgoingMail, Package, Request, Restriction, Subject, TrailEntry
from privacy.queries import consents as given
from privacy.queries import own_requests
from tests.factories import (
    NOW,
    CandidateFactory,
    InboxCaseFactory,
    RequestFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

D = datetime.date
DAY = datetime.timedelta(days=1)
NUMBER = re.compile(r"[0-9a-f]{32}")
TODAY = D(2026, 11, 23)
ADDRESS = "kari@example.test"


def received(**changes):
    said = {"right": Right.ACCESS, "email": ADDRESS, "message": "Hva har dere om meg?", "language": "nb", "at": NOW}
    return requests.receive(**said | changes)


def candidate(**changes):
    return CandidateFactory(**{"account__email": ADDRESS} | changes)


def templates():
    return [each.template.rpartition("/")[2] for each in OutgoingMail.objects.order_by("pk")]


# --- coming in ---
@pytest.mark.asvs("PRV-06")
def test_before_the_link_nothing_is_looked_up_and_nothing_differs():
    candidate()
    asked = []
    for email in (ADDRESS, "ola@example.test"):
        with CaptureQueriesContext(connection) as statements:
            received(email=email)
        said = [each["sql"].partition(" WHERE ")[0].partition(" VALUES ")[0] for each in statements]
        asked.append([NUMBER.sub("", statement) for statement in said if "SAVEPOINT" not in statement])

    assert asked[0] == asked[1]
    assert [(each.to, each.template.rpartition("/")[2]) for each in OutgoingMail.objects.order_by("pk")] == [
        (ADDRESS, "confirm_1"), ("ola@example.test", "confirm_1"),
    ]  # fmt: skip
    assert set(Request.objects.values_list("state", flat=True)) == {"unverified"}


def test_the_same_words_twice_are_one_request_and_one_mail():
    assert received() == received(at=NOW + datetime.timedelta(minutes=1))
    assert templates() == ["confirm_1"]


def test_the_reader_of_a_confirmed_address_is_that_person():
    person = candidate()

    request = requests.verify(request=received(), at=NOW)

    assert (request.state, request.subject.root_id, request.due_on) == ("open", person.subject_id, D(2026, 12, 23))
    assert list(own_requests.of_person(person.subject_id)) == [request]
    assert templates() == ["confirm_1", "received_1"]
    assert requests.verify(request=request, at=NOW + DAY).identified_at == NOW


@pytest.mark.asvs("PRV-06")
def test_an_address_that_only_stands_in_somebodys_data_is_looked_at_by_a_person():
    stranger = candidate(account=False, unconfirmed_email=ADDRESS)

    request = requests.verify(request=received(), at=NOW)

    assert (request.state, request.subject.root_id == stranger.subject_id) == ("open", False)
    assert Subject.objects.filter(merged_into__isnull=False).count() == 0


def test_whoever_is_not_known_is_told_so_and_nothing_they_wrote_is_kept():
    request = requests.verify(request=received(), at=NOW)

    assert (request.state, request.email, request.message) == ("nothing", "", "")
    assert templates() == ["confirm_1", "nothing_1"]


def test_a_question_once_asked_is_something_we_hold():
    InboxCaseFactory(email=ADDRESS)

    assert requests.verify(request=received(), at=NOW).state == "open"


def test_whoever_was_erased_before_the_link_was_used_is_nobody():
    request = received()
    Request.objects.filter(pk=request.pk)._raw_delete("default")

    with pytest.raises(PersonIsGone):
        requests.verify(request=request, at=NOW)


@pytest.mark.promise("P59")
def test_somebody_who_calls_has_the_same_day_as_somebody_who_clicks():
    officer, person = StaffFactory(roles=["privacy"]), candidate()

    request = requests.register(
        right=Right.ACCESS, door="phone", subject_id=person.subject_id, message="ringte",
        identity_note="ringt tilbake på registrert nummer", by=officer, at=NOW,
    )  # fmt: skip

    assert (request.state, request.due_on, request.owner) == ("open", answer_by(TODAY), officer)
    assert TrailEntry.objects.get(verb="asked", object_label="privacy.request").fields == ["identity_note", "message"]


# --- at once ---
def asked(person, right, **changes):
    said = {"right": right, "message": "", "language": "nb", "by": person.subject.user, "at": NOW}
    return requests.ask(**said | changes)


def test_no_more_marketing_is_done_at_once():
    request = asked(candidate(), Right.MARKETING)

    assert (Request.objects.get(pk=request.pk).state, templates()) == ("granted", ["received_1", "granted_1"])


def test_a_consent_is_withdrawn_at_once_and_noted_outside():
    person = candidate()
    consents.give(
        subject_id=person.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=person.subject.user, at=NOW,
    )  # fmt: skip

    asked(person, Right.WITHDRAWAL, at=NOW + DAY)

    assert given.in_force(person.subject_id, ConsentPurpose.FURTHER_STORAGE) is None
    assert JournalEntry.objects.filter(kind=JournalKind.CONSENT_WITHDRAWN).count() == 1
    assert Request.objects.get().state == "granted"


def test_an_objection_sets_the_data_aside_until_it_is_decided():
    person = candidate()

    request = asked(person, Right.OBJECTION)

    assert Restriction.objects.get().ground == "objection"
    assert (request.state, Candidate.objects.visible_to(StaffFactory()).count()) == ("open", 0)


def test_who_is_restricted_already_may_object_too():
    person = candidate()
    restrictions.place(subject_id=person.subject_id, ground="accuracy", by=person.subject.user, at=NOW)

    assert asked(person, Right.OBJECTION).state == "open"


# --- answers ---
@pytest.fixture
def officer():
    return StaffFactory(roles=["privacy"])


@pytest.fixture
def manager():
    return StaffFactory(roles=["manager"])


@pytest.mark.asvs("PRV-06")
def test_an_answer_closes_it_and_goes_to_the_address_on_file(officer):
    person = candidate()
    request = requests.verify(request=received(), at=NOW)

    answers.grant(request=request, answer="Her er svaret.", by=officer, at=NOW)

    letter = OutgoingMail.objects.order_by("pk").last()
    assert (letter.to, letter.subject_id, "Her er svaret." in letter.body_text) == (ADDRESS, person.subject_id, True)
    assert Request.objects.get().letter == "granted_1"
    with pytest.raises(answers.NotWaiting):
        answers.grant(request=request, answer="", by=officer, at=NOW)


@pytest.mark.promise("P60")
def test_a_refusal_takes_two_and_the_letter_names_reason_datatilsynet_and_court(officer, manager):
    request = RequestFactory(right=Right.ERASURE)
    answers.propose_refusal(
        request=request, ground=RefusalGround.LEGAL_CLAIM, reason="Saken går for retten.", by=officer, at=NOW
    )

    assert OutgoingMail.objects.count() == 0
    with pytest.raises(answers.NotTheManager):
        answers.approve_refusal(request=request, by=officer, at=NOW)
    answers.approve_refusal(request=request, by=manager, at=NOW)
    letter = OutgoingMail.objects.get()
    mails.send(pk=letter.pk, at=NOW)
    words = ("Saken går for retten.", "art. 17 nr. 3 bokstav e", "Datatilsynet", "retten", "K-")
    assert [word for word in words if word not in mail.outbox[0].body + mail.outbox[0].subject] == []
    assert [entry.verb for entry in TrailEntry.objects.order_by("id")] == ["changed", "refused", "mailed"]


def test_who_proposed_does_not_approve(manager):
    request = RequestFactory(right=Right.ERASURE)
    answers.propose_refusal(request=request, ground="legal_claim", reason="Sak.", by=manager, at=NOW)

    with pytest.raises(answers.SamePerson):
        answers.approve_refusal(request=request, by=manager, at=NOW)
    assert answers.send_back(request=request, by=manager, at=NOW).state == "open"


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("ground", RefusalGround)
@pytest.mark.promise("P60")
def test_each_right_is_refused_for_reasons_of_its_own_only(right, ground, officer):
    request = RequestFactory(right=right)

    def refuse():
        answers.propose_refusal(request=request, ground=ground, reason="Fordi.", by=officer, at=NOW)

    if ground in REFUSABLE.get(right, ()):
        refuse()
        assert Request.objects.get().state == "proposed"
    else:
        with pytest.raises(answers.NoSuchGround):
            refuse()
        with pytest.raises(IntegrityError, match="request_refused_on_a_ground_of_its_right"), transaction.atomic():
            Request.objects.filter(pk=request.pk).update(refusal_ground=ground)


def test_that_an_agreement_goes_on_is_no_reason_at_all():
    words = " ".join(str(ground.label) for ground in RefusalGround)

    assert [word for word in ("agreement goes on", "ongoing", "avtaleforhold") if word in words] == []


@pytest.mark.asvs("PRV-07")
def test_the_time_is_extended_once_inside_the_first_month_and_told_with_the_reason(officer):
    request = RequestFactory(due_on=answer_by(TODAY))

    answers.extend(request=request, reason="Mange dokumenter.", by=officer, at=NOW)

    extended = Request.objects.get()
    assert (extended.answer_by, extended.due_on) == (extended_answer_by(TODAY), answer_by(TODAY))
    assert "Mange dokumenter." in OutgoingMail.objects.get().body_text
    with pytest.raises(answers.TooLate):
        answers.extend(request=request, reason="Igjen.", by=officer, at=NOW)


def test_after_the_first_month_it_cannot_be_extended_by_anybody(officer):
    request = RequestFactory()
    late = datetime.datetime(2026, 12, 24, 8, tzinfo=datetime.UTC)

    with pytest.raises(answers.TooLate):
        answers.extend(request=request, reason="For sent.", by=officer, at=late)
    with pytest.raises(IntegrityError, match="before the first month is over"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(
            extended_on=D(2026, 12, 24), extended_to=D(2027, 2, 23), extension_reason="x"
        )


def test_a_statement_stands_beside_what_is_not_changed(officer):
    person = candidate()
    request = asked(person, Right.RECTIFICATION)

    answers.add_statement(request=request, statement="Jeg sluttet i 2024.", by=officer, at=NOW)

    assert own_requests.statements_of(person.subject_id) == ["Jeg sluttet i 2024."]


# --- the database ---
def moves():
    return [(old, new) for old in RequestState for new in RequestState if old != new and new not in MOVES.get(old, ())]


@pytest.mark.parametrize(("old", "new"), moves())
def test_the_database_lets_it_move_along_its_states_only(old, new, officer, manager):
    request = brought_to(old, officer, manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        closed = {"closed_at": NOW} if new in RequestState.closed() else {"closed_at": None}
        Request.objects.filter(pk=request.pk).update(state=new, **closed)


def brought_to(state, officer, manager):
    request = RequestFactory(
        right=Right.ERASURE, state="unverified" if state in ("unverified", "nothing") else "open",
        identified_at=None if state == "unverified" else NOW,
    )  # fmt: skip
    if state in ("proposed", "refused"):
        answers.propose_refusal(request=request, ground="legal_claim", reason="Sak.", by=officer, at=NOW)
    if state == "refused":
        answers.approve_refusal(request=request, by=manager, at=NOW)
    if state == "granted":
        answers.grant(request=request, answer="", by=officer, at=NOW)
    if state == "nothing":
        answers.nothing_found(request=request, at=NOW)
    return request


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": D(2027, 1, 5)},
        {"received_at": NOW - DAY},
        {"right": Right.QUESTION},
        {"identified_at": None},
        {"extended_on": D(2026, 11, 24), "extended_to": D(2028, 1, 1), "extension_reason": "x"},
        {"extended_on": D(2026, 11, 24), "extended_to": D(2027, 2, 23), "extension_reason": ""},
        {"door": "phone"},
    ],
)
def test_what_the_law_says_of_a_request_cannot_be_written_otherwise(values):
    request = RequestFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(**values)


def test_a_closed_request_is_not_changed_but_for_a_colleague_who_goes(officer, manager):
    request = brought_to("granted", officer, manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(answer="noe annet")
    assert Request.objects.filter(pk=request.pk).update(owner=None) == 1


def test_the_database_knows_the_same_moves_as_the_program():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'privacy_guard_request'")
        (source,) = cursor.fetchone()

    assert {f"'{old}>{new}'" in source for old, each in MOVES.items() for new in each} == {True}
    assert source.count(">") - source.count("<>") == sum(map(len, MOVES.values())) + source.count(" > ") + 1


# --- reminders ---
def test_two_clocks_that_found_it_at_the_same_time_remind_once():
    pk = RequestFactory(owner=UserFactory(is_staff=True, roles=["privacy"])).pk
    first, second = Request.objects.get(pk=pk), Request.objects.get(pk=pk)

    told = [answers.remind(request=each, at=NOW + 23 * DAY) for each in (first, second)]

    assert (told, OutgoingMail.objects.count()) == ([True, False], 1)


@pytest.mark.asvs("PRV-07")
def test_its_owner_is_reminded_seven_three_and_no_days_ahead_once_each():
    owner = UserFactory(is_staff=True, roles=["privacy"])
    request = RequestFactory(owner=owner)
    told = []

    for day in range(31):
        for _twice in range(2):
            request = Request.objects.get()
            if answers.remind(request=request, at=NOW + day * DAY):
                told.append(day)

    assert told == [23, 27, 30]
    assert {each.to for each in OutgoingMail.objects.all()} == {owner.email}
    assert {each.subject_id for each in OutgoingMail.objects.all()} == {owner.subject_id}


def test_the_owner_of_a_persons_request_is_found_when_numbers_are_merged():
    person, case = candidate(), InboxCaseFactory()
    request = RequestFactory(subject=case.subject)
    subjects.merge(lost=case.subject, into=person.subject, by=None, at=NOW)

    assert list(own_requests.of_person(person.subject_id)) == [request]


# --- a copy ---
def test_a_copy_is_made_and_then_the_request_is_answered():
    person = candidate()
    request = requests.verify(request=received(), at=NOW)
    ordered = Package.objects.get(subject=person.subject)

    packages.build(pk=ordered.pk, pdf_maker=registries.pdf_maker(), at=NOW)

    assert (Request.objects.get(pk=request.pk).state, templates()) == (
        "granted",
        ["confirm_1", "received_1", "granted_1"],
    )
    assert "/personvern/kopi/" in OutgoingMail.objects.order_by("pk").last().body_text


def test_whoever_cannot_log_in_is_answered_by_a_colleague():
    candidate(account=False, unconfirmed_email=ADDRESS)

    assert requests.verify(request=received(), at=NOW).state == "open"
    assert Package.objects.count() == 0


# --- by the link ---
def test_an_objection_by_the_link_sets_the_data_aside_too():
    person = candidate()

    requests.verify(request=received(right=Right.OBJECTION), at=NOW)

    assert Restriction.objects.get().subject_id == person.subject_id


def test_a_consent_withdrawn_by_the_link_says_so_in_its_proof():
    person = candidate()
    consents.give(
        subject_id=person.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=person.subject.user, at=NOW,
    )  # fmt: skip

    requests.verify(request=received(right=Right.WITHDRAWAL), at=NOW + DAY)

    assert ConsentEvent.objects.order_by("id").last().channel == Channel.MAIL_LINK


@pytest.mark.parametrize(
    "values",
    [
        {"extended_on": D(2026, 11, 24), "extended_to": D(2027, 2, 23)},
        {"state": "granted", "closed_at": NOW},
        {"refusal_ground": "excessive"},
    ],
)
def test_a_request_begins_neither_extended_nor_answered(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestFactory(**values)


def test_what_needs_judgement_is_closed_by_somebody():
    request = RequestFactory(right=Right.ERASURE)

    with pytest.raises(IntegrityError, match="somebody answers"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state="granted", closed_at=NOW)


def test_only_what_is_due_soon_is_looked_at_for_reminders():
    owner = UserFactory(is_staff=True, roles=["privacy"])
    soon = RequestFactory(owner=owner)

    found = [list(own_requests.to_remind(D(2026, 12, day), ahead=7)) for day in (15, 16, 23, 24)]

    assert found == [[], [soon], [soon], []]
