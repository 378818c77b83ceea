import datetime
import re
from html import unescape
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from candidates.choices import Stage
from candidates.models import Application, Candidate
from privacy.actions import consents, erasure, subjects
from privacy.choices import Channel, ConsentPurpose, ErasureCause
from privacy.models import TrailEntry
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    ClientContactFactory,
    StaffFactory,
    TrailEntryFactory,
    UserFactory,
)

LISTS = ["min_side", "my_documents", "my_storage", "my_trail", "my_profile", "delete_me"]
CHANGES = ["give_consent", "withdraw_consent"]
OF_ONE = ["my_application", "withdraw_application", "remove_document"]


def words(response) -> str:
    """What a person reads of the page's own part, one line of text."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def heading(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]


def address(name: str, row: Application) -> str:
    if name == "remove_document":
        return reverse(name, args=[row.documents.get().pk])
    return reverse(name, args=[row.pk] if name in OF_ONE else [])


@pytest.fixture
def application(kari):
    return ApplicationDocumentFactory(application__candidate=kari).application


# --- Who comes in ---------------------------------------------------------------------------------
@pytest.mark.parametrize("name", LISTS + OF_ONE)
def test_the_owner_reads_every_page_and_no_cache_keeps_it(own, application, name):
    response = own.get(address(name, application))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response.context["request"].user.subject_id == application.candidate.subject_id


@pytest.mark.parametrize(("method", "name"), [*product(["get", "post"], LISTS + OF_ONE), *product(["post"], CHANGES)])
def test_nobody_gets_in_without_a_login(application, name, method):
    response = getattr(Client(), method)(address(name, application))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize(("method", "name"), [*product(["get"], OF_ONE), *product(["post"], OF_ONE[1:])])
def test_what_is_somebody_elses_does_not_exist(own, now, name, method):
    theirs = ApplicationDocumentFactory().application

    assert getattr(own, method)(address(name, theirs)).status_code == 404
    assert Application.objects.get(pk=theirs.pk).stage == Stage.NEW
    assert theirs.documents.count() == 1


@pytest.mark.parametrize("name", LISTS + OF_ONE)
@pytest.mark.parametrize("who", ["staff", "contact"])
def test_whoever_is_no_candidate_reads_why_the_page_is_empty(application, browser_of, strict_templates, who, name):
    user = StaffFactory() if who == "staff" else UserFactory(subject=ClientContactFactory().subject)
    client = browser_of(user)

    read, sent = client.get(address(name, application)), client.post(address(name, application))

    assert (read.status_code, heading(read)) == (
        200,
        "My page" if (who, name) == ("contact", "min_side") else "This page is for job seekers",
    )
    assert sent.status_code in (403, 405)


def test_an_adviser_who_is_a_candidate_too_sees_only_the_own_application(application, browser_of):
    adviser = StaffFactory()
    CandidateFactory(subject=adviser.subject, account=False)

    assert browser_of(adviser).get(address("my_application", application)).status_code == 404


@pytest.mark.parametrize("name", LISTS + OF_ONE + CHANGES)
def test_reading_changes_nothing(own, application, name):
    before = Candidate.objects.values().get(), Application.objects.values().get(), TrailEntry.objects.count()

    own.get(address(name, application))
    own.head(address(name, application))

    assert (Candidate.objects.values().get(), Application.objects.values().get(), TrailEntry.objects.count()) == before


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_never_a_link(own, name):
    assert own.get(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ["my_profile", "withdraw_application", "give_consent", "delete_me"])
def test_a_form_of_another_site_changes_nothing(application, browser_of, name):
    client = browser_of(application.candidate.subject.user)
    client.handler.enforce_csrf_checks = True

    assert client.post(address(name, application), {"understood": "on"}).status_code == 403


def test_a_session_ends_with_the_person(own, kari, now):
    erasure.erase_person(subject_id=kari.subject_id, cause=ErasureCause.STAFF, by=None, at=now)

    response = own.get(reverse("min_side"))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_whoever_was_erased_in_between_is_told_so(own, kari, monkeypatch):
    """The purge was faster than the button: the lock finds nobody."""

    def nobody(*ids):
        raise subjects.PersonIsGone

    monkeypatch.setattr(subjects, "lock", nobody)

    response = own.post(reverse("give_consent"))

    assert (response.status_code, heading(response)) == (410, "This is already deleted")


# --- Overview and one application -----------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_overview_asks_the_same_number_of_questions_whatever_there_is(own, kari, number, django_assert_num_queries):
    ApplicationFactory.create_batch(number, candidate=kari)

    with django_assert_num_queries(25):
        response = own.get(reverse("min_side"))

    assert response.content.decode().count("Sykepleier</a>") == number


def test_the_overview_says_the_stage_and_the_contact_person_in_words(own, kari):
    kari.adviser = StaffFactory(name="Ola Rådgiver", email="ola@example.test")
    kari.save()
    ApplicationFactory(candidate=kari, stage=Stage.SCREENING)

    assert words(own.get(reverse("min_side"))).endswith(
        "Hello, Kari Waiting for you Nothing. We write to you when there is something to answer. "
        "My applications Sykepleier We are reading your application. "
        "Received on 23 November 2026, here since 23 November 2026 Until when we keep your data "
        "If nothing changes, the last of it is deleted on 23 November 2028. See each thing, until when and why "
        "My contact person Ola Rådgiver, ola@example.test Write to us"
    )


@pytest.mark.parametrize(
    ("submitted", "waits"),
    [((2024, 12, 24), True), ((2025, 1, 23), False)],
)
def test_what_ends_within_sixty_days_waits_for_the_person(own, kari, submitted, waits):
    ApplicationFactory(candidate=kari, submitted_at=datetime.datetime(*submitted, 12, tzinfo=datetime.UTC))

    text = words(own.get(reverse("min_side")))

    assert ("Deleted soon “Application: Sykepleier” is deleted on 24 December 2026." in text) is waits


def test_a_person_without_an_application_is_shown_the_positions(own):
    assert "We have no application from you." in words(own.get(reverse("min_side")))


def test_an_application_tells_its_history(own, application, now):
    url = address("my_application", application)
    own.post(address("withdraw_application", application))

    text = words(own.get(url))

    assert (
        "What has happened 23 November 2026 We received it. 23 November 2026 You confirmed your e-mail address. "
        "23 November 2026 You have withdrawn your application. What you sent and chose Documents cv.pdf"
    ) in text
    assert (
        "Until when we keep it An application is kept for a limited time after you sent it: until 23 November 2028."
        in text
    )


def test_withdraw_twice_is_refused_with_a_sentence(own, application):
    url = address("withdraw_application", application)

    first = own.post(url, follow=True)
    second = own.post(url, follow=True)

    application.refresh_from_db()
    assert application.stage == Stage.WITHDRAWN
    assert application.stage_changes.count() == 1
    assert [str(each) for each in first.context["messages"]] == [
        "You have withdrawn your application. We do not go on with it."
    ]
    assert [str(each) for each in second.context["messages"]] == [
        "You have withdrawn this application before. Nothing was changed."
    ]


def test_a_decided_application_is_not_withdrawn(own, application):
    Application.objects.update(stage=Stage.PLACED)
    url = address("withdraw_application", application)

    asked, sent = own.get(url), own.post(url, follow=True)

    assert '<form method="post">' not in asked.content.decode()
    assert [str(each) for each in sent.context["messages"]] == [
        "This application is closed, so there is nothing to withdraw any more."
    ]


# --- The trail ------------------------------------------------------------------------------------
def test_a_scripted_life_gives_exactly_these_lines(own, kari, application, browser_of, now):
    adviser = browser_of(StaffFactory())
    document = application.documents.get()
    for reader in (adviser, own):
        assert b"".join(reader.get(reverse("document", args=[document.pk]))) == b"%PDF-1.7 Kari Nordmann"
    own.post(reverse("give_consent"))
    own.post(reverse("my_profile"), {"first_name": "Kari", "last_name": "Hansen", "phone": "", "language": "nb"})
    own.post(reverse("withdraw_consent"))
    CandidateFactory()  # somebody else
    TrailEntryFactory()

    response = own.get(reverse("my_trail"))

    assert [(line.text, line.role) for line in response.context["lines"]] == [
        ("Consent withdrawn (further storage)", "you"),
        ("Changed: your profile (last name, telephone)", "you"),
        ("Consent given (further storage)", "you"),
        ("File opened: your document (CV)", "you"),
        ("File opened: your document (CV)", "an adviser"),
    ]


def test_the_trail_is_paged(own, kari):
    TrailEntryFactory.create_batch(26, subject_uuid=kari.subject_id)

    first, second = own.get(reverse("my_trail")), own.get(reverse("my_trail") + "?side=2")

    assert [len(page.context["lines"]) for page in (first, second)] == [25, 1]
    assert ("?side=2" in first.content.decode(), "?side=1" in second.content.decode()) == (True, True)


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 5000, "99999"])
def test_a_page_that_is_none_is_no_error(own, page):
    assert own.get(reverse("my_trail"), {"side": page}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_trail_asks_the_same_number_of_questions_whatever_there_is(own, kari, number, django_assert_num_queries):
    TrailEntryFactory.create_batch(number, subject_uuid=kari.subject_id)

    with django_assert_num_queries(10):
        response = own.get(reverse("my_trail"))

    assert len(response.context["lines"]) == number


# --- The profile ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("first_name", "Karianne", "Karianne"),
        ("last_name", "Hansen", "Hansen"),
        ("phone", "22 33 44 66", "+4722334466"),
        ("language", "en", "en"),
    ],
)
def test_each_field_is_edited_by_its_owner_only(own, kari, field, typed, stored):
    other = CandidateFactory(first_name="Per", last_name="Berg", phone="+4722334455")
    before = Candidate.objects.values().get(pk=other.pk)
    form = {"first_name": "Kari", "last_name": "Nordmann", "phone": "22334455", "language": "nb"}

    own.post(reverse("my_profile"), {**form, field: typed, "id": str(other.pk), "subject": str(other.subject_id)})

    kari.refresh_from_db()
    assert getattr(kari, field) == stored
    assert list(TrailEntry.objects.filter(subject_uuid=kari.subject_id).values_list("verb", "fields")) == [
        ("changed", [field])
    ]
    assert Candidate.objects.values().get(pk=other.pk) == before


def test_fields_that_are_not_ones_own_to_set_stay(own, kari):
    form = {"first_name": "Kari", "last_name": "Nordmann", "phone": "", "language": "nb"}

    own.post(
        reverse("my_profile"),
        {
            **form,
            "unconfirmed_email": "x@example.test",
            "source": "by_hand",
            "adviser": "1",
            "received_on": "2030-01-01",
        },
    )

    kari.refresh_from_db()
    assert (kari.unconfirmed_email, kari.source, kari.adviser, kari.received_on) == ("", "website", None, None)


def test_a_wrong_telephone_number_is_explained_and_what_was_typed_stays(own, kari):
    response = own.post(
        reverse("my_profile"), {"first_name": "Karianne", "last_name": "Nordmann", "phone": "12", "language": "nb"}
    )

    assert response.context["form"].errors == {
        "phone": ["This is not a telephone number we can call. Check the digits."]
    }
    assert 'value="Karianne"' in response.content.decode()
    kari.refresh_from_db()
    assert kari.first_name == "Kari"


def test_the_profile_shows_the_address_that_is_confirmed(own):
    assert "E-mail address: kari@example.test" in words(own.get(reverse("my_profile")))


def test_a_consent_is_shown_in_the_trail_of_the_person_an_alias_was_merged_into(own, kari, now):
    alias = CandidateFactory(account=False).subject
    consents.give(
        subject_id=alias.pk,
        purpose=ConsentPurpose.FURTHER_STORAGE,
        language="nb",
        channel=Channel.WEBSITE,
        by=None,
        at=now,
    )
    subjects.merge(lost=alias, into=kari.subject, by=None, at=now)

    lines = own.get(reverse("my_trail")).context["lines"]

    assert [line.text for line in lines] == [
        "Brought together with the same person's data",
        "Consent given (further storage)",
    ]
