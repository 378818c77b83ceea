"""No secret is in what is kept under version control, in the image, on an error page, or in a refusal to start."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.views.debug import technical_500_response

from tests.source import ROOT

SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of Amazon's": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a code host": r"\b(?:ghp|gho|ghs|github_pat|glpat|npm|pypi)[-_][A-Za-z0-9_-]{20,}",
    "a token of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}",
    "a password in an address": r"\b(?:postgres(?:ql)?|redis|rediss|smtp(?:\+\w+)?|s3|https?|amqp)://[^\s:/@\"'`]*:[^\s@/\"'`${<…]{8,}@",
    "a key of ours with its value": r"(?m)^(?:SECRET_KEY|FIELD_KEYS|\w*PASSWORD|SENTRY_DSN)=[^\s$<…]{6,}",
}
PASSWORD = "k3hd8fh2kd"  # by this name only on the page: the lines around a fault are shown as they stand
# What is no secret: words of documentation and of tests that only say what an address looks like.
INVENTED = re.compile(r"user:password@|key:secret@|:secret@|:password@|:passord@|-password@|example")


def kept() -> dict[str, str]:
    """Every text under version control."""
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    )
    found = {}
    for name in filter(None, names):
        try:
            found[name] = (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, a font
    return found


def secrets_in(texts: dict[str, str]) -> list[str]:
    return [
        f"{name}: {what}"
        for name, text in texts.items()
        for what, shape in SECRETS.items()
        for found in re.finditer(shape, text)
        if not INVENTED.search(found[0])
    ]


@pytest.mark.asvs("CFG-07")
def test_no_secret_is_under_version_control():
    texts = kept()

    assert len(texts) > 1_000
    assert secrets_in({name: text for name, text in texts.items() if not name.startswith("tests/")}) == []
    assert not [name for name in texts if re.search(r"(^|/)\.env$|\.pem$|\.key$|\.p12$|id_rsa", name)]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a" * 30,
        "postgresql://fremrykk:" + "k3hd8fh2kd@database/fremrykk",
        "SECRET_KEY=" + "kj3h4kj23h4kj23h4",
    ],
)
def test_the_scan_sees_what_it_looks_for(text):
    assert len(secrets_in({"a file": text})) == 1


@pytest.mark.asvs("CFG-07")
def test_nothing_of_the_environment_goes_into_the_image():
    """Its builder is sent only what the list names, and the values it is built with open nothing."""
    sent = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    ignored = (ROOT / ".gitignore").read_text().split()

    assert (ROOT / ".dockerignore").read_text().startswith("*\n")
    assert [line for line in sent if "env" in line or "var" in line or "key" in line] == []
    assert {".env", "var/"} & {*ignored, *(line.strip("/") + "/" for line in ignored)} == {".env", "var/"}
    assert re.findall(r"^(?:ENV|ARG) .*(?:KEY|PASSWORD|SECRET)", (ROOT / "Dockerfile").read_text(), re.MULTILINE) == []


def secret_values() -> list[str]:
    return [settings.SECRET_KEY, *(key.partition(":")[2] for key in settings.FIELD_KEYS), PASSWORD]


@pytest.mark.asvs("CFG-07")
@pytest.mark.django_db
def test_no_error_page_shows_a_secret_not_even_the_one_for_who_writes_the_program(rf, client, settings):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = f"redis://:{PASSWORD}@broker:6379/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.REDIS_URL}}
    settings.SENTRY_DSN, settings.EMAIL_HOST_PASSWORD = f"https://{PASSWORD}@host/1", PASSWORD
    settings.ROOT_URLCONF, client.raise_request_exception = "tests.logs.broken_urls", False
    try:
        raise ValueError
    except ValueError:
        for_developers = technical_500_response(rf.get("/"), *sys.exc_info()).content.decode()

    for_everybody = client.get("/feil/ord/").content.decode()

    assert "REDIS_URL" in for_developers
    assert [each for each in secret_values() if each in for_developers] == []
    assert [each for each in secret_values() if each in for_everybody] == []
    assert "ValueError" not in for_everybody


@pytest.mark.asvs("CFG-07")
@pytest.mark.parametrize(
    "wrong",
    [
        {"STORAGE_URL": "s4://key:k3hd8fh2kd@host/bucket"},
        {"DATABASE_URL": "mysql://user:k3hd8fh2kd@host/name"},
        {"CLAMAV_URL": "tcpp://user:k3hd8fh2kd@host"},
        {"SECRET_KEY": "k3hd8fh2kd"},
    ],
)
def test_a_refusal_to_start_does_not_say_the_secret(wrong):
    asked = subprocess.run(
        [sys.executable, "-c", "from fremrykk.wsgi import application"], env=os.environ | wrong, cwd=ROOT,
        check=False, capture_output=True,
    )  # fmt: skip

    assert asked.returncode == 1
    assert b"k3hd8fh2kd" not in asked.stderr
