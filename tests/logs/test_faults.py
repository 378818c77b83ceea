"""What is told to a Sentry: nothing without an address; with one, a class, places and a number, and nothing of a person."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.programs import database_of_the_test
from tests.source import ROOT

CANARY = "kanarifugl"
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
FAILS = f"""
import logging
from fremrykk.wsgi import application
from django.test import Client, override_settings
import sentry_sdk

def act():
    password = "{CANARY}-variable"
    with override_settings(ROOT_URLCONF="tests.logs.broken_urls"):
        client = Client(raise_request_exception=False, headers={{"user-agent": "{CANARY}-browser"}})
        client.cookies["x"] = "{CANARY}-cookie"
        answer = client.post("/feil/{CANARY}-token/?q={CANARY}-query", {{"name": "{CANARY}-form"}})
        assert answer.status_code == 500, answer.status_code
    logging.getLogger("a.library").info("before %s", "{CANARY}-crumb")
    sentry_sdk.add_breadcrumb(message="{CANARY}-crumb")
    logging.getLogger("a.library").error("cannot reach %s", "{CANARY}-argument")
    sentry_sdk.capture_message("{CANARY}-message")

act()
sentry_sdk.flush(5)
"""


@contextmanager
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """Somebody who takes what a Sentry takes; its address, and what it was sent."""
    taken: list[bytes] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append(UNPACK[self.headers.get("Content-Encoding", "")](body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", taken
    finally:
        server.shutdown()
        server.server_close()


def run(dsn: str) -> None:
    env = os.environ | {"DATABASE_URL": database_of_the_test(), "SENTRY_DSN": dsn, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", FAILS], env=env, cwd=ROOT, check=True, timeout=120, stderr=subprocess.DEVNULL)


def events(taken: list[bytes]) -> list[dict[str, object]]:
    """An envelope is lines: its head, then each item's head and body."""
    lines = [json.loads(line) for envelope in taken for line in envelope.splitlines() if line]
    return [line for line in lines if "platform" in line]


@pytest.mark.asvs("LOG-03")
def test_a_fault_is_told_without_its_words_and_whatever_was_around_it(transactional_db):
    with listener() as (dsn, taken):
        run(dsn)

    fault, sentence = sorted(events(taken), key=lambda each: "exception" not in each)
    assert CANARY not in b"".join(taken).decode()
    assert fault["exception"]["values"][0]["type"] == "ValueError"
    assert fault["exception"]["values"][0]["stacktrace"]["frames"][-1]["filename"] == "tests/logs/broken_urls.py"
    assert (fault["message"], sentence["message"]) == ("…: …", "cannot reach …")
    assert len(fault["tags"]["request"]) == 32
    expected = {"event_id", "timestamp", "platform", "level", "logger", "message", "tags"}
    assert (set(fault), set(sentence)) == (expected | {"exception"}, expected)


def test_without_an_address_nothing_is_told_to_anybody(transactional_db):
    with listener() as (_, taken):
        run("")

    assert taken == []
