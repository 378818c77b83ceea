import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from privacy.models import Notice, ProcessingActivity
from privacy.templatetags import telling
from tests.factories import ProcessingActivityFactory


@pytest.fixture
def english():
    return Client(headers={"cookie": "django_language=en"})


@pytest.mark.promise("P4")
def test_the_statement_is_open_sets_no_cookie_and_says_what_the_register_says(db, english):
    activity = ProcessingActivity.objects.get(code="applications")
    before = english.get("/personvern/")
    ProcessingActivity.objects.filter(pk=activity.pk).update(purpose_en="Counting reindeer.")

    after = english.get("/personvern/")

    assert (before.status_code, after.cookies.output()) == (200, "")
    assertNotContains(before, "Counting reindeer.")
    assertContains(after, "Counting reindeer.")


@pytest.mark.parametrize("page", ["/personvern/", "/personvern/behandlinger/"])
def test_the_controller_and_who_has_each_task_are_named(db, english, page):
    ProcessingActivityFactory(code="reindeer", delegated_to="finance")

    response = english.get(page)

    assertContains(response, "Fremrykk Rekruttering")
    assertContains(
        response,
        "Daily responsibility: Finance",
        count=ProcessingActivity.objects.filter(delegated_to="finance").count(),
    )
    assertContains(response, "Daily responsibility:", count=ProcessingActivity.objects.count())


def test_earlier_versions_stay_to_be_read(db, client):
    response = client.get("/personvern/")

    assert [response.context["notice"].version, *(old.version for old in response.context["earlier"])] == [2, 1]
    assertContains(response, Notice.objects.get(kind="statement", version=1).remark)


def test_approved_storage_times_are_shown_proposals_are_not(db, client, approved_periods):
    shown = client.get("/personvern/").context["periods"]

    assert "candidate_base" in {period.code for period in shown}


def test_proposed_storage_times_are_not_shown(db, client):
    assert list(client.get("/personvern/").context["periods"]) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_statement_costs_the_same_however_long_the_register(db, client, django_assert_num_queries, number):
    ProcessingActivityFactory.create_batch(number)

    with django_assert_num_queries(8):
        client.get("/personvern/")
    with django_assert_num_queries(5):
        client.get("/personvern/behandlinger/")


def test_norwegian_is_the_default_and_english_a_choice(db, client):
    norwegian = client.get("/personvern/")
    chosen = client.post("/sprak/", {"language": "en", "next": "/personvern/"})
    english = client.get("/personvern/")

    assertContains(norwegian, '<html lang="nb"')
    assertContains(norwegian, "Kort fortalt")
    assert (chosen.status_code, chosen.url) == (302, "/personvern/")
    assertContains(english, '<html lang="en"')
    assertContains(english, "In short")


@pytest.mark.parametrize("browser", ["no", "nb-NO,nb;q=0.9,no;q=0.8,en;q=0.5", "de"])
def test_what_a_browser_asks_for_is_norwegian_unless_it_is_english(db, client, browser):
    assertContains(client.get("/personvern/", headers={"accept-language": browser}), '<html lang="nb"')


def test_another_site_cannot_choose_the_language(db, client):
    response = client.post("/sprak/", {"language": "en"}, headers={"origin": "https://evil.test"})

    assert (response.status_code, response.cookies.output()) == (403, "")


def test_the_choice_of_language_leads_nowhere_else(db, client):
    assert client.post("/sprak/", {"language": "en", "next": "https://evil.test/"}).url == "/"


@pytest.mark.parametrize("origin", ["http://[", "http://evil.test", "null"])
def test_no_other_site_chooses_the_language(db, client, origin):
    response = client.post("/sprak/", {"language": "en"}, headers={"origin": origin})

    assert response.status_code == 403
    assert "django_language" not in response.cookies


def test_a_part_has_a_name_one_can_read_in_its_address():
    text = "## Når vi sletter særlige opplysninger på øya\n\nOrd.\n\n## Ås\n\nOrd."

    names = ["naar-vi-sletter-saerlige-opplysninger-paa-oeya", "aas"]

    assert [name for name, _heading in telling.headings(text)] == names
    assert [name for name, _heading, _body in telling.sections(text)] == names
    assert [f'id="{name}"' in telling.running_text(text) for name in names] == [True, True]
