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


NOT_READ = {
    "two thousand fields": ("application/x-www-form-urlencoded", "&".join(f"f{number}=1" for number in range(2_000)).encode()),
    "a megabyte of text": ("application/x-www-form-urlencoded", b"message=" + b"a" * 1_000_001),
    "NUL": ("application/x-www-form-urlencoded", b"message=a%00b"),
    "half a surrogate": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a\0"\r\n\r\n1\r\n--x--\r\n'),
    "parts without a border": ("multipart/form-data", b"--x\r\n"),
    "a border that is none": ("multipart/form-data; boundary=", b"--x\r\n"),
    "too many files": (
        "multipart/form-data; boundary=x",
        b"".join(b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n' for _ in range(13)) + b"--x--\r\n",
    ),
}  # fmt: skip


@pytest.mark.asvs("INP-06")
@pytest.mark.parametrize("what", NOT_READ)
@pytest.mark.parametrize("page", ["/kontakt/", "/registrer/", "/konto/login/", "/admin/clients/jobad/add/"])
def test_a_body_that_makes_no_sense_is_a_bad_request_and_read_to_its_end(db, client, page, what):
    """What is left unread when the line is closed breaks it off, and the proxy has no answer to pass on."""
    content_type, body = NOT_READ[what]

    answer = client.post(page, body, content_type=content_type)

    assert (answer.status_code, len(answer.wsgi_request.environ["wsgi.input"])) == (400, 0)


@pytest.mark.asvs("INP-06")
@pytest.mark.parametrize("length", ["abc", "-5", "0x5", "1e3", "٣", "5, 5"])
def test_a_length_that_is_no_number_is_a_bad_request(db, client, length):
    assert client.generic("POST", "/kontakt/", b"a=1", CONTENT_LENGTH=length).status_code == 400


@pytest.mark.asvs("INP-06")
@pytest.mark.parametrize("query", ["q=%ed%a0%80", "q=%ff", "q=%00", "%ff=1", "q=%c0%80", "q=%f5%80%80%80"])
@pytest.mark.parametrize("page", ["/stillinger/", "/konto/login/", "/admin/", "/finnes-ikke/"])
def test_a_question_that_is_no_text_is_a_bad_request(db, client, page, query):
    assert client.get(page, QUERY_STRING=query).status_code == 400
