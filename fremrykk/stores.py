"""Where files rest, from an address: file:///folder, s3://key:secret@host/bucket, or s3+http:// inside a machine.

And how long the database may take. Part of `settings`.
"""

from typing import Any
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

# A server that is not there, a line that went dead, and a statement that never ends: each has an end.
IN_TIME = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
    "options": "-c statement_timeout=600s",
}


PAGE_SECONDS, MOST_SECONDS = 5, 600

# Without TLS only where it is said in words: between two containers whose network nobody else is in. The files are encrypted
# before they leave the program, and the key signs and is not sent.
SPOKEN = {"s3": ("https", 443), "s3+http": ("http", 80)}


def page_seconds(said: str) -> int:
    """How long a page waits for one statement. Jobs and commands keep the longer time."""
    if not said:
        return PAGE_SECONDS
    if not (said.isascii() and said.isdigit() and 0 < int(said[:4]) <= MOST_SECONDS):
        raise ImproperlyConfigured(f"PAGE_STATEMENT_SECONDS must be a number of seconds from 1 to {MOST_SECONDS}.")
    return int(said[:4])


def in_time(asked: dict[str, Any]) -> dict[str, Any]:
    """What the address of the database asks for, and where it says nothing, ours."""
    options = f"{IN_TIME['options']} {asked.get('options', '')}".strip()
    return IN_TIME | asked | {"options": options}


def at(address: str, *, folder: str, bucket: str) -> dict[str, Any]:
    """An entry of STORAGES: the class `folder` for a file address, the class `bucket` for an s3 address."""
    url = urlparse(address)
    if url.scheme == "file" and url.path:
        return {"BACKEND": folder, "OPTIONS": {"location": url.path}}
    if url.scheme not in SPOKEN or not (url.hostname and url.path.strip("/")):
        # Never the address itself: it may hold a secret.
        raise ImproperlyConfigured("A storage is written file:///folder, or s3://key:secret@host/bucket.")
    scheme, port = SPOKEN[url.scheme]
    return {
        "BACKEND": bucket,
        "OPTIONS": {
            "bucket_name": url.path.strip("/"),
            "access_key": unquote(url.username or ""),
            "secret_key": unquote(url.password or ""),  # written %2F and %2B in an address
            "endpoint_url": f"{scheme}://{url.hostname}:{url.port or port}",
        },
    }
