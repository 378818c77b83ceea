"""The web server as it is started: what it cannot read, or was asked behind a link, leaves no word of it in the log."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest
import yaml

from fremrykk.local.children import start, stop
from tests import local_world
from tests.programs import database_of_the_test
from tests.source import ROOT

CANARY = "kanarifugl"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMMAND = yaml.safe_load(DOCKERFILE.rpartition("CMD ")[2])
REQUESTS = (
    f"GET /presentasjon/{CANARY}%0d%0a{{}}/?q={CANARY} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {CANARY}\r\n",
    f"GET /presentasjon/{CANARY}/ HTTP/1.1\r\nHost: {CANARY}\r\n",
    f"GET /{CANARY} {CANARY} HTTP/9.9\r\nHost: localhost\r\n",
    f"GET / HTTP/1.1\r\n{CANARY} header: {CANARY}\r\n",
    f"POST /konto/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {CANARY}\r\n",
    f"{CANARY}\r\n",
)


@pytest.fixture
def web(transactional_db):
    """Started with the command of the image, but for the number of its processes and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = [sys.executable, "-m", *COMMAND, "--bind", f"127.0.0.1:{port}", "--workers", "1", "--access-logfile", "-"]
    log = local_world.home() / f"web-{time.monotonic_ns()}.log"
    environment = os.environ | {
        "DATABASE_URL": database_of_the_test(),
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",  # on a bare machine nothing is collected
    }
    with log.open("wb") as output:
        process = start(given, env=environment, cwd=ROOT, output=output)
    yield port, log
    stop(process)


def ask(port: int, head: str) -> bytes:
    deadline = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
                line.sendall(f"{head}Connection: close\r\n\r\n".encode())
                return line.recv(4096)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.asvs("LOG-03", "LOG-04")
def test_no_word_of_a_request_is_in_the_web_servers_log(web):
    port, log = web

    answers = [ask(port, head) for head in REQUESTS]

    assert b" 404 " in answers[0].splitlines()[0] and b" 400 " in answers[1].splitlines()[0]
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["route"] for line in lines if line["event"] == "request"][:1] == ["presentation"]
    assert CANARY not in log.read_text()
    assert "127.0.0.1" not in "".join(line["event"] for line in lines if "request" in line["event"])


def test_each_program_of_the_image_writes_by_our_rules():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert COMMAND[COMMAND.index("--logger-class") + 1] == "fremrykk.logs.web_server.WebLogger"
    assert "--access-logfile" not in COMMAND
    assert {compose[name]["environment"]["LOG_FORMAT"] for name in ("web", "worker", "beat", "migrate")} == {"json"}


@pytest.mark.asvs("LOG-07")
def test_each_log_ends_by_itself_and_the_readme_says_when_and_why():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    readme = (ROOT / "README.md").read_text()

    bounds = {name: service["logging"]["options"] for name, service in compose.items()}
    assert {frozenset(each) for each in bounds.values()} == {frozenset({"max-size", "max-file"})}
    assert "the log is kept for 30 days" in readme
    assert "log_error_verbosity=terse" in compose["database"]["command"]


def test_settings_refuse_another_way_of_writing():
    asked = subprocess.run(
        [sys.executable, "-c", "from fremrykk.wsgi import application"], env=os.environ | {"LOG_FORMAT": "xml"}, cwd=ROOT,
        check=False, capture_output=True,
    )  # fmt: skip

    assert asked.returncode == 1
    assert b"LOG_FORMAT must be json or text." in asked.stderr
