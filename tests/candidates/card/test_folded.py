"""What is folded on a page has an address of its own: asked of whoever may open the page, and of nobody else (P2, P20, P56)."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.text import capfirst

from candidates.models import Candidate
from fremrykk.accounts.choices import Role
from privacy.actions import restrictions
from privacy.choices import Category, RestrictionGround, Verb
from privacy.models import TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = [
    pytest.mark.django_db, pytest.mark.promise("P2"), pytest.mark.promise("P20"), pytest.mark.promise("P56"),
]  # fmt: skip
NAMES = [each.name for each in admin.site._registry[Candidate].folded()]
READERS = {"manager": 200, "privacy": 200, "adviser": 200}  # everybody else works with something else


@pytest.fixture(autouse=True)
def _in_english(settings, approved_periods):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def candidate():
    return made.CandidateFactory()


def address(candidate, name: str) -> str:
    return reverse("admin:candidates_candidate_panel", args=[candidate.pk, name])


def answers(client, candidate) -> dict[str, int]:
    """What the page itself says to this reader, and each address on it."""
    asked = {name: address(candidate, name) for name in NAMES} | {"": candidate.get_absolute_url()}
    return {name: client.get(where).status_code for name, where in asked.items()}


def viewed(candidate) -> int:
    return TrailEntry.objects.filter(subject_uuid=candidate.subject_id, verb=Verb.VIEWED).count()


def folded(page) -> dict[str, int | None]:
    return {panel.name: panel.count for panel in page.context["panels"] if panel.url}


def all_of_it(candidate, count: int = 1) -> None:
    for _ in range(count):
        used = made.ApplicationDocumentFactory(application__candidate=candidate)
        made.NoteFactory(application=used.application)
        made.OfferFactory(application__candidate=candidate)
        made.PlacementFactory(application__candidate=candidate)
        made.PresentationItemFactory(candidate=candidate)
        made.OutgoingMailFactory(subject=candidate.subject)
        made.InterviewFactory(application__candidate=candidate, proposed=True)
        made.RefereeFactory(candidate=candidate)
        made.ScreeningAnswerFactory(application__candidate=candidate)
        made.AnsweredPermissionFactory(candidate=candidate)
        made.WorkExperienceFactory(candidate=candidate)
        made.EducationFactory(candidate=candidate)
        made.DisclosureFactory(subject_uuid=candidate.subject_id)
        made.CollectionFactory(subject=candidate.subject)


# --- who ---
@pytest.mark.parametrize("role", Role.values)
def test_whoever_is_refused_the_page_is_refused_each_table_of_it(role, client, candidate):
    workspace.sign_in(client, role)

    assert answers(client, candidate) == dict.fromkeys(["", *NAMES], READERS.get(role, 403))


def test_nobody_and_the_candidate_read_none_of_it(client, candidate):
    strangers = answers(client, candidate)
    workspace.log_in(client, candidate.subject.user)
    own = answers(client, candidate)

    assert (set(strangers.values()), set(own.values())) == ({302}, {302})
    assert viewed(candidate) == 0


def test_what_one_may_not_see_does_not_exist_with_the_right_to_open_such_pages_either(client, candidate):
    user = workspace.sign_in(client, "finance")
    user.user_permissions.set(Permission.objects.filter(codename="view_candidate"))

    assert set(answers(client, candidate).values()) == {404}
    assert viewed(candidate) == 0


@pytest.mark.parametrize("role", ["adviser", "manager", "privacy"])
def test_of_a_restricted_person_there_is_nothing(role, client, candidate):
    officer = workspace.sign_in(client, role)
    restrictions.place(
        subject_id=candidate.subject_id, ground=RestrictionGround.ACCURACY, category="", by=officer, at=made.NOW
    )

    assert set(answers(client, candidate).values()) == {404}
    assert viewed(candidate) == 0


def test_what_is_set_aside_of_somebody_in_sight_is_not_counted_either(client, candidate):
    officer = workspace.sign_in(client, "adviser")
    all_of_it(candidate)
    before = folded(client.get(candidate.get_absolute_url()))
    restrictions.place(
        subject_id=candidate.subject_id, ground=RestrictionGround.ACCURACY, category=Category.CORRESPONDENCE,
        by=officer, at=made.NOW,
    )  # fmt: skip

    after = folded(client.get(candidate.get_absolute_url()))

    assert (before["mails"], "mails" in after) == (1, False)


def test_a_table_that_asks_for_more_is_not_offered_and_not_opened_without_it(client, candidate):
    user = workspace.sign_in(client, "adviser")
    made.RefereeFactory(candidate=candidate)
    user.groups.clear()
    user.user_permissions.set(Permission.objects.filter(codename="view_candidate"))

    page = client.get(candidate.get_absolute_url())

    assert "referees" not in [panel.name for panel in page.context["panels"]]
    assert answers(client, candidate) == dict.fromkeys(["", *NAMES], 200) | {"referees": 404}


# --- that ---
def test_each_is_looking_at_the_person(client, candidate):
    workspace.sign_in(client, "adviser")

    client.get(candidate.get_absolute_url())
    for name in NAMES:
        client.get(address(candidate, name))

    assert viewed(candidate) == 1 + len(NAMES)


def test_an_address_is_only_read_and_another_word_is_none(client, candidate):
    workspace.sign_in(client, "adviser")

    said = [client.post(address(candidate, "history")), client.head(address(candidate, "history")),
            client.get(address(candidate, "nothing"))]  # fmt: skip

    assert [answer.status_code for answer in said] == [405, 405, 404]
    assert viewed(candidate) == 0


def test_what_was_checked_is_told_to_the_trail_when_it_is_read_and_not_before(client, candidate):
    adviser = workspace.sign_in(client, "adviser")
    check = made.SpecialCheckFactory(
        notice__application__candidate=candidate, notice__application__job_ad__order__adviser=adviser
    )
    entries = TrailEntry.objects.filter(subject_uuid=candidate.subject_id, object_label="candidates.specialcheck")

    page = client.get(candidate.get_absolute_url())
    before = entries.count()
    read = client.get(address(candidate, "checks"))

    assert (folded(page)["checks"], before, entries.count()) == (1, 0, 1)
    assert capfirst(str(check)) in read.text


# --- what ---
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_says_how_much_there_is_and_each_address_shows_as_much(count, client, candidate):
    workspace.sign_in(client, "adviser")
    all_of_it(candidate, count)

    told = folded(client.get(candidate.get_absolute_url()))
    shown = {name: len(client.get(address(candidate, name)).context["panels"][0].rows) for name in told}

    counted = {name: number for name, number in told.items() if number is not None}
    assert counted == {name: shown[name] for name in counted}
    assert {name: number for name, number in counted.items() if name != "sources"} == {
        "referees": count, "screening": count, "outcome": 2 * count, "presentations": count, "sharing": count,
        "mails": count, "given": count,
    }  # fmt: skip


def test_where_there_is_nothing_it_says_so_at_once(client, candidate):
    workspace.sign_in(client, "adviser")

    page = client.get(candidate.get_absolute_url())

    empty = {panel.name: panel.empty for panel in page.context["panels"] if panel.name and not panel.url}
    assert {name: str(said) for name, said in empty.items()} == {
        "referees": "Nobody named yet.", "presentations": "Not presented to anybody.", "sharing": "Not asked yet.",
        "letters": "None.", "mails": "None.", "given": "Nothing was given to anybody.",
        "sources": "Only what the person has typed in applications, with the statement beside it.",
    }  # fmt: skip
    assert folded(page) == {"storage": None, "history": None}


@pytest.mark.parametrize("count", [1, 3])
def test_a_candidate_costs_the_same_whatever_there_is(count, client, candidate, django_assert_num_queries):
    workspace.sign_in(client, "adviser")
    all_of_it(candidate, count)
    made.IdentitySeenFactory(candidate=candidate)
    Candidate.objects.update(adviser=made.StaffFactory())
    client.get(candidate.get_absolute_url())

    with django_assert_num_queries(15):
        client.get(candidate.get_absolute_url())
