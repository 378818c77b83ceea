import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Application, ScreeningAnswer
from clients.actions import questions
from clients.models import ScreeningQuestion
from tests.candidates.views.test_applying import address, faults, form
from tests.factories import (
    ApplicationFactory,
    JobAdFactory,
    ScreeningAnswerFactory,
    ScreeningQuestionFactory,
    StaffFactory,
)
from tests.workspace import log_in, sign_in

ASK = {"text": "Har du førerkort i klasse C?", "reason": "Du kjører lastebil.", "kind": "yes_no"}


@pytest.fixture
def english():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def ad(db, approved_periods):
    return JobAdFactory(title="Sjåfør")


def step(client, ad, name, **data):
    return client.post(f"/admin/clients/jobad/{ad.pk}/step/{name}/", data, follow=True)


def refused(text, **values):
    row = ScreeningQuestionFactory(**values)
    with pytest.raises(IntegrityError, match=text), transaction.atomic():
        ScreeningQuestion.objects.filter(pk=row.pk).update(text="Noe annet")


def test_an_adviser_asks_with_a_reason_and_ends_it(english, ad, strict_templates):
    sign_in(english, "adviser")

    asked = step(english, ad, "question", **ASK)
    again = step(english, ad, "question", **ASK)
    few = step(english, ad, "question", **ASK | {"text": "Hvilket skift?", "kind": "choice", "choices": "Dag"})
    ended = step(english, ad, "end-question", question=ScreeningQuestion.objects.get().pk)

    assertContains(asked, "Applicants are asked this from now on.")
    assertContains(asked, "no answer moves, ranks or rejects")
    assertContains(again, "This ad asks this already.")
    assertContains(few, "Write between 2 and 12 answers.")
    assertContains(ended, "It is asked no more.")
    assert [each.ended_at is None for each in ScreeningQuestion.objects.all()] == [False]


def test_eight_questions_are_enough_and_a_closed_ad_asks_nothing(ad):
    by, now = StaffFactory(), timezone.now()
    ScreeningQuestionFactory.create_batch(8, ad=ad)
    closed = JobAdFactory(closed_at=now)

    with pytest.raises(questions.TooManyQuestions):
        questions.ask(ad=ad, by=by, at=now, **ASK)
    with pytest.raises(questions.AdIsClosed):
        questions.ask(ad=closed, by=by, at=now, **ASK)


def test_the_database_keeps_the_words_and_the_ad_of_a_question(ad):
    refused("never changed", ad=ad)
    elsewhere = ScreeningQuestionFactory()

    with pytest.raises(IntegrityError, match="the ad that was applied to"), transaction.atomic():
        ScreeningAnswerFactory(application=ApplicationFactory(job_ad=ad), question=elsewhere)
    with pytest.raises(IntegrityError, match="question_says_why"), transaction.atomic():
        ScreeningQuestionFactory(ad=ad, reason="")
    with pytest.raises(IntegrityError, match="question_has_choices"), transaction.atomic():
        ScreeningQuestionFactory(ad=ad, choices="A\nB")


def test_what_is_answered_is_stored_beside_what_was_asked(english, ad):
    drives = ScreeningQuestionFactory(ad=ad, text="Førerkort?", is_required=True)
    years = ScreeningQuestionFactory(ad=ad, text="Hvor mange år?", kind="number")
    shift = ScreeningQuestionFactory(ad=ad, text="Skift?", kind="choice", choices="Dag\nNatt")
    ScreeningQuestionFactory(ad=ad, text="Noe mer?", kind="text")
    ScreeningQuestionFactory(ad=ad, text="Gammelt?", ended_at=timezone.now(), ended_by=StaffFactory())

    shown = english.get(address(ad))
    typed = {f"question_{years.pk}": "2.5", f"question_{shift.pk}": "Natt"}
    missing = english.post(address(ad), form(**typed, cv=form()["cv"]))
    wrong = english.post(address(ad), form(**{f"question_{shift.pk}": "Kveld", f"question_{drives.pk}": "no"}))
    english.post(address(ad), form(**typed | {f"question_{drives.pk}": "no"}))

    assertContains(shown, "Why we ask: Du kjører lastebil fra første dag.")
    assertNotContains(shown, "Gammelt?")
    assert list(faults(missing)) == [f"question_{drives.pk}"]
    assert list(faults(wrong)) == [f"question_{shift.pk}"]
    answers = ScreeningAnswer.objects.order_by("pk").values_list("asked", "answer")
    assert list(answers) == [("Førerkort?", "No"), ("Hvor mange år?", "2.5"), ("Skift?", "Natt")]


@pytest.mark.promise("P71")
def test_people_read_the_answers_and_no_answer_moves_anybody(english, ad):
    drives = ScreeningQuestionFactory(ad=ad, text="Førerkort?")
    Client().post(address(ad), form(**{f"question_{drives.pk}": "no"}))
    sent = Application.objects.get()
    sign_in(english, "adviser")

    pages = [
        f"/admin/applications/{sent.pk}/read/",
        sent.get_absolute_url(),
        reverse("admin:candidates_candidate_panel", args=[sent.candidate_id, "screening"]),
    ]

    for page in pages:
        assertContains(english.get(page), "Førerkort?")
        assertContains(english.get(page), "Nobody is moved, ranked or rejected by an answer")
    assert (sent.stage, sent.stage_changes.count()) == ("new", 0)


def test_the_person_reads_the_own_answers(english, ad):
    own = ScreeningAnswerFactory(application__job_ad=ad, answer="Nei").application
    log_in(english, own.candidate.subject.user)

    assertContains(english.get(f"/min-side/soknader/{own.pk}/"), "Nei")
