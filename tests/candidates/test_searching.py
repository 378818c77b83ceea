"""The search page: everything somebody could ask, in an order they chose, by pages, among whom it is allowed."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from candidates.actions import words
from candidates.models import Candidate, SavedSearch
from candidates.queries import gathering, paging, search
from candidates.queries.words import asked as words_of
from privacy.models import TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/search/"
ASKED = [
    {"q": "kokk"}, {"q": "kokker"}, {"q": "Kokk Bergen"}, {"q": '"kokk på hotell"'}, {"q": "kokk -sjåfør"},
    {"q": "excel"}, {"q": "Xylander"}, {"q": "xy"}, {"q": "zara.x"}, {"q": "hotel"}, {"q": "cafe"}, {"q": "-sjåfør"},
    {"skills": "excel"}, {"skills": "Excel, word"}, {"certificate": "truck"}, {"language": "no", "level": "3"},
    {"place": "bergen"}, {"availability": "from_day"}, {"begin_by": "2027-02-01"}, {"stage": "new"},
    {"tag": "TAG"}, {"list": "LIST"}, {"choice": "candidate_base"}, {"choice": "without_asking"}, {"source": "website"},
    {"q": "kokk", "place": "bergen", "sort": "name"},
]  # fmt: skip


@pytest.fixture
def adviser(client):
    return workspace.sign_in(client, "adviser")


def whole(**application) -> Candidate:
    """Whom every question of `ASKED` finds."""
    candidate = made.CandidateFactory(
        first_name="Zara", last_name="Xylander", account__email=f"zara.x{Candidate.objects.count()}@example.test"
    )
    told = {"sharing_scope": "without_asking"} if application.get("keep_scope") != "this_position" else {}
    made.ApplicationFactory(candidate=candidate, **(told | application))
    made.DocumentFactory(candidate=candidate, text="Kokk på hotell og på Café Opera")
    made.ProfileFactory(candidate=candidate, availability="from_day", available_from=datetime.date(2027, 1, 15))
    for name in ("Excel", "Word"):
        made.SkillFactory(candidate=candidate, name=name)
    made.CertificateFactory(candidate=candidate)
    made.LanguageSkillFactory(candidate=candidate)
    search_words(candidate)
    return candidate


def search_words(candidate: Candidate) -> None:
    for document in candidate.documents.all():
        words.learn(document_id=document.pk)


def tagged(candidate: Candidate) -> tuple[int, str]:
    tag = made.TagUseFactory(candidate=candidate).tag
    return tag.pk, str(made.ListEntryFactory(candidate=candidate).list.pk)


def filled(asked: dict[str, str], tag: int, list_: str) -> dict[str, str]:
    return asked | ({"tag": str(tag)} if "tag" in asked else {}) | ({"list": list_} if "list" in asked else {})


def found(response) -> list[str]:
    return [hit[0].pk for hit in response.context.get("hits", [])]


def test_every_question_finds_who_may_be_found_and_nobody_else(client, adviser):
    """For one position with somebody else, withdrawn, not chosen, set aside: no question finds them."""
    wanted = whole()
    tag, list_ = tagged(wanted)
    whole(keep_scope="this_position"), whole(stage="withdrawn")
    aside = whole()
    tagged(aside)
    made.RestrictionFactory(subject=aside.subject, category="document")
    gone = whole()
    made.RestrictionFactory(subject=gone.subject)

    answers = {str(asked): found(client.get(ADDRESS, filled(asked, tag, list_))) for asked in ASKED}

    assert answers == {str(asked): [wanted.pk] for asked in ASKED}


def test_who_applied_for_an_order_of_mine_is_found_by_me_only(client, adviser):
    mine = whole(keep_scope="this_position", job_ad__order__adviser=adviser)

    answers = [found(client.get(ADDRESS, {"q": "kokk"}))]
    workspace.sign_in(client, "adviser")
    answers.append(found(client.get(ADDRESS, {"q": "kokk"})))

    assert answers == [[mine.pk], []]


@pytest.mark.promise("P64")
def test_who_is_in_process_for_a_colleague_is_found_by_who_stands_in(client, adviser):
    away = workspace.colleague("adviser")
    theirs = whole(keep_scope="this_position", job_ad__order__adviser=away)
    today = timezone.localdate()
    before = found(client.get(ADDRESS, {"q": "kokk"}))

    made.StandInFactory(account=away, stand_in=adviser, since=today, until=today)

    assert (before, found(client.get(ADDRESS, {"q": "kokk"}))) == ([], [theirs.pk])


@pytest.mark.parametrize(
    "asked",
    [{"q": "sjåfør"}, {"q": '"hotell på kokk"'}, {"q": "kokk -hotell"}, {"skills": "excel, truck"}, {"begin_by": "2027-01-01"},
     {"language": "en"}, {"certificate": "kran"}, {"place": "oslo"}, {"stage": "offer"}, {"choice": "ask_first"}, {"q": "får"}],
)  # fmt: skip
def test_what_does_not_fit_is_not_found(asked, client, adviser):
    whole()
    far = made.ApplicationFactory().candidate
    made.DocumentFactory(candidate=far, text="far til to")
    search_words(far)

    assert found(client.get(ADDRESS, asked)) == []


def test_a_certificate_that_is_over_does_not_count(client, adviser):
    whole().certificates.update(valid_until=datetime.date(2026, 1, 1))

    assert found(client.get(ADDRESS, {"certificate": "truck"})) == []


# --- order ---
@pytest.mark.promise("P71")
def test_the_order_is_the_one_that_was_chosen_and_depends_on_nothing_else(client, adviser):
    """The fewest hits and the newest document do not come first: only the day of registration, or the name, counts."""
    names = ["Åse", "Anne", "Ørjan", "anne", "Ærlig", "Zoe", "Élise"]
    people = []
    for day, name in enumerate(names):
        candidate = made.ApplicationFactory(
            candidate__first_name="X", candidate__last_name=name,
            candidate__created_at=made.NOW + datetime.timedelta(days=day % 4),
        ).candidate  # fmt: skip
        made.DocumentFactory(candidate=candidate, text="kokk " * (1 + day * 7 % 5), uploaded_at=made.NOW)
        people.append(candidate)
    by_day = sorted(people, key=lambda each: (-each.created_at.timestamp(), each.pk))
    same = sorted(people[1:4:2], key=lambda each: each.pk)
    by_name = [*same, people[6], people[5], people[4], people[2], people[0]]

    answers = [
        found(client.get(ADDRESS, asked | {"sort": sort}))
        for sort in ("newest", "name")
        for asked in ({"q": "kokk"}, {"q": "kokk kokk"}, {"choice": "candidate_base"}, {"q": "kok"})
    ]

    assert answers == [[each.pk for each in by_day]] * 4 + [[each.pk for each in by_name]] * 4


@pytest.mark.parametrize("sort", ["newest", "name"])
def test_pages_hold_everybody_once_there_and_back(sort, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    for _ in range(5):
        made.CandidateFactory(first_name="Lik", last_name="Lik")
    everybody = Candidate.objects.all()

    first = paging.page(everybody, sort=sort)
    second = paging.page(everybody, sort=sort, after=first.after)
    third = paging.page(everybody, sort=sort, after=second.after)
    back = paging.page(everybody, sort=sort, before=third.before)

    seen = [each.pk for shown in (first, second, third) for each in shown.people]
    assert (len(seen), len(set(seen))) == (5, 5)
    assert (first.before, third.after, back.people) == ("", "", second.people)


def test_a_page_goes_on_when_its_edge_is_erased_or_nonsense(client, adviser):
    wanted = whole()

    answers = [found(client.get(ADDRESS, {"q": "kokk", "after": edge})) for edge in ("x", str(made.Subject().pk))]

    assert answers == [[wanted.pk]] * 2


def test_the_count_is_right_or_says_more_than(client, adviser, monkeypatch, settings):
    settings.LANGUAGE_CODE = "en"
    for _ in range(3):
        whole()
    right = client.get(ADDRESS, {"q": "kokk"})
    monkeypatch.setattr(search, "MOST_COUNTED", 2)

    more = client.get(ADDRESS, {"q": "kokk"})

    assert (right.context["count"], right.context["is_capped"]) == (3, False)
    assert "More than 2 candidates." in more.text


@pytest.mark.parametrize(("count", "is_said"), [(12, False), (13, True)])
def test_words_that_are_too_many_are_told_of(count, is_said, client, adviser, settings):
    settings.LANGUAGE_CODE = "en"
    whole()

    response = client.get(ADDRESS, {"q": " ".join(["kokk", *(f"-ord{'a' * number}" for number in range(1, count))])})

    assert ("Only the first 12 words were searched for." in response.text, len(found(response))) == (is_said, 1)


@pytest.mark.parametrize("typed", ["---", ",", "\u0301", "-\u0301"])
def test_where_nothing_that_was_typed_is_a_word_nobody_is_found(typed, client, adviser):
    whole()

    assert found(client.get(ADDRESS, {"q": typed})) == []


def test_the_few_are_counted_as_they_are_shown(client, adviser, monkeypatch):
    """Their page asks each of them everything as well."""
    monkeypatch.setattr(search, "_up_to", lambda _found: 0)
    wanted = {whole().pk for _ in range(3)}

    response = client.get(ADDRESS, {"q": "kokk", "place": "bergen"})

    assert ({*found(response)}, response.context["count"]) == (wanted, 3)


def slowly() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")
    return 0


@pytest.mark.parametrize("typed", ["kokk hotell", "kokk"])
def test_common_words_are_found_as_rare_ones(typed, client, adviser, monkeypatch):
    """More than are gathered, and more than are taken as some of them."""
    for limit in ("MOST_GATHERED", "MOST_OF_SEVERAL", "SAMPLE"):
        monkeypatch.setattr(gathering, limit, 1)
    wanted = {whole().pk for _ in range(3)}

    response = client.get(ADDRESS, {"q": typed})

    assert ({*found(response)}, response.context["count"]) == (wanted, 3)
    assert gathering.gathered(words_of(typed)).is_all is False


def test_so_many_that_some_of_them_are_enough_are_more_than_are_counted(client, adviser, monkeypatch):
    """Three of the four are counted, and nobody else."""
    counted = []
    up_to = search._up_to
    monkeypatch.setattr(search, "_up_to", lambda people: counted.append(people.count()) or up_to(people))
    monkeypatch.setattr(gathering, "MOST_GATHERED", 0)
    monkeypatch.setattr(gathering, "SAMPLE", 3)
    monkeypatch.setattr(search, "MOST_COUNTED", 2)
    for _ in range(4):
        whole()

    response = client.get(ADDRESS, {"q": "kokk"})

    assert (response.context["count"], response.context["is_capped"], len(found(response))) == (3, True, 4)
    assert counted == [3]


@pytest.mark.parametrize(("people", "said"), [(2, "2 candidates"), (26, "More candidates than are counted.")])
def test_what_takes_too_long_to_count_is_shown_all_the_same(people, said, client, adviser, monkeypatch, settings):
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(gathering, "FEW", 0)
    monkeypatch.setattr(search, "LONGEST_COUNT", "1ms")
    monkeypatch.setattr(search, "_up_to", lambda _found: slowly())
    for _ in range(people):
        whole()

    response = client.get(ADDRESS, {"q": "kokk"})

    assert said in response.text
    assert len(found(response)) == min(people, paging.PER_PAGE)


# --- what is shown ---
def test_the_hit_is_marked_and_the_rest_is_literal(client, adviser):
    candidate = made.ApplicationFactory().candidate
    made.DocumentFactory(candidate=candidate, text="R&D <img src=x onerror=alert(1)> kokk <b>på</b> hotell")

    text = client.get(ADDRESS, {"q": "kokk"}).text

    assert "<mark>kokk</mark>" in text
    assert ("<img src=x" in text, "<b>på" in text, "R&amp;D" in text) == (False, False, True)


def test_who_is_shown_finds_it_in_the_own_history(client, adviser):
    shown, other = whole(), made.ApplicationFactory().candidate

    client.get(ADDRESS, {"q": "hotell"})
    client.get(reverse("admin:candidates_candidate_changelist"), {"q": "hotell"})
    client.get(ADDRESS)

    entries = TrailEntry.objects.filter(subject_uuid__in=[shown.subject_id, other.subject_id])
    assert (
        list(entries.values_list("subject_uuid", "verb", "role", "fields"))
        == [(shown.subject_id, "found", "adviser", [])] * 2
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_many_are_found(count, client, adviser, django_assert_num_queries):
    for _ in range(count):
        tagged(whole())
    client.get(ADDRESS)

    with django_assert_num_queries(33):
        response = client.get(ADDRESS, {"q": "kokk"})

    assert len(found(response)) == count


@pytest.mark.parametrize(
    "asked",
    ["q=%27%22%5C", "q=" + "x" * 600, "q=---", 'q="', "level=99", "begin_by=tomorrow", "tag=x", "list=x",
     "tag=99999999999999999999",
     "sort=rank&q=a", "skills=%2C%2C", "skills=%25", "place=_", "stage=x", "q=%EE%80%80", "certificate=%5C"],
)  # fmt: skip
def test_bad_input_gets_a_page_and_keeps_what_was_typed(asked, client, adviser):
    whole()

    response = client.get(f"{ADDRESS}?{asked}")

    assert (
        response.status_code,
        "hits" not in response.context or found(response) in ([], [Candidate.objects.get().pk]),
    ) == (
        200,
        True,
    )


def test_an_answer_that_takes_too_long_is_a_sentence(client, adviser, monkeypatch, settings):
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(search, "LONGEST_WAIT", "1ms")
    for _ in range(25):
        made.DocumentFactory(candidate=made.ApplicationFactory().candidate, text="kokk " * 20_000)

    response = client.get(ADDRESS, {"q": "kokk"})

    assert "This took too long to find." in response.text


@pytest.mark.parametrize(("role", "status"), [("finance", 403), ("marketing", 403), ("privacy", 200), ("manager", 200)])
def test_who_works_with_no_candidates_does_not_search(role, status, client):
    workspace.sign_in(client, role)

    assert client.get(ADDRESS).status_code == status


# --- saved searches ---
def test_a_search_is_saved_run_again_and_deleted_by_its_owner_only(client, adviser):
    client.post(ADDRESS, {"asked": "q=kokk&place=bergen&after=x&foo=1", "name": " Kokker  i Bergen "})
    saved = SavedSearch.objects.get()
    text = client.get(ADDRESS).text
    other = workspace.sign_in(client, "adviser")
    seen_by_other = str(saved) in client.get(ADDRESS).text
    client.post(ADDRESS, {"forget": saved.pk})
    kept = SavedSearch.objects.count()
    workspace.log_in(client, adviser)
    client.post(ADDRESS, {"forget": saved.pk})

    assert (saved.name, saved.asked, escape("?q=kokk&place=bergen") in text) == (
        "Kokker i Bergen",
        "q=kokk&place=bergen",
        True,
    )
    assert (seen_by_other, kept, SavedSearch.objects.count(), other.saved_searches.count()) == (False, 1, 0, 0)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("", "Kokker"), ("q=kokk", ""), ("q=kokk", "k" * 81), ("foo=1", "Kokker"), ("q=" + "ø" * 3000, "Kokker")],
)
def test_what_cannot_be_saved_is_told_of(asked, name, client, adviser):
    response = client.post(ADDRESS, {"asked": asked, "name": name}, follow=True)

    assert (len(list(response.context["messages"])), SavedSearch.objects.count()) == (1, 0)


def test_the_same_name_twice_is_told_of(client, adviser):
    for _ in range(2):
        response = client.post(ADDRESS, {"asked": "q=kokk", "name": "Kokker"}, follow=True)

    assert (len(list(response.context["messages"])), SavedSearch.objects.count()) == (1, 1)
