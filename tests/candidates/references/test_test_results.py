"""A test result is explained, and the candidate sees it first (P32)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import presentation_results, presentations, test_results
from candidates.models import Application, Presentation, PresentationItem, TestResult
from privacy.models import OutgoingMail
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    JobOrderFactory,
    PresentationFactory,
    PresentationItemFactory,
    StaffFactory,
    TestResultFactory,
)
from tests.workspace import colleague, log_in

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "Regneark", "result": "Ni av ti.", "explanation": "Det viser hva du kan i dag."}


def test_the_candidate_is_told_and_sees_it_on_the_own_page(client):
    application = ApplicationFactory(stage="interview")
    test_results.note(application=application, taken_on=NOW.date(), by=StaffFactory(), at=NOW, **GIVEN)
    log_in(client, application.candidate.subject.user)

    page = client.get(reverse("my_application", args=[application.pk])).content.decode()

    assert "Det viser hva du kan i dag." in page
    assert TestResult.objects.get().shown_at is not None
    assert list(OutgoingMail.objects.values_list("template", flat=True)) == ["candidates/email/test_result"]


def test_what_was_seen_is_neither_changed_nor_taken_away():
    result = TestResultFactory(shown_at=NOW)

    with pytest.raises(test_results.AlreadySeen):
        test_results.remove(result=result, by=StaffFactory(), at=NOW)
    with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
        TestResult.objects.update(result="Ti av ti.")


def test_a_result_without_an_explanation_or_of_tomorrow_is_refused():
    with pytest.raises(IntegrityError, match="test_result_is_explained"), transaction.atomic():
        TestResultFactory(explanation="")
    for refusal, days in ((test_results.NotTaken, 1), (test_results.TooOld, -800)):
        with pytest.raises(refusal):
            test_results.note(
                application=ApplicationFactory(), taken_on=NOW.date() + datetime.timedelta(days=days), by=StaffFactory(),
                at=NOW, **GIVEN,
            )  # fmt: skip


# --- shown to a client ---
@pytest.fixture
def draft():
    """A draft with one candidate in it, who has a result they have not seen."""
    result = TestResultFactory(application__stage="interview", application__job_ad=None)
    whole = PresentationFactory(job_order=result.application.job_order or JobOrderFactory())
    PresentationItemFactory(presentation=whole, candidate=result.application.candidate)
    return whole, result


def put_in(whole, result, **values):
    given = {"candidate": result.application.candidate, "test_result": result}
    return PresentationItemFactory(presentation=whole, **given | values)


@pytest.mark.promise("P32")
def test_the_database_refuses_to_show_a_result_the_candidate_has_not_seen(draft):
    whole, result = draft

    with pytest.raises(IntegrityError, match="not_seen"), transaction.atomic():
        put_in(whole, result)
    TestResult.objects.update(shown_at=NOW)
    with pytest.raises(IntegrityError, match="its own candidate"), transaction.atomic():
        put_in(whole, result, candidate=CandidateFactory())
    with pytest.raises(IntegrityError, match="item_points_at_what_it_shows"), transaction.atomic():
        put_in(whole, result, test_result=None, kind="test")
    item = put_in(whole, result)
    with pytest.raises(IntegrityError, match="never exchanged"), transaction.atomic():
        PresentationItem.objects.filter(pk=item.pk).update(kind="introduction", test_result=None, text="Ni av ti.")


def test_the_database_shows_a_result_of_another_position_to_nobody(draft):
    whole, result = draft
    TestResult.objects.update(shown_at=NOW)
    Application.objects.update(job_order=JobOrderFactory())

    with pytest.raises(IntegrityError, match="other_position"), transaction.atomic():
        put_in(whole, result)


def test_the_screen_says_that_the_candidate_reads_it_first(client, draft):
    whole, result = draft
    log_in(client, colleague("adviser"))
    step = reverse("admin:candidates_presentation_step", args=[whole.pk, "test-result"])
    chosen = {"result": str(result.pk)}

    page = client.post(step, chosen, follow=True, headers={"accept-language": "nb"}).content.decode()
    test_results.shown(application=result.application, by=result.application.candidate.subject.user, at=NOW)
    client.post(step, chosen)

    assert "Be kandidaten lese det på Min side" in page
    assert list(PresentationItem.objects.values_list("kind", "test_result").order_by("kind")) == [
        ("introduction", None), ("test", result.pk),
    ]  # fmt: skip


def test_words_of_a_result_that_name_the_candidate_are_in_no_anonymous_presentation(draft):
    whole, result = draft
    Presentation.objects.update(is_anonymous=True)
    name = result.application.candidate.first_name
    TestResult.objects.update(explanation=f"{name} kan regneark.")
    TestResult.objects.update(shown_at=NOW)

    with pytest.raises(presentations.NamesSomebody):
        presentation_results.add(presentation=whole, result=result, by=StaffFactory(), at=NOW)
