"""A real web server: what it holds after it has served pages and uploads, and what it does with bodies that lie."""

import html
import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection

import pytest
from django.utils import translation

from candidates.models import Application
from candidates.validators import SENTENCES
from tests.factories import JobAdFactory
from tests.files import pdf_cv
from tests.hostile_files import flate_bomb
from tests.programs import database_of_the_test
from tests.source import ROOT

PARSERS = {"pikepdf", "pypdfium2", "PIL", "defusedxml", "lxml", "weasyprint", "candidates.sandbox", "privacy.sandbox"}

NAMES = {
    "cv.exe": "wrong_extension", "cv.pdf.exe": "wrong_extension", "cv": "wrong_extension", ".pdf": "wrong_extension",
    "cv.pdf.": "wrong_extension", "cv.pdf;.exe": "wrong_extension", "cv.p\u200bdf": "wrong_extension", "cv.\u0440df": "wrong_extension",
    "cv.\uff50\uff44\uff46": "wrong_extension", "cv\uff0epdf": "wrong_extension", "cv.pdf::$DATA": "wrong_extension",
    "cv.pdf/../a.html": "wrong_extension", "cv.docm": "wrong_extension", "cv.doc": "wrong_extension", "cv.svg": "wrong_extension",
    "cv.pdf%00.html": "wrong_extension", "cv.pdfx": "wrong_extension", "cv.p df": "wrong_extension", "cv\u202efdp.exe": "bad_name",
    "cv\u202e.pdf": "bad_name", "cv\u2066.pdf": "bad_name", "cv\x7f.pdf": "bad_name", "cv\x85.pdf": "bad_name",
    "cv.exe\0.pdf": "bad_name", "cv.pdf\0.exe": "bad_name", "cv\u200e.pdf": "bad_name",
}  # fmt: skip
GOOD_NAMES = ["Søknad – Åse Ærlig.pdf", "CV (2).PDF", "Skjermbilde 10.12\u202fAM.pdf", "A\u030as.pdf", "履歴書 😀.pdf"]


@pytest.fixture
def server(transactional_db, approved_periods, tmp_path):
    """One worker on the test's database; gives its port, the ad, and what it told of itself last."""
    ad = JobAdFactory()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "fremrykk.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    told = tmp_path / "told"
    environment = os.environ | {
        "DATABASE_URL": database_of_the_test(),
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",  # on a bare machine nothing is collected
        "TOLD": str(told),
    }
    log = (tmp_path / "log").open("wb")
    with subprocess.Popen(
        [*command, "--config", "tests/live_hooks.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
    ) as web:
        try:
            wait_for(port, web, tmp_path / "log")
            yield port, f"/stillinger/{ad.slug}/sok/", lambda: json.loads(told.read_text())
        finally:
            web.terminate()
            web.wait(20)
            log.close()


def wait_for(port, web, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and web.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text(errors="replace"))


@contextmanager
def connected(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def get(port, path):
    with connected(port) as connection:
        connection.request("GET", path, headers={"Host": "localhost"})
        with connection.getresponse() as answer:
            return answer.status, answer.read().decode(), answer.getheader("Set-Cookie") or ""


def form(port, path, content, name="cv.pdf"):
    """Headers and body of the application form, as a browser sends it."""
    _status, page, cookie = get(port, path)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    fields = {
        "csrfmiddlewaretoken": token, "first_name": "Kari", "last_name": "Nordmann", "email": "kari@example.test",
        "sharing_acknowledged": "on", "terms_accepted": "on", "sharing_scope": "this_position", "keep_scope": "this_position",
        "notice_version": re.search(r'name="notice_version" value="(\d+)"', page)[1],
    }  # fmt: skip
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{said}\r\n' for key, said in fields.items()]
    head = "".join(parts) + f'--x\r\nContent-Disposition: form-data; name="cv"; filename="{name}"\r\n\r\n'
    headers = {
        "Host": "localhost", "Cookie": cookie.partition(";")[0], "Content-Type": "multipart/form-data; boundary=x",
        "Origin": "http://localhost",
    }  # fmt: skip
    return headers, head.encode() + content + b"\r\n--x--\r\n"


def post(port, path, headers, body):
    with connected(port) as connection:
        connection.request("POST", path, body=body, headers=headers)
        with connection.getresponse() as answer:
            return answer.status, answer.read().decode()


def begun(port, path, headers, *pieces):
    """A request written by hand, until the other side has enough: the status it answered with, or 0."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {said}" for name, said in headers.items())]
        answer = b""
        with suppress(OSError):
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            for piece in pieces:
                connection.sendall(piece)
        with suppress(OSError):
            answer = connection.recv(4096)
    return int((answer.split() or [b"", b"0"])[1])


def said_of(port, address, name):
    """The status, and which sentences of uploads stand on the page."""
    status, page = post(port, address, *form(port, address, pdf_cv(), name))
    with translation.override("nb"):
        return status, [code for code, sentence in SENTENCES.items() if str(sentence) in html.unescape(page)]


@pytest.mark.asvs("UPL-02", "UPL-03", "UPL-18")
def test_the_web_server_reads_no_file_itself_and_is_not_filled_by_what_is_sent(server):
    port, address, told = server
    assert [get(port, path)[0] for path in ("/", "/stillinger/", "/personvern/", address)] == [200] * 4
    taken = post(port, address, *form(port, address, pdf_cv()))
    refused = post(port, address, *form(port, address, flate_bomb(1)))
    before = told()["peak"]

    headers, body = form(port, address, b"%PDF-1.7 " + bytes(6_000_000))
    too_large = post(port, address, headers, body)
    beyond = post(port, address, headers, body * 5)
    chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    in_pieces = begun(port, address, headers | {"Transfer-Encoding": "chunked"}, *[chunk] * 3_000, b"0\r\n\r\n")
    short = post(port, address, headers | {"Content-Length": "500"}, body[:500])
    nonsense = begun(port, address, headers | {"Content-Length": "1000000000000x"}, b"a")

    assert (taken[0], refused[0], too_large[0], beyond[0], short[0]) == (302, 422, 422, 413, 200)
    assert Application.objects.count() == 1
    assert "5 MB" in too_large[1]
    assert nonsense == 400
    assert in_pieces in (0, 411)  # 0: it hung up before it was told all
    assert {name: said_of(port, address, name) for name in NAMES} == {
        name: (422, [code]) for name, code in NAMES.items()
    }
    assert {said_of(port, address, name)[0] for name in GOOD_NAMES} == {302}
    assert get(port, "/")[0] == 200
    assert told()["peak"] - before < 50_000
    assert [name for name in told()["modules"] if name in PARSERS or name.partition(".")[0] in PARSERS] == []
    assert "candidates.adapters.inspector" in told()["modules"]  # it did ask somebody else
