"""What every answer of the running program tells a browser, and what the Observatory says to it."""

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from candidates.queries import permissions
from fremrykk.accounts.choices import Role
from fremrykk.local import install
from tests import tables
from tests.factories import JobAdFactory, SharingPermissionFactory, UserFactory
from tests.hostile import NO_HTTP, REPORT, SMUGGLED
from tests.programs import database_of_the_test
from tests.served import site
from tests.source import ROOT
from tests.workspace import colleague, log_in

pytestmark = pytest.mark.django_db  # so that there is a database; what the site reads is committed

SCANNER = ROOT / "tests" / "observatory"
NOW_AND_LATER = "max-age=31536000; includeSubDomains; preload"
TOLD = {
    "Strict-Transport-Security": NOW_AND_LATER,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'policy="/sikkerhet/rapport/"',
}
POLICY = {
    "default-src": "'none'", "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'",
    "script-src": "'self'", "style-src": "'self'", "report-uri": "/sikkerhet/rapport/", "report-to": "policy",
}  # fmt: skip
LYING_ABOUT = [
    "/.git/config", "/.git/HEAD", "/.env", "/.env.bak", "/.svn/entries", "/.DS_Store", "/manage.py", "/settings.py", "/backup.sql",
    "/dump.sql.gz", "/db.sqlite3", "/fremrykk.zip", "/var/", "/static/", "/static/css/", "/static/css/site.css~",
    "/static/css/site.css.bak", "/static/../fremrykk/settings.py", "/static/%2e%2e/fremrykk/settings.py", "/static/..%2f.env", "/media/",
    "/server-status", "/metrics", "/debug/", "/__debug__/", "/phpinfo.php", "/package.json", "/requirements.txt", "/index.html~",
]  # fmt: skip
RUNS_ON = re.compile(
    r"(Server|Via|X-Powered-By): .*\d|Django[ /]\S*\s?\d|Python[ /]\d|gunicorn/\d|psycopg|Traceback|/site-packages/|/app/",
    re.I,
)


class World:
    """A running site, a manager's session in it, and an address of each kind of answer."""

    def __init__(self, running):
        self.site = running
        self.session = self.session_of(colleague(Role.MANAGER))
        self.leaving = [self.session_of(colleague(Role.EDITOR)) for _ in range(2)]
        self.person = UserFactory()
        self.origin = f"https://localhost:{running.port}"
        link = permissions.token(SharingPermissionFactory())
        self.pages = {
            "public": "/", "position": f"/stillinger/{JobAdFactory().slug}/", "form": "/kontakt/", "login": "/konto/login/",
            "staff": "/admin/clients/clientcompany/", "link": f"/stilling/svar/{link}/", "missing": "/finnes-ikke/",
        }  # fmt: skip

    def session_of(self, user):
        client = Client()
        log_in(client, user)
        return f"__Host-sessionid={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def cookie_for(self, name):
        return self.session if name == "staff" else ""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), site(tmp_path_factory.mktemp("site")) as running:
        try:
            yield World(running)
        finally:
            tables.restore()


@pytest.fixture
def broken(world):
    """A page that fails: its table is not there for as long as the test takes."""
    with psycopg.connect(database_of_the_test(), autocommit=True) as another:
        another.execute("SET ROLE NONE")
        another.execute("ALTER TABLE privacy_retentionperiod RENAME TO privacy_retentionperiod_away")
        yield "/slik-rekrutterer-vi/"
        another.execute("ALTER TABLE privacy_retentionperiod_away RENAME TO privacy_retentionperiod")


@pytest.mark.asvs("CFG-01")
def test_the_observatory_gives_130_or_more_on_every_kind_of_page(world, broken):
    pages = world.pages | {"broken": broken}

    marks = observed(world, pages)

    assert {name: mark["status"] for name, mark in marks.items()} == dict.fromkeys(pages, 200) | {
        "missing": 404,
        "broken": 500,
    }
    assert {name: (mark["grade"], mark["failed"]) for name, mark in marks.items()} == dict.fromkeys(pages, ("A+", []))
    assert {name: mark["score"] for name, mark in marks.items() if mark["score"] < 130} == {}
    assert {"redirection-to-https", "hsts-implemented-max-age-at-least-six-months"} <= {*marks["login"]["said"]}
    assert "cookies-secure-with-httponly-sessions-and-samesite" in marks["login"]["said"]


