import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from pytest_django.asserts import assertContains

from fremrykk.requests import Utf8Request

UNREAD = "Dette kunne vi ikke lese"


@pytest.fixture
def application():
    handler = WSGIHandler()
    handler.request_class = Utf8Request
    return handler


@pytest.mark.parametrize("page", ["/", "/konto/login/", "/min-side/"])
def test_a_cookie_with_nul_is_refused_before_the_database_sees_it(db, client, page):
    response = client.get(page, headers={"cookie": r'sessionid="\000aaaaaaaaaaaaaaaaaaa"'})

    assertContains(response, UNREAD, status_code=400)


@pytest.mark.parametrize("charset", ["hex", "punycode", "undefined", "utf-7", "raw_unicode_escape", "latin-1"])
def test_an_address_in_another_encoding_is_refused(db, application, charset):
    environ = RequestFactory()._base_environ(
        PATH_INFO="/stillinger/", QUERY_STRING="q=a", CONTENT_TYPE=f"text/plain; charset={charset}"
    )
    answers = []

    body = b"".join(application(environ, lambda status, headers: answers.append(status)))

    assert answers == ["400 Bad Request"]
    assert UNREAD in body.decode()


@pytest.mark.parametrize("charset", ["utf-7", "raw_unicode_escape"])
def test_a_form_in_another_encoding_is_refused(db, client, charset):
    body = b'--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n\\ud800+2AA-\r\n--x--\r\n'

    response = client.post("/registrer/", body, content_type=f"multipart/form-data; boundary=x; charset={charset}")

    assertContains(response, UNREAD, status_code=400)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
def test_a_form_that_names_our_encoding_is_read(db, client, charset):
    body = b'--x\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nK\xc3\xa5re\r\n--x--\r\n'

    response = client.post("/registrer/", body, content_type=f"multipart/form-data; boundary=x; charset={charset}")

    assertContains(response, 'value="Kåre"')
