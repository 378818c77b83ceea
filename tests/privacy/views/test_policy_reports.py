import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as CacheGone

from privacy.views import policy_reports

PAGE = "/sikkerhet/rapport/"
SECRET = "https://localhost/presentasjon/hemmelig-ord/?navn=Kari"
OLD = {
    "csp-report": {
        "document-uri": SECRET,
        "violated-directive": "script-src 'self'",
        "blocked-uri": "https://evil.test/a",
    }
}
NEW = [
    {"type": "csp-violation", "url": SECRET, "body": {"documentURL": SECRET, "effectiveDirective": "img-src", "sample": "Kari"}},
    {"type": "csp-violation", "body": {"documentURL": "https://localhost/", "effectiveDirective": "style-src-attr"}},
]  # fmt: skip
SAID = "a browser was kept from loading something: "


def told(client, report, content_type="application/csp-report"):
    return client.post(PAGE, report if isinstance(report, bytes) else json.dumps(report), content_type=content_type)


@pytest.mark.asvs("CFG-04")
@pytest.mark.parametrize(
    ("report", "content_type", "lines"),
    [
        (OLD, "application/csp-report", ["script-src on the page presentation"]),
        (NEW, "application/reports+json", ["img-src on the page presentation", "style-src-attr on the page front"]),
        (
            {"csp-report": {"document-uri": "https://x.test/a\nb", "violated-directive": "evil\nERROR forged line"}},
            "application/csp-report",
            ["another directive on the page unknown"],
        ),
        ({"csp-report": ["Kari"]}, "application/csp-report", ["another directive on the page unknown"]),
        ([1, "two", None], "application/reports+json", []),
    ],
)
def test_a_report_is_one_line_of_our_own_words_and_nothing_is_stored(client, db, caplog, report, content_type, lines):
    with CaptureQueriesContext(connection) as asked:
        answer = told(client, report, content_type)

    assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})
    assert [record.getMessage().removeprefix(SAID) for record in caplog.records] == lines
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []
    assert [word for word in ("hemmelig", "Kari", "evil", "?") if word in caplog.text] == []


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/csp-report", 400),
        (b"[" * 10_000, "application/csp-report", 400),
        (b"\xff", "application/csp-report", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "application/x-www-form-urlencoded", 415),
        (b" " * (policy_reports.LARGEST + 1), "application/csp-report", 413),
    ],
)
def test_what_is_no_report_is_refused_and_not_said(client, db, caplog, body, content_type, status):
    answer = told(client, body, content_type)

    assert answer.status_code == status
    assert [record for record in caplog.records if record.name != "django.request"] == []


def test_nobody_fills_the_log_with_reports(client, db, caplog):
    for directive in sorted(policy_reports.DIRECTIVES) * 3:
        for page in ("/", "/kontakt/", "/personvern/"):
            told(client, {"csp-report": {"document-uri": page, "violated-directive": directive}})

    assert len(caplog.records) == policy_reports.MOST_OF_ONE
    assert len({record.getMessage() for record in caplog.records}) == policy_reports.MOST_OF_ONE


def test_the_same_is_said_once_an_hour_and_nothing_while_nobody_counts(client, db, caplog, monkeypatch):
    def fail(*args):
        raise CacheGone

    told(client, OLD)
    told(client, OLD)
    once = len(caplog.records)
    monkeypatch.setattr(cache, "add", fail)
    told(client, NEW)

    assert (once, len(caplog.records)) == (1, 1)


def test_the_policy_names_the_page_that_takes_reports(client, db):
    answer = client.get("/")

    assert f"report-uri {PAGE}" in answer["Content-Security-Policy"]
    assert answer["Reporting-Endpoints"] == f'policy="{PAGE}"'
    assert client.get(PAGE).status_code == 405
