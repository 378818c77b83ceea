"""The site as the world meets it: behind nginx with the files of docker/proxy."""

import json
import re
import socket
import ssl
import time
from contextlib import closing

import pytest

from fremrykk.middleware import LARGEST_BODY
from tests import tables
from tests.proxied import install, proxy, require_proxy, run, slow_clients, web
from tests.served import free_port, make_certificate
from tests.source import ROOT
from tests.test_headers import untold

pytestmark = pytest.mark.django_db  # so that there is a database; what the site reads is committed
CONF = (ROOT / "docker" / "proxy" / "nginx.conf").read_text()
TOKEN = "c" * 32
PAGES = {
    "413": "Det ble for mye på en gang",
    "429": "Det kommer for mye på en gang",
    "away": "Vi er borte et øyeblikk",
    "refused": "Vi forsto ikke forespørselen",
}


class World:
    def __init__(self, front, site):
        self.front, self.site, self.origin = front, site, f"https://localhost:{front.https}"

    def reset(self, number, origin):
        """One wish for a new password, with an address of a stranger's invention."""
        body = f"csrfmiddlewaretoken={TOKEN}&email=ingen{number}@example.test"
        lies = {
            "X_Forwarded_For": f"203.0.113.{number}",
            "X_Real_IP": f"203.0.113.{number}",
            "Forwarded": "for=1.2.3.4",
        }
        known = {"Cookie": f"__Host-csrftoken={TOKEN}", "Origin": self.origin}
        return self.front.ask("POST", "/konto/password/reset/", body, origin=origin, **known, **lies).status


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    require_proxy()
    inner = free_port()
    with (
        django_db_blocker.unblock(),
        proxy(f"127.0.0.1:{inner}") as front,
        web(tmp_path_factory.mktemp("web"), f"https://localhost:{front.https}", inner) as site,
    ):
        try:
            yield World(front, site)
        finally:
            tables.restore()


def far_away(world, number):
    return world.front.line(f"127.0.1.{number + 1}")


def test_slow_clients_do_not_stop_the_site_and_without_the_proxy_they_do(world):
    with slow_clients(lambda number: far_away(world, number), 40):
        answered = [world.front.ask("GET", "/").status for _ in range(5)]
    with slow_clients(lambda _: socket.create_connection(("127.0.0.1", world.site.inner), timeout=30), 40):
        time.sleep(1)  # until its threads have taken them up
        unanswered = world.site.send(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", patience=3)
    after = world.front.ask("GET", "/").status

    assert (answered, unanswered, after) == ([200] * 5, b"", 200)


def test_so_many_from_one_address_hold_nobody_else_up_and_are_told_in_words(world):
    with slow_clients(lambda _: world.front.line("127.0.2.1"), 60):
        held = waited_for(lambda: world.front.ask("GET", "/", origin="127.0.2.1"), 429)
        others = world.front.ask("GET", "/", origin="127.0.2.2").status

    assert (held.status, held.headers["Retry-After"], others) == (429, "30", 200)
    assert (told_in_words(held, "429"), untold(held)) == (True, [])


def waited_for(ask, status):
    """The answer, asked for again until it is so: what was sent may not be read yet."""
    until = time.monotonic() + 30
    while (answer := ask()).status != status and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def told_in_words(answer, page):
    return PAGES[page] in answer.text and "page.css" in answer.text


@pytest.mark.asvs("UPL-02")
def test_a_form_beyond_measure_is_told_so_in_words_and_the_program_is_not_asked(world):
    largest, beyond = b"a=" + bytes(LARGEST_BODY - 2), b"a=" + bytes(LARGEST_BODY - 1)
    before = world.site.log.read_text().count('"request"')

    refused = world.front.ask("POST", "/kontakt/", beyond)
    asked = world.site.log.read_text().count('"request"')
    taken = world.front.ask("POST", "/kontakt/", largest)

    assert re.search(r"client_max_body_size (\d+);", CONF)[1] == str(LARGEST_BODY)
    assert (refused.status, told_in_words(refused, "413"), untold(refused), asked - before) == (413, True, [], 0)
    assert (taken.status, untold(taken)) == (400, [])  # NUL is no text, says the program


def test_in_a_browser_too_much_is_told_in_words_and_what_was_typed_is_still_there(world, browser, tmp_path):
    (tmp_path / "cv.pdf").write_bytes(bytes(LARGEST_BODY + 1_000))
    context = browser.new_context(base_url=world.origin, ignore_https_errors=True, locale="nb-NO")
    with closing(context):
        page = context.new_page()
        page.goto("/registrer/")
        page.fill("input[name=first_name]", "Kari")
        page.set_input_files("input[name=cv]", tmp_path / "cv.pdf")
        page.evaluate("document.querySelector('input[name=cv]').form.submit()")
        page.wait_for_selector("text=Feil 413", timeout=60_000)
        told = page.locator("h1").inner_text()
        spoken = page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol")
        page.go_back()
        kept = page.input_value("input[name=first_name]")

    assert (told, spoken, kept) == (PAGES["413"], "h2", "Kari")


@pytest.mark.asvs("UPL-02")
def test_a_form_in_pieces_reaches_the_program_with_its_length(world):
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in (b"right=access&", b"email=a@example.test"))
    head = b"POST /kontakt/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"

    with world.front.line() as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n")
        heard = read_all(line)

    assert heard.startswith(b"HTTP/1.1 403")  # read, and found without the form's own word


