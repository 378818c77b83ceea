"""Where files rest, from an address: file:///folder, or s3://key:secret@host/bucket. Part of `settings`."""

from typing import Any
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured


def at(address: str, *, folder: str, bucket: str) -> dict[str, Any]:
    """An entry of STORAGES: the class `folder` for a file address, the class `bucket` for an s3 address."""
    url = urlparse(address)
    if url.scheme == "file" and url.path:
        return {"BACKEND": folder, "OPTIONS": {"location": url.path}}
    if url.scheme != "s3" or not (url.hostname and url.path.strip("/")):
        # Never the address itself: it may hold a secret.
        raise ImproperlyConfigured("A storage is written file:///folder, or s3://key:secret@host/bucket.")
    return {
        "BACKEND": bucket,
        "OPTIONS": {
            "bucket_name": url.path.strip("/"),
            "access_key": unquote(url.username or ""),
            "secret_key": unquote(url.password or ""),  # written %2F and %2B in an address
            "endpoint_url": f"https://{url.hostname}:{url.port or 443}",
        },
    }
