"""What no honest browser sends: values, names, bodies and ways to ask, for the tests that send them everywhere."""

import json
from random import Random
from urllib.parse import quote, quote_from_bytes, urlencode

# Names that a list, a lookup or a template could fall for.
KEYS = [
    "q", "o", "p", "e", "all", "next", "neste", "page", "side", "sort", "order", "filter", "_popup", "_to_field", "_changelist_filters",
    "_facets", "id__exact", "pk__in", "id__isnull", "subject__user__password__startswith", "candidate__subject__user__email__contains",
    "_connector", "_negated", "__class__", "__init__", "pk__lt__lt", "email__regex", "created_at__year", "o__o", "field_name", "app_label",
    "model_name", "term", "kampanje", "language", "index", "select_across", "action", "_selected_action", "_save", "_continue", "_saveasnew",
    "form-TOTAL_FORMS", "form-INITIAL_FORMS", "form-0-id", "csrfmiddlewaretoken", "file", "files[]", "a[b][c]", "", " ", "*", "%00",
]  # fmt: skip
NASTY = [
    "", " ", "\t\r\n", "\0", "a\0b", "0", "-1", "1e400", "NaN", "Infinity", "99999999999999999999999999", "-9223372036854775809",
    "9223372036854775808", "2147483648", "0x10", "१२३", "1,5", "1.5", "true", "null", "None", "undefined", "[]", "{}", "' OR 1=1 --",
    "1; DROP TABLE privacy_subject; --", "%' AND (SELECT 1 FROM pg_sleep(9)) IS NOT NULL --", "\\", "\\x00", "$$", "%s%s%n", "{{7*7}}", "{% load x %}",
    "${7*7}", "../../../../etc/passwd", "..\\..\\win.ini", "file:///etc/passwd", "//evil.example.test", "//[?a=1", "https://[::1", "javascript:alert(1)",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "=1+1", "@SUM(1)", "a\r\nBcc: x@example.test", "\u202eabc", "\ufeff", "\uffff",
    "\U0010ffff", "\u0000\ud7ff", "å" * 300, "🧑‍🚀" * 50, "a" * 5_000, "(" * 500, "*" * 200, "a:* & !b | (", "<-> <->", "2026-02-30", "0000-00-00",
    "99999-01-01", "10000-01-01", "0001-01-01", "9999-12-31", "-0001-01-01", "2026-13-01T25:61", "2026-W60", "24:00", "xn--", "a@b", "a@" + "b" * 300,
    "@", "x@[::1]", "+47", "00000000-0000-0000-0000-000000000000", "not-a-uuid", "a,b;c:d", ":", "x:y:z", "1:2:3:4", "٣", "ﬀ", "İ", "ß", "\x7f", "\x1b[2J",
]  # fmt: skip
NO_TEXT = [b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", b"a\xffb", b"\xe2\x82", b"\x80" * 20]
TYPES = [
    "", "text/plain", "application/json", "application/xml", "application/octet-stream", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x; charset=utf-7", "application/x-www-form-urlencoded; charset=hex", "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/mixed; boundary=x", "x", "/", ";;;", "text/html; charset=" + "a" * 500, "application/csp-report", "multipart/form-data; boundary=" + "b" * 300,
]  # fmt: skip
METHODS = ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD", "CONNECT", "PROPFIND", "get", "FOO", "POST", "GET"]
MULTIPART = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"
PARTS = [
    b"", b"--x", b"--x--", b"--x\r\n\r\n--x--\r\n", b'--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00.pdf"\r\n\r\n%PDF\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename*=utf-8\'\'%ff%00\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="cv"; filename="../../a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n\xff\xff=\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a\xff\xfe"\r\n\r\n\xff\r\n--x--\r\n', b"--x\r\n" * 200, b"\r\n" * 1_000, b"--x\r\nA: " + b"b" * 9_000,
    b'--x\r\nContent-Disposition: form-data; name="' + b"n" * 5_000 + b'"\r\n\r\n1\r\n--x--\r\n',
]  # fmt: skip
HEADERS = [
    {"HTTP_X_FORWARDED_FOR": "' OR 1=1, ::ffff:1.2.3.4, x"}, {"HTTP_X_FORWARDED_HOST": "evil.example.test"}, {"HTTP_ACCEPT_LANGUAGE": "xx-" * 400},
    {"HTTP_ACCEPT_LANGUAGE": "nb;q=abc,*;q=-1"}, {"HTTP_REFERER": "http://["}, {"HTTP_ORIGIN": "http://["}, {"HTTP_ORIGIN": "null"}, {"HTTP_USER_AGENT": "\xff" * 400},
    {"HTTP_COOKIE": "sessionid=" + "a" * 3_000}, {"HTTP_COOKIE": "sessionid=;=;;a;informasjonskapsler=9.x;messages=[];csrftoken=<"}, {"HTTP_RANGE": "bytes=9-1,-,x"},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday"}, {"HTTP_IF_NONE_MATCH": '"' * 99}, {"HTTP_HOST": "evil.example.test"}, {"HTTP_HOST": "a b"}, {"HTTP_HOST": "localhost:99999999"},
    {"HTTP_X_TIMESTAMP": "٣٣", "HTTP_IDEMPOTENCY_KEY": "å"}, {"CONTENT_LENGTH": "abc"}, {"CONTENT_LENGTH": "-5"}, {"HTTP_SEC_GPC": "1"}, {"REMOTE_ADDR": ""},
    {"HTTP_IF_MATCH": "*"}, {"HTTP_ACCEPT": "*/*;" * 100}, {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}, {"HTTP_HX_REQUEST": "true"},
]  # fmt: skip


def value(random: Random) -> str:
    return random.choice(NASTY)


def in_path(random: Random) -> str:
    """Something to stand where an address takes a word, as it is written in one."""
    if random.random() < 0.2:
        return quote_from_bytes(random.choice(NO_TEXT))
    return quote(value(random)[:1_000], safe="/" if random.random() < 0.3 else "") or "%20"


def query(random: Random, keys: list[str]) -> str:
    pairs = [(random.choice(keys), value(random)) for _ in range(random.randint(1, 4))]
    written = urlencode(pairs)
    return written + random.choice(
        ["", "", "", "&" + quote_from_bytes(random.choice(NO_TEXT)) + "=1", "&&=&=", "&a" * 300]
    )


def body(random: Random, keys: list[str]) -> tuple[str, bytes]:
    """A body that is no form, or one beyond measure."""
    nested = json.dumps(dict.fromkeys(keys)).encode()
    return random.choice(
        [
            (FORM, urlencode([(f"f{number}", "1") for number in range(2_000)]).encode()),
            (FORM, f"{random.choice(keys)}={'a' * 1_000_001}".encode()),
            (FORM, quote(random.choice(keys)).encode() + b"=" + quote_from_bytes(random.choice(NO_TEXT)).encode()),
            (FORM, b"a=%zz&%=%&=" + random.choice(NO_TEXT)),
            (MULTIPART, random.choice(PARTS)),
            (MULTIPART, b"".join(PARTS[4][:-9] for _ in range(30)) + b"--x--\r\n"),
            ("application/json", random.choice([b"{", b"[" * 5_000, b'{"a": 1e999}', b"\xff", nested])),
            (random.choice(TYPES), random.choice([b"a=1", b"", b"\0" * 50, *PARTS])),
        ]
    )


# --- where a way on could lead elsewhere ---
ELSEWHERE = [
    "https://evil.example.test/", "http://evil.example.test", "HTTPS://EVIL.example.test", "//evil.example.test/", "///evil.example.test", "////evil.example.test/%2e%2e",
    "\\\\evil.example.test", "/\\evil.example.test", "\\/evil.example.test", "/\t/evil.example.test", "/\n/evil.example.test", "\t//evil.example.test",
    " //evil.example.test", "\x08https://evil.example.test", "https:evil.example.test", "https:/evil.example.test", "https:///evil.example.test",
    "http:\\\\evil.example.test", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://evil.example.test",
    "//testserver@evil.example.test", "https://testserver.evil.example.test", "https://testserver:80@evil.example.test/", "//evil.example.test\\@testserver",
    "https://evil.example.test?https://testserver/", "https://[::1", "//[evil", "https://evil.example.test#@testserver/", "/..//evil.example.test", "/%2f/evil.example.test",
    "〱evil.example.test", "https://testserver。evil.example.test", "//ⓔvil.example.test", "mailto:x@evil.example.test", "blob:https://evil.example.test/x",
]  # fmt: skip
OURS_AFTER_ALL = [
    "/..//evil.example.test",
    "/%2f/evil.example.test",
    "〱evil.example.test",
]  # a path, to whoever reads it

# --- what is no request, or two ---
HIDDEN = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"0\r\n\r\n" + HIDDEN
REPORT = b"POST /sikkerhet/rapport/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/csp-report\r\nX-Forwarded-Proto: https\r\n"
# Two ways to read where a request ends, or none: each hides a second request from whoever reads it the other way.
SMUGGLED = {
    "both lengths": REPORT + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "both lengths, the other way": REPORT + b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n" % len(CHUNKED) + CHUNKED,
    "two lengths": REPORT + b"Content-Length: 2\r\nContent-Length: %d\r\n\r\n{}" % len(HIDDEN) + HIDDEN,
    "a list of lengths": REPORT + b"Content-Length: 2, 2\r\n\r\n{}" + HIDDEN,
    "a length with a sign": REPORT + b"Content-Length: +2\r\n\r\n{}" + HIDDEN,
    "a length below nothing": REPORT + b"Content-Length: -2\r\n\r\n{}" + HIDDEN,
    "a length in hex": REPORT + b"Content-Length: 0x2\r\n\r\n{}" + HIDDEN,
    "a length in another script": REPORT + "Content-Length: ٢\r\n\r\n{}".encode() + HIDDEN,
    "a space before the colon": REPORT + b"Content-Length : 2\r\n\r\n{}" + HIDDEN,
    "an encoding nobody knows": REPORT + b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKED,
    "chunked twice": REPORT + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "chunked, then not": REPORT + b"Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKED,
    "chunked behind a tab": REPORT + b"Transfer-Encoding:\x0bchunked\r\n\r\n" + CHUNKED,
    "a folded header": REPORT + b"Content-Length:\r\n 2\r\n\r\n{}" + HIDDEN,
    "a bare line feed": REPORT + b"A: b\nContent-Length: 2\r\n\r\n{}" + HIDDEN,
    "a bare carriage return": REPORT + b"A: b\rTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "NUL in a header": REPORT + b"A: b\0\r\nContent-Length: 2\r\n\r\n{}" + HIDDEN,
    "a name that is none": REPORT + b"Content Length: 2\r\n\r\n{}" + HIDDEN,
    "a chunk of no size": REPORT + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n" + CHUNKED,
    "a chunk below nothing": REPORT + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n" + CHUNKED,
    "a chunk longer than it says": REPORT + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}{}{}\r\n" + CHUNKED,
}  # fmt: skip
NO_HTTP = {
    "nothing": b"\r\n\r\n", "noise": bytes(range(256)) * 20, "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 300 + b"\r\n\r\n",
    "no version": b"GET /\r\n\r\n", "HTTP 9.9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a method that is none": b"G@T{} / HTTP/1.1\r\nHost: localhost\r\n\r\n", "a long line": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"a" * 70_000 + b"\r\n\r\n",
    "too many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"A%d: b\r\n" % number for number in range(500)) + b"\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n", "another host in the line": b"GET http://evil.example.test/ HTTP/1.1\r\nHost: evil.example.test\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.test\r\n\r\n", "a space in it": b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a tunnel": b"CONNECT evil.example.test:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", "an upgrade": b"GET / HTTP/1.1\r\nHost: evil\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n\r\n",
}  # fmt: skip