def read_all(line):
    heard = b""
    while piece := line.recv(65_536):
        heard += piece
    return heard


@pytest.mark.asvs("CFG-02", "CFG-08")
def test_what_the_program_tells_a_browser_comes_through_and_the_proxy_tells_the_same(world):
    ask = world.front.ask
    answers = {
        "page": ask("GET", "/"), "file": ask("GET", "/static/css/site.css"), "missing": ask("GET", "/finnes-ikke/"),
        "way to the login": ask("GET", "/min-side/"), "another host": ask("GET", "/", Host="evil.example.test"),
        "no token": ask("POST", "/kontakt/", "a=b"), "another method": ask("TRACE", "/"), "hidden": ask("GET", "/_proxy/413.html"),
        "its own style": ask("GET", "/_proxy/page.css"), "another's method": ask("DELETE", "/"),
        "long head": ask("GET", "/", X_Long="a" * 40_000),
    }  # fmt: skip
    plainly = {
        "way to TLS": world.front.ask_plainly("GET", "/kontakt/"),
        "another host": world.front.ask_plainly("GET", "/", Host="evil.example.test"),
    }

    assert {name: answer.status for name, answer in answers.items()} == {
        "page": 200, "file": 200, "missing": 404, "way to the login": 302, "another host": 400, "no token": 403, "another method": 405,
        "hidden": 404, "its own style": 200, "another's method": 405, "long head": 400,
    }  # fmt: skip
    assert {name: found for name, answer in answers.items() if (found := untold(answer))} == {}
    assert {answer.headers["Server"] for answer in answers.values()} == {"nginx"}
    assert [told_in_words(answers[name], "refused") for name in ("another method", "long head")] == [True, True]
    assert [(answer.status, untold(answer)) for answer in plainly.values()] == [
        (301, ["Strict-Transport-Security"]), (400, ["Strict-Transport-Security"]),
    ]  # fmt: skip
    assert plainly["way to TLS"].headers["Location"] == f"https://localhost:{world.front.http}/kontakt/"


@pytest.mark.asvs("INP-07")
def test_the_program_hears_the_true_address_whatever_a_visitor_writes(world):
    tries = [world.reset(number, "127.0.3.1") for number in range(7)]
    another = world.reset(8, "127.0.3.2")

    assert (tries[:5], tries[-1], another) == ([302] * 5, 429, 302)


