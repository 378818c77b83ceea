import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from pytest_django.asserts import assertContains
from redis.exceptions import ConnectionError as CacheGone

from privacy.views import health


def test_alive_and_ready(db, client):
    assert [client.get(page).content for page in ("/livez", "/readyz")] == [b"alive\n", b"ready\n"]


def test_not_ready_says_no_more_than_that(db, client, monkeypatch):
    def fail(key):
        raise CacheGone("redis://secret@10.0.0.7")

    monkeypatch.setattr(health.cache, "get", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_pages_work_without_the_cache(db, client, monkeypatch):
    def fail(*args):
        raise CacheGone

    for name in ("get", "add", "incr"):
        monkeypatch.setattr(cache, name, fail)
    question = {"name": "Kari", "email": "kari@example.test", "kind": "question", "message": "Hei"}

    assert client.post("/kontakt/", question).status_code == 302


def test_security_txt_names_the_one_address(db, client):
    lines = client.get("/.well-known/security.txt").text.splitlines()

    assert lines[0] == "Contact: mailto:post@fremrykk.no"
    assert [line.split(": ")[0] for line in lines] == [
        "Contact",
        "Expires",
        "Preferred-Languages",
        "Canonical",
        "Policy",
    ]


def test_robots_stay_out_of_what_is_personal(client):
    assert client.get("/robots.txt").text.splitlines()[:2] == ["User-agent: *", "Disallow: /admin/"]


def test_mails_are_shown_in_the_demo_only(db, client, settings, tmp_path):
    code = EmailMessage("Koden din", "Koden er 3F7KQ2.", to=["kari@example.test"])
    greeting = EmailMessage("Velkommen", "Hei på deg.", to=["ola@example.test"])
    EmailBackend(file_path=str(tmp_path)).send_messages([code, greeting])
    settings.EMAIL_FILE_PATH = str(tmp_path)
    closed = client.get("/demo/epost/").status_code
    settings.DEMO = True

    response = client.get("/demo/epost/")

    assert closed == 404
    assert [(mail["subject"], mail["text"].strip()) for mail in response.context["mails"]] == [
        ("Koden din", "Koden er 3F7KQ2."),
        ("Velkommen", "Hei på deg."),
    ]
    assertContains(response, "Koden er 3F7KQ2.")
    assertContains(response, "kari@example.test")


@pytest.mark.parametrize("page", ["/?q=%00", "/?q=%ff", "/stillinger/?q=%ed%a0%80", "/a%00b/"])
def test_what_is_no_text_is_refused(db, client, page):
    assert client.get(page).status_code == 400


def test_a_form_with_nul_or_two_thousand_fields_is_refused(db, client):
    assert client.post("/kontakt/", {"name": "a\0b"}).status_code == 400
    assert client.post("/kontakt/", {f"field{number}": "1" for number in range(2_000)}).status_code == 400


def test_a_body_beyond_measure_gets_a_page_that_says_so(db, client):
    response = client.generic("POST", "/kontakt/", b"a" * 26_000_001, content_type="application/octet-stream")

    assert response.status_code == 413
    assertContains(response, "5 MB", status_code=413)


def test_every_answer_stays_with_its_origin(db, client):
    pages = ["/", "/livez", "/finnes-ikke/", "/min-side/"]

    assert {client.get(page)["Cross-Origin-Resource-Policy"] for page in pages} == {"same-origin"}
    assert {client.get(page)["Cross-Origin-Opener-Policy"] for page in pages} == {"same-origin"}
