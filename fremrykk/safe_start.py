"""What the program does not start with. Part of `settings`: asked when they are read, by whichever program reads them."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

HERE = {"localhost", "127.0.0.1", "::1", "testserver"}  # names nobody outside this machine reaches
SHORT, FEW = 12, 6  # letters of a password; different ones
DEFAULTS = {"fremrykk_app", "fremrykk_owner", "minioadmin", "minioadmin123", "password1234", "changemechangeme"}
BACKUP_KEY = re.compile(r"[!-9;-~]{1,32}:[A-Za-z0-9+/]{43}=")

Settings = Mapping[str, Any]


def refuse(settings: Settings) -> None:
    """Stop with a sentence for each thing that is unsafe; it never holds a value, which may be a secret."""
    if unsafe := list(findings(settings)):
        raise ImproperlyConfigured("\n".join(["Refusing to start:", *unsafe]))


def findings(settings: Settings) -> Iterable[str]:
    for look in ALWAYS:
        yield from look(settings)
    if settings["OVER_TLS"]:
        yield from _passwords(settings)


def _secret_key(settings: Settings) -> Iterable[str]:
    key = settings["SECRET_KEY"]
    if len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure-"):
        yield "SECRET_KEY must be at least 50 random characters: whoever guesses it signs in as anybody."


def _hosts(settings: Settings) -> Iterable[str]:
    hosts = settings["ALLOWED_HOSTS"]
    if not any(hosts):
        yield "ALLOWED_HOSTS is empty: it must name the hosts the site answers to, with commas."
    if any("*" in host for host in hosts):
        yield "ALLOWED_HOSTS must name the hosts; * would let links in mails be forged."


def _site(settings: Settings) -> Iterable[str]:
    site = urlparse(settings["SITE_URL"])
    if site.scheme != "https" and not (site.scheme == "http" and site.hostname in HERE):
        yield "SITE_URL must begin with https://; http is for this machine alone (http://localhost)."


def _shown_to_all(settings: Settings) -> Iterable[str]:
    is_reached = settings["OVER_TLS"] or not {*settings["ALLOWED_HOSTS"]} <= HERE
    for name, what in (
        ("DEBUG", "shows errors with their source"),
        ("DEMO", "shows mails and logins to whoever looks"),
    ):
        if settings[name] and is_reached:
            yield f"{name}=1 {what}: only on this machine (SITE_URL and ALLOWED_HOSTS on localhost), never where others reach it."
    if settings["ALLOW_TIME_TRAVEL"] and not settings["DEMO"]:
        yield "ALLOW_TIME_TRAVEL=1 deletes as if it were later: it needs DEMO=1."


def _database(settings: Settings) -> Iterable[str]:
    if settings["DATABASES"]["default"]["ENGINE"] != "django.db.backends.postgresql":
        yield "DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host/name"


def _scanner(settings: Settings) -> Iterable[str]:
    address = settings["CLAMAV_URL"]
    if address != "none" and not address.startswith(("tcp://", "unix://")):
        yield "CLAMAV_URL must name the virus scanner, tcp://host:3310, or say none in words: then no file is ever called clean."


def _backups(settings: Settings) -> Iterable[str]:
    folder, key = settings["BACKUP_FOLDER"], settings["BACKUP_KEY"]
    if folder != "none" and not folder.startswith("/"):
        yield "BACKUP_FOLDER must name a folder, /backup, or say none in words: then nobody here takes backups."
    if folder != "none" and not BACKUP_KEY.fullmatch(key):
        yield "BACKUP_KEY must be id:base64 of 32 bytes, as `manage.py backup --new-key FILE` prints it: no backup is written unsealed."


ALWAYS: list[Callable[[Settings], Iterable[str]]] = [
    _secret_key,
    _hosts,
    _site,
    _shown_to_all,
    _database,
    _scanner,
    _backups,
]


def _passwords(settings: Settings) -> Iterable[str]:
    """Of what others on the network could reach; a socket on this machine is kept by the system."""
    database, broker = settings["DATABASES"]["default"], urlparse(settings["REDIS_URL"])
    asked = {
        "DATABASE_URL": (
            database["HOST"] and not database["HOST"].startswith("/"),
            database["USER"],
            database["PASSWORD"],
        ),
        "REDIS_URL": (broker.scheme != "unix", broker.username, unquote(broker.password or "")),
    }
    for name, store in (("STORAGE_URL", "files_raw"), ("JOURNAL_URL", "journal")):
        options = settings["STORAGES"][store]["OPTIONS"]
        asked[name] = ("bucket_name" in options, options.get("access_key"), options.get("secret_key", ""))
    for name, (is_reached, user, password) in asked.items():
        if is_reached and _is_weak(user, password):
            yield f"The password in {name} is missing, a default or easy to guess: at least {SHORT} random characters."


def _is_weak(user: str | None, password: str) -> bool:
    return len(password) < SHORT or len(set(password)) < FEW or password.lower() in {*DEFAULTS, (user or "").lower()}