def test_only_what_proves_the_name_to_who_gives_certificates_lies_beside_the_program(world):
    (world.front.folder / "certificates" / "challenges" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (world.front.folder / "certificates" / "challenges" / ".well-known" / "acme-challenge" / "word").write_text("proof")
    ask = world.front.ask_plainly

    proof = ask("GET", "/.well-known/acme-challenge/word")
    others = [
        ask("GET", f"/.well-known/acme-challenge/{path}").status
        for path in ("nothing", "../../../live/site/privkey.pem", "..%2f..%2f..%2flive")
    ]

    assert (proof.status, proof.text, proof.headers["Content-Type"]) == (200, "proof", "text/plain; charset=utf-8")
    assert [status for status in others if status == 200] == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")  # that it is old is what is asked
@pytest.mark.parametrize(("version", "is_spoken"), [("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)])
def test_versions_of_tls(world, version, is_spoken):
    context = ssl.create_default_context(cafile=str(world.front.certificate))
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.set_alpn_protocols(["h2"])

    with socket.create_connection(("127.0.0.1", world.front.https), timeout=30) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="localhost") as line:
                spoken = line.selected_alpn_protocol()
        except (ssl.SSLError, ConnectionError):
            spoken = None

    assert spoken == ("h2" if is_spoken else None)


@pytest.mark.asvs("LOG-03")
def test_its_log_tells_refusals_of_its_own_without_address_or_visitor(world):
    world.front.ask(
        "POST", "/presentasjon/kanarifugl/", bytes(LARGEST_BODY + 1), User_Agent="kanarifugl", origin="127.0.4.1"
    )
    world.front.ask("GET", "/presentasjon/kanarifugl/")
    lines = [json.loads(line) for line in world.front.log.splitlines()]

    assert (lines[-1]["status"], lines[-1]["event"]) == (413, "answered by the proxy")
    assert {tuple(line) for line in lines} == {("time", "level", "logger", "event", "status", "seconds", "bytes")}
    assert ("kanarifugl" in world.front.log, "127.0.4.1" in world.front.log) == (False, False)


def test_while_the_program_is_away_people_are_told_so_and_nothing_that_was_sent_stays(world):
    with proxy(f"127.0.0.1:{free_port()}") as alone:
        left = alone.folder / "bodies" / "in"
        answer = alone.ask("POST", "/kontakt/", bytes(1_000_000))
        until = time.monotonic() + 30
        while (beside := [path for path in left.rglob("*") if path.is_file()]) and time.monotonic() < until:
            time.sleep(0.05)  # it answers first, and tidies up then
    (left / "0000000001").write_text("a CV")  # as a sudden end leaves it
    with run(alone, "127.0.0.1:1"):
        after = [path for path in left.rglob("*") if path.is_file()]

    assert (answer.status, told_in_words(answer, "away"), answer.headers["Retry-After"], untold(answer)) == (
        502,
        True,
        "30",
        [],
    )
    assert (beside, after) == ([], [])


def test_it_answers_before_there_is_a_certificate_and_takes_a_new_one_when_it_lies_there():
    require_proxy()
    with proxy(f"127.0.0.1:{free_port()}", certified=False) as found:
        before = served_by(found)
        install(found, found.certificate)
        first = waited_until_another_than(before, found)
        make_certificate(found.folder / "second.pem")
        install(found, found.folder / "second.pem")
        second = waited_until_another_than(first, found)

    assert (
        ssl.PEM_cert_to_DER_cert(pem(found.certificate)),
        ssl.PEM_cert_to_DER_cert(pem(found.folder / "second.pem")),
    ) == (first, second)


def pem(path):
    return "-----BEGIN CERTIFICATE-----" + path.read_text().partition("-----BEGIN CERTIFICATE-----")[2]


def served_by(found):
    with socket.create_connection(("127.0.0.1", found.https), timeout=30) as plain:
        believing = ssl.create_default_context()
        believing.check_hostname, believing.verify_mode = False, ssl.CERT_NONE
        with believing.wrap_socket(plain) as line:
            return line.getpeercert(binary_form=True)


def waited_until_another_than(seen, found):
    until = time.monotonic() + 30
    while (now := served_by(found)) == seen and time.monotonic() < until:
        time.sleep(0.2)
    return now