def observed(world, pages):
    """Marks of the Observatory, which trusts the site's certificate as a browser trusts a real one."""
    assert (SCANNER / "node_modules").exists(), "The Observatory is not installed: `make test` does that first."
    asked = [{"name": name, "path": path, "cookie": world.cookie_for(name)} for name, path in pages.items()]
    done = subprocess.run(
        ["node", "scan.mjs"], cwd=SCANNER, input=json.dumps({"port": world.site.port, "pages": asked}), text=True,
        capture_output=True, check=False,
        env=install.environment() | {"NODE_EXTRA_CA_CERTS": str(world.site.certificate)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.asvs("CFG-02", "CFG-04")
def test_every_kind_of_answer_tells_the_browser_the_same(world, broken):
    ask = world.site.ask
    answers = {name: ask("GET", path, Cookie=world.cookie_for(name)) for name, path in world.pages.items()} | {
        "broken": ask("GET", broken),
        "file": ask("GET", "/static/css/site.css"),
        "no file": ask("GET", "/static/nothing.css"),
        "way to the login": ask("GET", "/min-side/"),
        "way on": ask("GET", "/stillinger"),
        "another host": ask("GET", "/", Host="evil.example.test"),
        "another method": ask("TRACE", "/"),
        "no text": ask("GET", "/?q=%ff"),
        "no token": ask("POST", "/kontakt/"),
        "head": ask("HEAD", "/"),
        "options": ask("OPTIONS", "/"),
        "robots": ask("GET", "/robots.txt"),
    }
    by_http = {
        "way to TLS": world.site.ask_plainly("GET", "/kontakt/"),
        "another host": world.site.ask_plainly("GET", "/", Host="evil.example.test"),
    }

    statuses = {name: answer.status for name, answer in answers.items()}
    assert statuses == {
        "public": 200, "position": 200, "form": 200, "login": 200, "staff": 200, "link": 200, "missing": 404, "broken": 500,
        "file": 200, "no file": 404, "way to the login": 302, "way on": 301, "another host": 400, "another method": 405,
        "no text": 400, "no token": 403, "head": 200, "options": 405, "robots": 200,
    }  # fmt: skip
    assert {name: found for name, answer in answers.items() if (found := untold(answer))} == {}
    assert [answer.status for answer in by_http.values()] == [301, 400]
    assert by_http["way to TLS"].headers["Location"] == f"https://localhost:{world.site.port}/kontakt/"
    assert [untold(answer) for answer in by_http.values()] == [["Strict-Transport-Security"]] * 2


def untold(answer):
    """What an answer does not say, or says otherwise, or twice; a browser is told to keep to TLS over TLS only."""
    policy = answer.headers["Content-Security-Policy"] or ""
    directives = dict(each.strip().partition(" ")[::2] for each in policy.split(";"))
    wrong = [name for name, said in TOLD.items() if answer.headers.get_all(name) != [said]]
    wrong += [] if "camera=()" in answer.headers.get("Permissions-Policy", "") else ["Permissions-Policy"]
    wrong += [name for name, said in POLICY.items() if directives.get(name) != said]
    wrong += [policy] if re.search(r"unsafe|\*|https?:|strict-dynamic", policy) else []
    return wrong


@pytest.mark.asvs("CFG-03")
def test_every_cookie_is_bound_to_this_host_and_to_tls_and_out_of_reach_of_scripts(world):
    ask = world.site.ask
    known = f"__Host-csrftoken={'a' * 32}"
    answers = [
        ask("GET", "/konto/login/"),
        ask("POST", "/sprak/?language=en", Origin=world.origin, body="language=en"),
        ask("POST", "/informasjonskapsler/", Origin=world.origin, body="choice=necessary"),
        ask("POST", "/konto/login/code/", Cookie=known, Origin=world.origin,
            body=f"csrfmiddlewaretoken={'a' * 32}&email={world.person.email}"),
        ask("POST", "/konto/logout/", Cookie=f"{known}; {world.leaving[0]}", Origin=world.origin,
            body=f"csrfmiddlewaretoken={'a' * 32}"),
    ]  # fmt: skip
    morsels = [
        morsel
        for answer in answers
        for line in answer.headers.get_all("Set-Cookie", [])
        for morsel in SimpleCookie(line).values()
    ]

    assert {morsel.key for morsel in morsels} == {
        "__Host-csrftoken", "__Host-sessionid", "__Host-django_language", "__Host-informasjonskapsler", "__Host-messages",
    }  # fmt: skip
    assert [
        morsel.OutputString()
        for morsel in morsels
        if (morsel["path"], morsel["domain"], morsel["secure"]) != ("/", "", True)
        or (morsel["max-age"] != "0" and (not morsel["httponly"] or morsel["samesite"] != "Lax"))
    ] == []


@pytest.mark.asvs("CFG-08")
def test_nothing_beside_the_program_is_found_and_nothing_says_what_it_runs_on(world, broken):
    away = [world.site.ask("GET", path).status for path in LYING_ABOUT]
    told = [world.site.ask("GET", path) for path in (*world.pages.values(), broken, "/livez", "/readyz", "/static/")]
    loud = world.site.ask("TRACE", "/", X_Secret="word-of-mine")

    assert dict(zip(LYING_ABOUT, away, strict=True)) == dict.fromkeys(LYING_ABOUT, 404)
    said = [line for answer in told for line in (*map(": ".join, answer.getheaders()), answer.text)]
    assert [line for line in said if RUNS_ON.search(line)] == []
    assert {answer.headers["Server"] for answer in told} == {"gunicorn"}
    assert [world.site.ask("GET", path).text for path in ("/livez", "/readyz")] == ["alive\n", "ready\n"]
    assert (loud.status, "word-of-mine" in loud.text) == (405, False)
    assert RUNS_ON.search("Server: gunicorn/27.0.1") and RUNS_ON.search("Django Version: 5.2")


@pytest.mark.asvs("CFG-09")
def test_a_logout_clears_what_the_browser_kept_and_the_session_is_nobody_s(world):
    session, known = world.leaving[1], f"__Host-csrftoken={'a' * 32}"
    before = world.site.ask("GET", "/konto/", Cookie=session)

    answer = world.site.ask(
        "POST",
        "/konto/logout/",
        Cookie=f"{known}; {session}",
        Origin=world.origin,
        body=f"csrfmiddlewaretoken={'a' * 32}",
    )

    taken = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie")))
    assert (before.status, before.headers["Clear-Site-Data"], answer.status) == (200, None, 302)
    assert (answer.headers["Clear-Site-Data"], "no-store" in answer.headers["Cache-Control"]) == ('"cache"', True)
    assert (taken["__Host-sessionid"].value, taken["__Host-sessionid"]["max-age"]) == ("", "0")
    assert world.site.ask("GET", "/konto/", Cookie=session).status == 302


# --- what comes in ---
RESET = "/konto/password/reset/"


def statuses(heard):
    return [int(found) for found in re.findall(rb"HTTP/1\.[01] (\d{3})", heard)]


@pytest.mark.asvs("INP-07")
def test_what_hides_a_second_request_is_refused_and_what_is_no_request_harms_nobody(world):
    with ThreadPoolExecutor(8) as at_once:
        heard = dict(zip(SMUGGLED, at_once.map(world.site.send, SMUGGLED.values()), strict=True))
        noise = dict(zip(NO_HTTP, at_once.map(world.site.send, NO_HTTP.values()), strict=True))
    of_noise = {name: statuses(each) for name, each in noise.items()}

    assert {name: found for name, each in heard.items() if set(found := statuses(each)) - {400, 411, 501}} == {}
    assert [name for name, each in heard.items() if b"ready" in each] == []
    assert {name: found for name, found in of_noise.items() if {status // 100 for status in found} - {3, 4}} == {}
    assert statuses(world.site.send(REPORT + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}")) == [204]
    assert world.site.ask("GET", "/livez").text == "alive\n"


@pytest.mark.asvs("INP-07")
def test_what_a_stranger_writes_about_addresses_is_believed_by_nobody(world):
    lies = {
        "X_Forwarded_Proto": "http",
        "X_Forwarded_Host": "evil.example.test",
        "X_Forwarded_Port": "1",
        "Forwarded": "for=1.2.3.4;host=evil.example.test",
    }
    known = f"__Host-csrftoken={'a' * 32}"

    page = world.site.ask("GET", "/konto/login/", **lies)
    tries = [
        world.site.ask(
            "POST", RESET, Cookie=known, Origin=world.origin, X_Forwarded_For=f"203.0.113.{number}",
            X_Real_IP=f"203.0.113.{number}", body=f"csrfmiddlewaretoken={'a' * 32}&email=ingen{number}@example.test",
        ).status
        for number in range(7)
    ]  # fmt: skip

    assert (page.status, "evil.example.test" in page.text) == (200, False)
    assert (tries[:5], tries[-1]) == ([302] * 5, 429)
