"""What a referee said, shown to a client: while the candidate's go-ahead stands, and written down for both (P23, P32)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import presentation_statements, presentations, references
from candidates.models import Application, Presentation, PresentationItem, Referee, ReferenceCheck
from candidates.queries import presentation_promises
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import Disclosure, RecipientNotice, TrailEntry
from tests.candidates.test_presentations import confirmed, draft, link_of, send  # noqa: F401
from tests.candidates.test_presented_words import on_paper, told_on_paper
from tests.factories import (
    NOW,
    CandidateFactory,
    CollectionFactory,
    JobOrderFactory,
    PresentationItemFactory,
    ReferenceCheckFactory,
    RestrictionFactory,
    StaffFactory,
)
from tests.privacy.package.world import copy_of
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P23", "P32")]
PROMISED = (
    presentation_promises.shown_without_a_line, presentation_promises.said_without_a_line, presentation_promises.shown_unseen
)  # fmt: skip
TOLD = [["Hva gjorde kandidaten?", "Ledet vaktene våre."]]


@pytest.fixture
def said(draft):  # noqa: F811
    """What a referee said of the candidate in the draft, for its order."""
    application = Application.objects.get()
    Application.objects.update(stage="interview")
    check = ReferenceCheckFactory(application=application, answers=TOLD, answered_at=NOW)
    Referee.objects.update(name="Ola Leder")
    return check


@pytest.fixture
def shown(draft, said):  # noqa: F811
    """It is in the presentation, which is sent."""
    presentation_statements.add(presentation=draft, check=said, by=StaffFactory(), at=NOW)
    send(draft)
    draft.refresh_from_db()
    return draft


def put_in(whole, said, **values):
    return PresentationItemFactory(
        **{"presentation": whole, "candidate": said.application.candidate, "reference": said} | values
    )


# --- what the database refuses, and what the screen says ---
def taken_back(said):
    ReferenceCheck.objects.update(taken_back_at=NOW)


def never_given(said):
    ReferenceCheck.objects.update(go_ahead_at=None)


def nothing_said(said):
    ReferenceCheck.objects.update(answers=None)


def declined(said):
    ReferenceCheck.objects.update(declined_at=NOW)


def erased(said):
    erasure.erase_person(subject_id=said.referee.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)


def restricted(said):
    RestrictionFactory(subject=said.referee.subject, category="application")


def untold(said):
    CollectionFactory(subject=said.referee.subject, untold=True)


def passed_over(said):
    Application.objects.update(stage="rejected")


def of_another_position(said):
    Application.objects.update(job_order=JobOrderFactory())


ENDING = [taken_back, never_given, nothing_said, declined, erased, restricted, untold, passed_over]
NEVER_LISTED = (erased, restricted, of_another_position)  # the screen does not offer it


@pytest.mark.parametrize("happens", [*ENDING, of_another_position], ids=lambda each: each.__name__)
def test_the_database_takes_no_statement_that_may_not_be_shown_and_the_screen_says_why(client, draft, said, happens):  # noqa: F811
    happens(said)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        put_in(draft, said)
    sign_in(client, "adviser")
    step = reverse("admin:candidates_presentation_step", args=[draft.pk, "statement"])
    page = client.post(step, {"check": str(said.pk)}, follow=True, headers={"accept-language": "nb"}).text

    assert refused.value.__cause__.diag.constraint_name == "no_statement"
    assert ("Det denne referansepersonen sa, kan ikke vises" in page) is (happens not in NEVER_LISTED)
    assert PresentationItem.objects.filter(kind="reference").count() == 0


def test_a_statement_is_taken_with_its_own_candidate_only(draft, said):  # noqa: F811
    with pytest.raises(IntegrityError, match="no_statement"), transaction.atomic():
        put_in(draft, said, candidate=CandidateFactory())
    with pytest.raises(IntegrityError, match="item_points_at_what_it_shows"), transaction.atomic():
        put_in(draft, said, reference=None, kind="reference")


def test_an_anonymous_presentation_shows_no_statement(client, draft, said):  # noqa: F811
    Presentation.objects.update(is_anonymous=True)

    with pytest.raises(IntegrityError, match="statement_names"), transaction.atomic():
        put_in(draft, said)
    sign_in(client, "adviser")
    step = reverse("admin:candidates_presentation_step", args=[draft.pk, "statement"])
    page = client.post(step, {"check": str(said.pk)}, follow=True, headers={"accept-language": "nb"}).text

    assert "En anonym presentasjon viser ikke det en referanseperson sa" in page


@pytest.mark.parametrize(
    ("happens", "code"),
    [(taken_back, "no_statement"), (lambda _said: Presentation.objects.update(is_anonymous=True), "statement_names")],
)
def test_none_is_sent_that_may_not_be_shown_any_more(draft, said, happens, code):  # noqa: F811
    PresentationItem.objects.filter(kind="document").delete()
    put_in(draft, said)
    happens(said)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Presentation.objects.filter(pk=draft.pk).update(sent_at=NOW)
    with pytest.raises(presentations.REFUSED[code]):
        send(draft)

    assert refused.value.__cause__.diag.constraint_name == code


# --- what the client reads, and what is written down of it ---
def test_the_client_reads_it_on_the_page_and_on_paper(client, shown, said):
    page = confirmed(client, link_of(shown)).get(link_of(shown)).text
    line = Disclosure.objects.get(subject_uuid=said.referee.subject_id)

    assert "Ledet vaktene våre." in page
    assert said.referee.email not in page
    assert on_paper(shown)[-1] == ("Referanseperson: Ola Leder", [])
    assert told_on_paper(shown) == (
        [["Hva gjorde kandidaten?", [["Ledet vaktene våre."]]]],
        f"Referanse {line.reference}",
    )
    assert (">Hva gjorde kandidaten?</dt>" in page, ">Ledet vaktene våre.</dd>" in page) == (True, True)


def test_each_look_and_what_is_given_is_in_the_ledger_and_history_of_the_referee_too(client, shown, said):
    confirmed(client, link_of(shown)).get(link_of(shown))
    reader = shown.readers.get()
    item, lines = PresentationItem.objects.get(kind="reference"), Disclosure.objects.order_by("pk")
    of_referee = lines.get(subject_uuid=said.referee.subject_id)

    assert [line.subject_uuid for line in lines] == [said.application.candidate.subject_id, said.referee.subject_id]
    assert (of_referee.categories, of_referee.activity.code, of_referee.contact_uuid, item.disclosure) == (
        ["application", "identity"], "references", reader.contact_id, of_referee.pk,
    )  # fmt: skip
    history = TrailEntry.objects.filter(subject_uuid=said.referee.subject_id, company_uuid=shown.job_order.company_id)
    assert list(history.order_by("pk").values_list("verb", "object_label")) == [
        ("shared", "candidates.referencecheck"), ("viewed", "candidates.referencecheck"),
    ]  # fmt: skip
    assert [list(find(NOW)) for find in PROMISED] == [[], [], []]
    PresentationItem.objects.filter(kind="reference").update(disclosure=None)
    assert list(presentation_promises.said_without_a_line(NOW)) == [said.referee.subject_id]


@pytest.mark.parametrize("happens", ENDING, ids=lambda each: each.__name__)
def test_whatever_ends_it_ends_it_at_the_next_request(client, shown, said, happens):
    browser = confirmed(client, link_of(shown))
    before = browser.get(link_of(shown)).text

    happens(said)
    after = browser.get(link_of(shown)).text

    assert "Ledet vaktene våre." in before
    assert "Ledet vaktene våre." not in after
    assert "Ola Leder" not in after


def test_a_correction_is_what_is_read_from_then_on(client, shown, said):
    ReferenceCheck.objects.update(answers=[["Hva gjorde kandidaten?", "Ledet kveldsvaktene."]])

    page = confirmed(client, link_of(shown)).get(link_of(shown)).text

    assert "Ledet kveldsvaktene." in page


def test_the_candidate_who_takes_the_go_ahead_back_ends_it(client, shown, said):
    references.take_back(check=said, by=said.application.candidate.subject.user, at=NOW)

    page = confirmed(client, link_of(shown)).get(link_of(shown)).text

    assert "Ledet vaktene våre." not in page


# --- each of the two, out of it ---
def test_an_erased_referee_leaves_nothing_but_numbers_and_the_client_is_told(shown, said):
    person = said.referee.subject_id
    erasure.erase_person(subject_id=person, cause=ErasureCause.PERSON, by=None, at=NOW)

    item = PresentationItem.objects.select_related("reference").get(kind="reference")
    assert (item.text, item.reference.referee, item.reference.answers) == ("", None, None)
    assert RecipientNotice.objects.get().subject_uuid == person


def test_with_the_candidate_the_item_goes_and_the_referee_stays(shown, said):
    erasure.erase_person(subject_id=said.application.candidate.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)

    assert PresentationItem.objects.count() == 0
    assert ReferenceCheck.objects.filter(answers__isnull=False).count() == 0


def test_the_referees_copy_tells_to_whom_it_was_given_and_nothing_of_the_candidate(shown, said):
    copy = copy_of(said.referee.subject_id)

    assert shown.job_order.company.name.lower() in copy.everything
    assert "ledet vaktene våre." in copy.everything
    assert [row["kind"] for row in copy.values("candidates.PresentationItem")] == ["reference"]
    assert "ti år på sykehjem." not in copy.everything
