"""What `make bench` says of the public pages: of what a server really answers, and as its figures are."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import pages, report
from bench.inside import site
from bench.pages import Run

HTML = b'<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/b"><img src="/c.png"><script src="/a.css"></script>'
ANSWERS = {"/": HTML, "/a.css": b"a" * 700, "/c.png": b"c" * 300}


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        body = ANSWERS.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *said):
        """Nothing."""


@pytest.fixture(scope="module")
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_first_view_is_the_page_and_all_it_loads_once(port):
    assert pages.first_view(port, "/") == (len(HTML) + 1000) / 1000


def test_each_request_is_timed_and_a_page_that_is_not_there_is_no_measure(port):
    run = pages.load(port, "/", clients=3, requests=12)

    assert (len(run.each), run.seconds > 0, run.p95 >= min(run.each)) == (12, True, True)
    with pytest.raises(pages.NotServed):
        pages.load(port, "/nothing", clients=2, requests=2)


@pytest.mark.parametrize(("weight", "queries", "status"), [(80, 7, 0), (130, 7, 1), (80, 9, 1)])
def test_too_heavy_a_page_or_one_that_asks_more_with_more_ads_fails_the_run(weight, queries, status):
    fast, slow = Run(1.0, [0.1] * 10), Run(5.0, [0.5] * 10)
    rounds = [{"constant": fast, "list": slow}] * 2

    table = pages.rows(rounds, {"list": weight}, {"list": 7}, {"list": queries})

    assert [row.value for row in table[:3]] == [10.0, 5.0, 2.0]
    assert report.status(table) == status


def test_ads_for_the_bench_are_ads_the_site_shows(client, db):
    path = site.fill(2)
    site.fill(3)

    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    assert site.queries(path)["ad"] == len(seen)
    assert len(client.get("/stillinger/").context["ads"]) == 3
