"""Who waits for a decision, on screen: seen by those who follow storage, decided by those who answer for it."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from candidates.choices import Origin, Source
from candidates.models import Candidate
from privacy.actions import purge, restrictions, retention
from privacy.choices import Category, RestrictionGround
from privacy.models import RetentionPeriod, ReviewDecision, Subject, TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

LIST = reverse("admin:reviews")
TODAY = timezone.localdate()
UNTIL = TODAY + datetime.timedelta(days=200)
NOT_WAITING = "This person waits for no decision any more: it was decided, corrected or erased meanwhile."


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def officer(client):
    return workspace.sign_in(client, "privacy")


def undated(**more) -> Candidate:
    candidate = made.CandidateFactory(source=Source.BY_HAND, received_on=None, **more)
    retention.refresh(candidate.subject_id)
    return candidate


def address(name, person) -> str:
    return reverse(f"admin:review_{name}", args=[person.subject_id])


def filled(candidate, **wrong) -> dict[str, object]:
    given = {"row": f"candidates.Candidate {candidate.pk}", "keep_until": UNTIL, "reason": "Brev fra juni."}
    return given | wrong


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def lines(client) -> list[dict]:
    return client.get(LIST).context["lines"]


def waiting(client) -> int:
    shown = client.get(reverse("admin:index")).context
    counted = {str(line.label): line.count for line in [*shown["waiting"], *shown["nothing"]]}
    return counted["persons whose storage time somebody has to decide"]


# --- the list ---
def test_it_says_who_waits_and_what_is_missing_and_is_reached_from_the_numbers(client, officer):
    candidate = undated(first_name="Solveig", last_name="Utvik")

    [line] = lines(client)

    page = reverse("admin:candidates_candidate_change", args=[candidate.pk])
    assert line["person"] == f'<a href="{page}">Solveig Utvik</a>'
    assert line["rows"] == [("Candidate", "Data received on")]
    assert (line["keep_url"], line["erase_url"]) == (address("keep", candidate), address("erase", candidate))
    assert f'<a href="{LIST}">1</a>' in client.get(reverse("admin:retention")).text
    assert waiting(client) == 1


def test_a_storage_time_nobody_approved_is_one_matter_for_the_manager(client, officer):
    made.CandidateFactory(source=Source.BY_HAND, received_on=TODAY)
    RetentionPeriod.objects.filter(code="entered_by_hand").update(approved_at=None, approved_by=None)
    retention.refresh_everybody()

    page = client.get(LIST)

    [line] = page.context["lines"]
    name = "candidate entered by hand or imported"
    assert line["rows"] == [("Candidate", f"Storage time “{name}”, not approved")]
    assert (line["keep_url"], line["erase_url"]) == ("", "")
    assert [str(label) for label in page.context["unapproved"]] == [name]
    assert reverse("admin:privacy_retentionperiod_changelist") in page.text


def test_whom_no_rule_speaks_of_can_be_erased_and_it_says_what_else(client, officer):
    user = made.UserFactory()
    retention.refresh(user.subject_id)

    page = client.get(LIST)

    [line] = page.context["lines"]
    assert (line["person"], line["rows"], line["keep_url"]) == (user.subject_id, [], "")
    assert line["erase_url"] == address("erase", user)
    assert "No storage rule speaks of what we hold." in page.text


def test_what_has_a_date_by_now_is_left_to_the_night(client, officer):
    candidate = undated()
    Candidate.objects.filter(pk=candidate.pk).update(received_on=TODAY)

    page = client.get(LIST)

    [line] = page.context["lines"]
    assert (line["rows"], line["keep_url"], line["erase_url"]) == ([], "", "")
    assert "the next nightly run finds the date" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, client, officer, django_assert_num_queries):
    for _ in range(count):
        candidate = undated()
        made.ApplicationFactory(candidate=candidate, origin=Origin.APPLIED, keep_scope="forgotten")
        made.InboxCaseFactory(subject=candidate.subject)
        retention.refresh(candidate.subject_id)
        made.ReviewDecisionFactory(keep_until=UNTIL)
    client.get(LIST)

    with django_assert_num_queries(23):
        response = client.get(LIST)

    assert [len(line["rows"]) for line in response.context["lines"]] == [2] * count


def test_the_oldest_come_first_page_by_page(client, officer, monkeypatch):
    monkeypatch.setattr("privacy.admin.reviews.PER_PAGE", 2)
    people = [undated().subject for _ in range(3)]
    for days, person in enumerate(people):
        Subject.objects.filter(pk=person.pk).update(created_at=made.NOW - datetime.timedelta(days=days))

    first, second, beyond = (client.get(LIST, {"p": number}) for number in ("1", "2", "no number"))

    newest, middle, oldest = (reverse("admin:review_keep", args=[person.pk]) for person in people)
    assert [line["keep_url"] for line in first.context["lines"]] == [oldest, middle]
    assert [line["keep_url"] for line in second.context["lines"]] == [newest]
    assert beyond.context["shown"].number == 1
    assert ('href="?p=2"' in first.text, 'href="?p=1"' in second.text) == (True, True)


# --- who ---
@pytest.mark.parametrize(
    ("role", "seen", "decided"),
    [("manager", 200, 200), ("privacy", 200, 200), ("system", 200, 403), ("adviser", 403, 403), ("finance", 403, 403)],
)
def test_who_sees_it_and_who_decides(role, seen, decided, client):
    workspace.sign_in(client, role)
    candidate = undated(first_name="Solveig", last_name="Utvik")

    page = client.get(LIST)
    pages = {client.get(address(name, candidate)).status_code for name in ("keep", "erase")}

    assert (page.status_code, pages) == (seen, {decided})
    assert ("Solveig" in page.text, address("keep", candidate) in page.text) == (decided == 200, decided == 200)


@pytest.mark.parametrize("role", ["system", "adviser"])
def test_who_may_not_decide_changes_nothing_by_posting(role, client):
    workspace.sign_in(client, role)
    candidate = undated()

    answers = [
        client.post(address("keep", candidate), filled(candidate)).status_code,
        client.post(address("erase", candidate)).status_code,
    ]

    assert answers == [403, 403]
    assert (ReviewDecision.objects.count(), Candidate.objects.count()) == (0, 1)


# --- keeping ---
def test_the_officer_keeps_until_a_day_and_on_it_the_night_erases(client, officer):
    candidate = undated()

    asked = client.get(address("keep", candidate))
    done = client.post(address("keep", candidate), filled(candidate), follow=True)

    decided = ReviewDecision.objects.get()
    assert [choice[1] for choice in asked.context["form"].fields["row"].choices] == ["Candidate (data received on)"]
    assert done.redirect_chain == [(LIST, 302)]
    assert said(done)[0].startswith("Kept until ")
    assert (decided.decided_by, decided.keep_until, waiting(client)) == (officer, UNTIL, 0)
    eve, on_the_day = (purge.run(as_of=day, at=made.NOW).erased for day in (UNTIL - datetime.timedelta(days=1), UNTIL))
    assert (eve, on_the_day) == (0, 1)


def test_it_is_decided_again_from_the_list_and_the_last_word_counts(client, officer):
    candidate = undated()
    client.post(address("keep", candidate), filled(candidate))
    later = UNTIL + datetime.timedelta(days=30)

    page = client.get(LIST)
    client.post(address("keep", candidate), filled(candidate, keep_until=later))

    [panel] = page.context["panels"]
    assert [row[-1] for row in panel.rows] == [f'<a href="{address("keep", candidate)}">Decide again</a>']
    [panel] = client.get(LIST).context["panels"]
    assert len(panel.rows) == 1
    assert Subject.objects.get(pk=candidate.subject_id).due_on == later


def test_looking_is_in_the_trail(client, officer):
    candidate = undated()

    client.get(address("keep", candidate))
    client.get(address("erase", candidate))
    client.get(LIST)

    entries = TrailEntry.objects.filter(subject_uuid=candidate.subject_id)
    assert list(entries.values_list("verb", "activity", "actor_uuid")) == [("viewed", "rights", officer.subject_id)] * 2


WRONG = {
    "yesterday": ({"keep_until": TODAY - datetime.timedelta(days=1)}, ["Choose a day that is ahead."]),
    "today": ({"keep_until": TODAY}, ["Choose a day that is ahead."]),
    "three years": (
        {"keep_until": TODAY + datetime.timedelta(days=3 * 365)},
        ["At most two years ahead: nothing is kept longer without a consent."],
    ),
    "no day": ({"keep_until": "31.31.2027"}, ["Enter a valid date."]),
    "no reason": ({"reason": " "}, ["This field is required."]),
    "no row": ({"row": ""}, ["This field is required."]),
    "nonsense": ({"row": "'; --"}, ["Select a valid choice. '; -- is not one of the available choices."]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_changes(what, client, officer):
    candidate = undated()
    wrong, sentence = WRONG[what]

    response = client.post(address("keep", candidate), filled(candidate, **wrong))

    assert response.context["form"].errors == {next(iter(wrong)): sentence}
    assert ("errornote" in response.text, ReviewDecision.objects.count(), waiting(client)) == (True, 0, 1)


def test_somebody_elses_row_cannot_be_chosen(client, officer):
    candidate, another = undated(), undated()

    response = client.post(address("keep", candidate), filled(another))

    assert list(response.context["form"].errors) == ["row"]
    assert ReviewDecision.objects.count() == 0


# --- erasing ---
def test_it_shows_what_goes_and_what_stays_and_erases_on_post_only(client, officer):
    candidate = undated()
    made.DocumentFactory(candidate=candidate, original_name="attest.pdf")

    goes, stays = client.get(address("erase", candidate)).context["panels"]
    assert Candidate.objects.count() == 1
    done = client.post(address("erase", candidate), follow=True)

    assert (sorted(row[0] for row in goes.rows), stays.rows) == (["Account", "Candidate", "attest.pdf"], [])
    assert (done.redirect_chain, said(done)) == ([(LIST, 302)], ["Erased."])
    assert Subject.objects.filter(pk=candidate.subject_id).count() == 0


# --- meanwhile ---
def test_whoever_waits_no_more_is_said_so(client, officer):
    gone, decided, dated = undated(), undated(), made.CandidateFactory(source=Source.BY_HAND, received_on=TODAY)
    client.post(address("erase", gone))
    client.post(address("keep", decided), filled(decided))
    nobody = made.SubjectFactory.build(pk=uuid.uuid4())

    client.get(LIST)  # reads what was said of those

    addresses = [
        *(address(name, person) for name in ("keep", "erase") for person in (gone, dated)),
        address("erase", decided),
        reverse("admin:review_keep", args=[nobody.pk]),
    ]
    answers = [getattr(client, verb)(each, follow=True) for each in addresses for verb in ("get", "post")]

    assert [said(answer) for answer in answers] == [[NOT_WAITING]] * 12
    assert (ReviewDecision.objects.count(), Candidate.objects.count()) == (1, 2)


def test_whoever_is_restricted_is_counted_and_not_shown(client, officer):
    candidate = undated(first_name="Solveig")
    ground = {"ground": RestrictionGround.ACCURACY}
    restrictions.place(subject_id=candidate.subject_id, by=officer, at=made.NOW, **ground)

    page = client.get(LIST)
    answers = [client.post(address(name, candidate), filled(candidate), follow=True) for name in ("keep", "erase")]

    assert (page.context["lines"], page.context["restricted"], waiting(client)) == ([], 1, 0)
    assert [said(answer) for answer in answers] == [[NOT_WAITING]] * 2
    assert (ReviewDecision.objects.count(), Candidate.objects.count()) == (0, 1)


def test_of_one_category_restricted_the_row_has_no_name_and_waits(client, officer):
    candidate = undated()
    made.ApplicationFactory(candidate=candidate, origin=Origin.APPLIED, keep_scope="forgotten")
    ground = {"ground": RestrictionGround.ACCURACY, "category": Category.APPLICATION}
    restrictions.place(subject_id=candidate.subject_id, by=officer, at=made.NOW, **ground)

    [line] = lines(client)
    asked = client.get(address("keep", candidate))

    assert [str(name) for name, _missing in line["rows"]] == ["Candidate", "restricted: not shown"]
    assert len(asked.context["form"].fields["row"].choices) == 1


def test_it_reads_well_in_norwegian(client, officer, settings):
    settings.LANGUAGE_CODE = "nb"
    undated()

    [line] = lines(client)

    with translation.override("nb"):
        assert line["rows"] == [("Kandidat", "Opplysninger mottatt")]
