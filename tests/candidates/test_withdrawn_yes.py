"""A yes to being shown for a position goes with the application it was given beside."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from candidates.actions import applications, merging, permissions
from candidates.admin.presentations import REFUSALS
from candidates.choices.presentations import Refusal
from candidates.models import Application, SharingPermission
from candidates.queries import presentations as reading
from privacy.models import JournalEntry
from tests.candidates.test_presentations import candidate_of, draft, sent  # noqa: F401
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    JobOrderFactory,
    NoticeFactory,
    SharingPermissionFactory,
    StaffFactory,
)
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P33")]
HOUR = datetime.timedelta(hours=1)


def test_whoever_withdraws_is_shown_no_more_also_after_a_yes(sent):  # noqa: F811
    candidate, reader = candidate_of(sent), reading.readers().get(presentation=sent)
    own, asked = candidate.subject.user, SharingPermissionFactory(candidate=candidate, job_order=sent.job_order)
    said = {"interest": "interested", "has_acknowledged": True, "channel": "own_pages", "by": own}
    permissions.answer(permission=asked, **said, at=NOW + HOUR)
    before = reading.shown_to(reader, at=NOW + 2 * HOUR)

    applications.withdraw(application=candidate.applications.get(), by=own, at=NOW + 3 * HOUR)

    assert (before, reading.shown_to(reader, at=NOW + 4 * HOUR)) == ([candidate.pk], [])
    assert JournalEntry.objects.filter(kind="showing_ended").count() == 1


# --- the database ---
def said_yes(candidate, order, at=NOW):
    asked = SharingPermissionFactory(candidate=candidate, job_order=order)
    yes = {
        "answer": "interested",
        "answered_at": at,
        "channel": "own_pages",
        "sharing_notice": NoticeFactory(kind="sharing"),
    }
    SharingPermission.objects.filter(pk=asked.pk).update(**yes)
    return asked


def at_the_end():
    """What is asked when a transaction ends, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("later", ["the application", "the yes"])
def test_the_database_keeps_no_yes_beside_a_withdrawn_application(later):
    application = ApplicationFactory(job_ad=None, job_order=JobOrderFactory(), stage="interview")
    gone = {"stage": "withdrawn", "stage_since": NOW + HOUR}
    if later == "the application":
        said_yes(application.candidate, application.job_order)
        at_the_end()
    else:
        Application.objects.update(**gone)

    with pytest.raises(IntegrityError, match="a yes goes with the application"), transaction.atomic():
        if later == "the application":
            Application.objects.update(**gone)
        else:
            said_yes(application.candidate, application.job_order)
        at_the_end()


def test_a_yes_that_is_given_after_the_withdrawal_is_a_new_word_of_the_persons_own():
    application = ApplicationFactory(job_ad=None, job_order=JobOrderFactory(), stage="withdrawn", stage_since=NOW)

    said_yes(application.candidate, application.job_order, at=NOW + HOUR)
    at_the_end()

    assert SharingPermission.objects.standing().count() == 1


def test_the_page_says_that_whoever_withdrew_is_taken_out(draft, client):  # noqa: F811
    candidate = candidate_of(draft)
    said_yes(candidate, draft.job_order)
    own = candidate.subject.user
    applications.withdraw(application=candidate.applications.get(), by=own, at=NOW + HOUR)
    client.cookies["django_language"] = "nb"
    sign_in(client, "adviser")

    answer = client.post(reverse("admin:candidates_presentation_step", args=[draft.pk, "send"]), follow=True)

    draft.refresh_from_db()
    assert ([str(said) for said in answer.context["messages"]], draft.is_draft) == ([str(Refusal.SAID_NO.label)], True)
    assert str(Refusal.SAID_NO.label) in map(str, REFUSALS.values())


def test_two_who_are_one_person_took_the_yes_back_with_the_application_of_the_other():
    yes, by = CandidateFactory(), StaffFactory()
    application = ApplicationFactory(
        job_ad=None, job_order=JobOrderFactory(), stage="withdrawn", stage_since=NOW + HOUR
    )
    asked = said_yes(yes, application.job_order)
    says = {name: getattr(yes, name) for name in ("first_name", "last_name", "phone", "language")}

    merging.merge(lost=application.candidate, into=yes, by=by, at=NOW + 2 * HOUR, **says)
    at_the_end()

    asked.refresh_from_db()
    assert (asked.candidate, asked.ended_at) == (yes, NOW + HOUR)
