"""Restriction on screen: the officer's page, the person's notice, and what an adviser finds where somebody was."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.choices import Stage
from privacy.actions import restrictions
from privacy.choices import Category, RestrictionGround
from privacy.models import Hold, OutgoingMail, Restriction, Subject, TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

LIST = reverse("admin:privacy_restriction_changelist")
EARLIER = timezone.now() - datetime.timedelta(days=20)


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def officer(client):
    return workspace.sign_in(client, "privacy")


@pytest.fixture
def candidate():
    return made.CandidateFactory(first_name="Solveig", last_name="Utvik")


def restrict(candidate, by, category="") -> Restriction:
    return restrictions.place(
        subject_id=candidate.subject_id, ground=RestrictionGround.ACCURACY, category=category, by=by, at=EARLIER
    )


def step(restriction, name) -> str:
    return reverse("admin:privacy_restriction_step", args=[restriction.pk, name])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_officer_places_tells_and_lifts(client, officer, candidate):
    given = {"subject": str(candidate.subject_id), "category": "", "ground": "claim", "explanation": "Krav"}

    client.post(reverse("admin:privacy_restriction_add"), given)
    restriction = Restriction.objects.get()
    early = client.post(step(restriction, "tell"), {"lifts_on": timezone.localdate(), "told_by": "email"}, follow=True)
    told = client.post(step(restriction, "tell"), {"lifts_on": "", "told_by": "email"}, follow=True)
    lifted = client.post(step(restriction, "lift"), follow=True)

    sentence = "The day must be ahead when you tell the person, and must have come when you lift."
    assert (said(early)[-1], said(lifted)[-1]) == (sentence, sentence)
    assert said(told) == ["The person is told."]
    assert OutgoingMail.objects.filter(subject=candidate.subject).count() == 2


def test_what_is_restricted_already_is_said_in_the_form(client, officer, candidate):
    restrict(candidate, officer)
    given = {"subject": str(candidate.subject_id), "category": "", "ground": "claim", "explanation": ""}

    response = client.post(reverse("admin:privacy_restriction_add"), given, follow=True)

    assert response.context["adminform"].form.non_field_errors() == ["This is restricted already."]
    assert Restriction.objects.count() == 1


def test_opening_it_is_in_the_trail_and_shows_what_we_hold(client, officer, candidate):
    made.DocumentFactory(candidate=candidate, original_name="attest-fra-lege.pdf")
    restriction = restrict(candidate, officer)

    page = client.get(reverse("admin:privacy_restriction_change", args=[restriction.pk]))

    seen = TrailEntry.objects.filter(subject_uuid=candidate.subject_id).latest("pk")
    assert (seen.verb, seen.activity, seen.object_label) == ("viewed", "rights", "privacy.restriction")
    assert "attest-fra-lege.pdf" in page.text


def test_it_is_found_by_number_and_by_address(client, officer, candidate):
    restriction = restrict(candidate, officer)
    restrict(made.CandidateFactory(), officer)

    for term in (str(candidate.subject_id), candidate.subject.user.email):
        assert list(client.get(LIST, {"q": term}).context["cl"].result_list) == [restriction]
    assert list(client.get(LIST, {"q": "nobody"}).context["cl"].result_list) == []


def test_the_officer_holds_approves_and_ends_from_here(client, officer, candidate):
    restriction = restrict(candidate, officer)
    end = timezone.localdate() + datetime.timedelta(days=100)

    client.post(step(restriction, "hold"), {"reason": "legal_claim", "explanation": "Krav", "ends_on": end})
    own = client.post(step(restriction, "approve-holds"), follow=True)
    workspace.sign_in(client, "manager")
    client.post(step(restriction, "approve-holds"))
    client.post(step(restriction, "end-holds"))

    hold = Hold.objects.get()
    assert said(own)[-1:] == ["Somebody else than who opened the hold approves it."]
    assert (hold.approved_at is None, hold.released_at is None) == (False, False)


def test_the_officer_answers_what_the_person_asks_from_here(client, officer, candidate):
    restriction = restrict(candidate, officer)
    case = made.InboxCaseFactory(subject=candidate.subject, message="Hvorfor ser jeg ikke søknaden min?")
    home = client.get(reverse("admin:index")).context
    waiting = {str(line.label): line.count for line in [*home["waiting"], *home["nothing"]]}

    asked = client.get(step(restriction, "answer"))
    client.post(step(restriction, "answer"), {"answer": "Fordi du ba om det."})

    case.refresh_from_db()
    assert case.message in asked.text
    assert waiting["enquiries of restricted persons wait"] == 1
    assert waiting["enquiries wait for your answer"] == 0
    assert (case.answer, case.closed_by) == ("Fordi du ba om det.", officer)


def test_whom_the_purge_could_not_erase_is_told_here_alone(client, officer, candidate):
    made.PurgeFailureFactory(subject_uuid=candidate.subject_id, error="Sperret")
    restriction = restrict(candidate, officer)

    page = client.get(reverse("admin:privacy_restriction_change", args=[restriction.pk]))
    elsewhere = [client.get(reverse(f"admin:{name}")) for name in ("retention", "privacy_purgefailure_changelist")]

    assert "Sperret" in page.text
    assert [str(candidate.subject_id) in other.text for other in elsewhere] == [False, False]


def test_the_officer_erases_on_request_from_here(client, officer, candidate):
    restriction = restrict(candidate, officer)

    client.post(step(restriction, "erase"))

    assert list(Subject.objects.filter(pk=candidate.subject_id)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, client, officer, django_assert_num_queries):
    for _ in range(count):
        restrict(made.CandidateFactory(), officer)
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)


def test_advisers_have_no_such_page(client, candidate, officer):
    restrict(candidate, officer)
    workspace.sign_in(client, "adviser")

    assert client.get(LIST).status_code == 403


# --- the adviser ---
def test_who_had_the_page_open_reads_why_nothing_happened(client, officer):
    """The page was loaded; the restriction came; the button was pressed."""
    application = made.ApplicationFactory()
    adviser = workspace.sign_in(client, "adviser")
    address = reverse("admin:candidates_application_step", args=[application.pk, f"to-{Stage.SCREENING}"])
    assert client.get(address).status_code == 200

    restrict(application.candidate, officer)

    assert client.post(address).status_code == 404
    assert adviser.stage_changes.count() == 0


def test_somebody_unseen_cannot_be_chosen_nor_is_named(client, officer, candidate):
    restrict(candidate, officer)
    workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory()
    address = reverse("admin:candidates_application_add")

    asked = client.get(address, {"candidate": str(candidate.pk)})
    sent = client.post(address, {"candidate": str(candidate.pk), "job_order": str(order.pk)})

    assert "Utvik" not in asked.text
    assert ("Utvik" not in sent.text, sent.status_code) == (True, 200)


def test_what_is_set_aside_of_somebody_in_sight_has_no_name(client, officer, candidate):
    application = made.ApplicationFactory(candidate=candidate, job_ad__title="Hemmelig stilling")
    restrict(candidate, officer, Category.APPLICATION)
    workspace.sign_in(client, "adviser")

    read = workspace.read_whole(client, candidate.get_absolute_url())

    assert ("Hemmelig" in read, "restricted: not shown" in read) == (False, True)
    assert client.get(application.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("category", "found"), [(None, 1), ("", 0), (Category.DOCUMENT, 0), (Category.APPLICATION, 0)])
def test_words_find_nobody_who_has_anything_set_aside(client, officer, candidate, category, found):
    made.ApplicationFactory(candidate=candidate)
    made.DocumentFactory(candidate=candidate, text="Ridderorden")
    if category is not None:
        restrict(candidate, officer, category)
    workspace.sign_in(client, "adviser")

    page = client.get(reverse("admin:candidates_candidate_changelist"), {"q": "ridderorden"})

    assert len(page.context["cl"].result_list) == found


def test_a_name_finds_who_has_one_category_set_aside_without_the_words_of_it(client, officer, candidate):
    made.DocumentFactory(candidate=candidate, text="Utvik fikk Ridderorden")
    restrict(candidate, officer, Category.DOCUMENT)
    workspace.sign_in(client, "adviser")

    (row,) = client.get(reverse("admin:candidates_candidate_changelist"), {"q": "utvik"}).context["cl"].result_list

    assert (row, row.headline) == (candidate, "")


# --- the person ---
@pytest.mark.parametrize("page", ["min_side", "my_documents", "my_storage", "my_trail", "my_profile", "delete_me"])
def test_the_person_sees_all_and_reads_that_it_is_restricted(client, officer, candidate, page):
    restrict(candidate, officer)
    workspace.log_in(client, candidate.subject.user)

    response = client.get(reverse(page))

    assert response.status_code == 200
    assert "Your data are restricted since" in response.text


def test_the_person_opens_the_own_file(client, officer, candidate):
    document = made.DocumentFactory(candidate=candidate)
    restrict(candidate, officer, Category.DOCUMENT)
    workspace.log_in(client, candidate.subject.user)

    own = client.get(reverse("document", args=[document.pk]))

    assert b"".join(own.streaming_content) == b"%PDF-1.7 Kari Nordmann"
    workspace.sign_in(client, "adviser")
    assert client.get(reverse("document", args=[document.pk])).status_code == 404


def test_who_is_not_restricted_reads_nothing_of_it(client, candidate):
    workspace.log_in(client, candidate.subject.user)

    assert "restricted" not in client.get(reverse("min_side")).text
