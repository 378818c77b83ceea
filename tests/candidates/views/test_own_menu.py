"""What is whose on the own pages: the menu, what waits, messages, a referee's own statement."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import translation

from candidates.models import ReferenceCheck
from candidates.queries.own_menu import menu
from candidates.queries.own_pages import Roles, roles, waits_for
from candidates.queries.references import digest, token_of
from privacy.models import InboxCase
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    ClientContactFactory,
    InboxCaseFactory,
    InterviewFactory,
    JobOrderFactory,
    OfferFactory,
    OrderReaderFactory,
    PackageFactory,
    RefereeFactory,
    ReferenceCheckFactory,
    SharingPermissionFactory,
    StaffFactory,
    SubjectFactory,
    UserFactory,
)


def shown(response) -> str:
    return re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]


def asked_referee(email: str, **values) -> ReferenceCheck:
    """One who was asked, for a position that is open."""
    application = ApplicationFactory(job_ad=None, job_order=JobOrderFactory(), **values)
    referee = RefereeFactory(candidate=application.candidate, email=email)
    asked = {"asked_at": referee.named_at, "asked_by": StaffFactory()}
    check = ReferenceCheckFactory(application=application, referee=referee, **asked)
    ReferenceCheck.objects.filter(pk=check.pk).update(token_digest=digest(token_of(check)))
    return check


# --- The menu -------------------------------------------------------------------------------------
def names(what: Roles, path: str = "/") -> list[str]:
    return [each.url for _title, rows in menu(what, path) for each in rows]


@pytest.mark.parametrize(
    ("what", "has", "lacks"),
    [
        (
            Roles(),
            ["min_side", "my_history", "my_copies", "my_consents", "account", "delete_my_contact"],
            ["my_profile", "my_orders", "delete_me"],
        ),
        (Roles(is_candidate=True), ["my_profile", "my_storage", "my_trail", "delete_me"], ["my_orders", "my_history"]),
        (Roles(is_contact=True), ["my_orders", "my_contact", "delete_my_contact"], ["my_profile", "my_statements"]),
        (Roles(follows_orders=True), ["my_orders", "delete_my_contact"], ["my_contact"]),
        (Roles(is_shown_candidates=True), ["my_presentations"], ["my_profile", "my_contact"]),
        (Roles(works_here=True), ["my_history"], ["delete_me", "delete_my_contact"]),
        (Roles(is_employee=True), ["my_employment"], ["my_profile", "my_orders", "my_statements"]),
        (Roles(is_referee=True), ["my_statements"], ["my_profile", "my_orders"]),
        (Roles(is_candidate=True, is_contact=True), ["my_profile", "my_contact", "delete_me"], ["delete_my_contact"]),
    ],
)
def test_the_menu_has_only_what_is_ones_own(what, has, lacks):
    found = names(what)

    assert [each for each in has if reverse(each) not in found] == []
    assert [each for each in lacks if reverse(each) in found] == []


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/min-side/", ("/min-side/", "page")),
        ("/min-side/profil/", ("/min-side/profil/", "page")),
        ("/min-side/soknader/1/", ("/min-side/", "true")),
        ("/personvern/kopi/1/", ("/personvern/kopi/", "true")),
        ("/stillinger/", None),
    ],
)
def test_one_place_at_most_is_where_one_is(path, marked):
    found = [(each.url, each.current) for _title, rows in menu(Roles(is_candidate=True), path) for each in rows]

    assert [each for each in found if each[1]] == ([marked] if marked else [])


@pytest.mark.django_db
def test_roles_are_read_from_what_stands(kari):
    contact = ClientContactFactory()
    account = UserFactory(subject=contact.subject, email=contact.email)
    asked_referee("KARI@example.test")
    OrderReaderFactory(contact=contact)

    assert roles(kari.subject.user) == Roles(is_candidate=True, is_referee=True)
    assert (roles(account).is_candidate, roles(account).is_contact) == (False, True)
    assert roles(UserFactory()) == Roles()


# Every page somebody can read without being a candidate or speaking for a client.
PAGES = [
    "min_side", "my_copies", "my_history", "my_recipients", "my_messages", "my_statements", "my_employment", "my_orders", "my_contact",
    "privacy_request", "account", "mfa_index", "usersessions_list",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_each_own_page_has_the_menu_and_says_where_one_is(own, name):
    text = shown(own.get(reverse(name)))

    assert text.count('class="own-menu"') == 1
    assert len(re.findall(r'aria-current="(?:page|true)"', text)) == (name != "my_history")


@pytest.mark.django_db
def test_the_menu_says_how_many_answers_came_within_the_week(own, kari, now):
    week = datetime.timedelta(days=7)
    answered = {"subject": kari.subject, "closed_by": StaffFactory(), "received_at": now - 2 * week}
    for closed_at, answer in ((now, "Svar"), (now - week / 2, "Svar"), (now - week, "Svar"), (now, "")):
        InboxCaseFactory(closed_at=closed_at, answer=answer, **answered)
    InboxCaseFactory(subject=SubjectFactory(), closed_at=now, closed_by=answered["closed_by"], answer="En annens")

    said = re.findall(r'class="own-count">([^<]+)<', shown(own.get(reverse("min_side"))))

    assert said == ["2 new answers"] * 2  # beside the page, and in the line it folds under on a phone


# --- What waits -----------------------------------------------------------------------------------
def everything_waits(candidate) -> None:
    ad = {"application__candidate": candidate}
    OfferFactory(**ad)
    InterviewFactory(proposed=True, **ad)
    SharingPermissionFactory(candidate=candidate)
    PackageFactory(subject=candidate.subject, expires_on=datetime.date(2026, 11, 30))
    application = ApplicationFactory(candidate=candidate, job_ad=None, job_order=JobOrderFactory())
    wanted = {"wanted_at": application.submitted_at, "wanted_by": StaffFactory(), "go_ahead_at": None}
    ReferenceCheckFactory(application=application, referee=RefereeFactory(candidate=candidate), **wanted)


@pytest.mark.django_db
def test_what_waits_is_the_persons_own_and_the_urgent_first(kari, now):
    everything_waits(kari)
    everything_waits(CandidateFactory())

    with translation.override("en"):
        found = [(str(each.what), each.until and each.until.isoformat()) for each in waits_for(kari, at=now)]

    assert found == [
        ("Choose a time for a conversation", "2026-11-26"),
        ("Fetch your copy", "2026-11-29"),
        ("Answer the offer", "2026-12-01"),
        ("May we present you?", "2026-12-07"),
        ("May we ask your referee?", None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 3])
def test_to_see_what_waits_takes_six_questions(kari, now, times, django_assert_num_queries):
    for _each in range(times):
        SharingPermissionFactory(candidate=kari)
        OfferFactory(application__candidate=kari)

    with django_assert_num_queries(6):
        assert len(waits_for(kari, at=now)) == 2 * times


@pytest.mark.django_db
def test_each_thing_that_waits_leads_to_where_it_is_answered(own, kari, now):
    everything_waits(kari)
    text = shown(own.get(reverse("min_side")))

    for each in waits_for(kari, at=now):
        assert each.url in text
        assert own.get(each.url).status_code == 200


# --- Messages -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_message_becomes_a_case_of_the_person_and_its_answer_is_shown(own, kari):
    response = own.post(reverse("my_messages"), {"message": "Når hører jeg noe? <b>"}, follow=True)

    case = InboxCase.objects.get()
    assert (case.subject_id, case.email, case.message) == (
        kari.subject_id,
        "kari@example.test",
        "Når hører jeg noe? <b>",
    )
    assert "Når hører jeg noe? &lt;b&gt;" in shown(response)
    assert f"Received. Your message has the number {case.number}." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "   ", "a" * 10_001])
def test_a_bad_message_is_refused_and_kept_on_the_page(own, typed):
    response = own.post(reverse("my_messages"), {"message": typed})

    assert (response.status_code, InboxCase.objects.count()) == (200, 0)
    assert response.context["form"].errors
    assert typed.strip() in response.content.decode()


@pytest.mark.django_db
def test_somebody_elses_messages_are_not_shown(own, kari):
    InboxCaseFactory(subject=SubjectFactory(), email="kari@example.test", message="En annens ord")
    mine = InboxCaseFactory(
        subject=kari.subject, message="Mine ord", closed_at=kari.created_at, closed_by=StaffFactory(), answer="Svar"
    )

    text = shown(own.get(reverse("my_messages")))

    assert ("Mine ord" in text, "Svar" in text, "En annens ord" in text, mine.number in text) == (
        True,
        True,
        False,
        True,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_messages_take_as_many_questions_whatever_there_is(own, kari, number, django_assert_num_queries):
    InboxCaseFactory.create_batch(number, subject=kari.subject)

    with django_assert_num_queries(11):
        own.get(reverse("my_messages"))


# --- A referee ------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.promise("P58")
def test_a_referee_reads_the_own_statement_and_nobody_elses(own, browser_of):
    mine, theirs = asked_referee("kari@example.test"), asked_referee("per@example.test")

    text = shown(own.get(reverse("my_statements")))

    assert reverse("reference", args=[token_of(mine)]) in text
    assert token_of(theirs) not in text
    assert own.get(reverse("reference", args=[token_of(mine)])).status_code == 200
    assert token_of(mine) not in shown(browser_of(UserFactory()).get(reverse("my_statements")))


@pytest.mark.django_db
def test_an_address_not_proved_shows_no_statement(kari):
    asked_referee("kari@example.test")
    kari.subject.user.emailaddress_set.update(verified=False)

    assert roles(kari.subject.user) == Roles(is_candidate=True)
