import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.views.defaults import bad_request, server_error
from pytest_django.asserts import assertContains

from tests.factories import JobAdFactory


@pytest.fixture
def english():
    return Client(headers={"cookie": "django_language=en"})


def test_the_last_resort_needs_no_database_and_no_manifest(rf, settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "there.is.no.Such"}}

    response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert b'href="/static/css/site.css"' in response.content
    assert b"<h1>" in response.content


def test_a_bad_request_gets_a_whole_page(rf):
    response = bad_request(rf.get("/"), ValueError("secret"))

    assert response.status_code == 400
    assert b"<h1>" in response.content
    assert b"secret" not in response.content


def test_a_form_without_its_token_is_explained(db):
    browser = Client(enforce_csrf_checks=True, headers={"cookie": "django_language=en"})
    ad = JobAdFactory()

    response = browser.post(f"/stillinger/{ad.slug}/sok/", {"first_name": "Kari"})

    assertContains(response, "The form was open for too long", status_code=403)


def test_what_is_not_there_says_so_in_the_site_s_own_shell(db, english):
    response = english.get("/finnes-ikke/")

    assertContains(response, "We cannot find that page", status_code=404)
    assertContains(response, 'href="/stillinger/"', status_code=404)


@pytest.mark.asvs("CFG-12")
def test_a_foreign_host_is_refused_without_a_word_about_ours(client):
    response = client.get("/", headers={"host": "evil.test"})

    assert response.status_code == 400
    assert b"evil.test" not in response.content


@pytest.mark.parametrize("page", ["files_away.html", "gone.html", "too_many.html", "403.html", "413.html"])
def test_pages_of_refusal_are_whole(db, rf, page):
    request = rf.get("/")

    assert render_to_string(page, request=request).count("<h1>") == 1
