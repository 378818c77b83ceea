"""A test result is explained, and the candidate sees it first (P32)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import test_results
from candidates.models import TestResult
from privacy.models import OutgoingMail
from tests.factories import NOW, ApplicationFactory, StaffFactory, TestResultFactory
from tests.workspace import log_in

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
    with pytest.raises(test_results.NotTaken):
        test_results.note(
            application=ApplicationFactory(), taken_on=NOW.date() + datetime.timedelta(days=1), by=StaffFactory(), at=NOW,
            **GIVEN,
        )  # fmt: skip
