"""A real S3 service on this machine, and buckets in it: `bucket` keeps versions, as a careful operator's does."""

import logging
import os
import uuid
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

A_PAGE = 20  # how much a list of the service holds at most; a thousand where it is not this machine's
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}


class Bucket:
    """One bucket, seen past the program: what lies in it in truth."""

    def __init__(self, client, endpoint: str) -> None:
        self.client, self.endpoint, self.name = client, endpoint, f"bucket-{uuid.uuid4()}"
        client.create_bucket(Bucket=self.name)

    @property
    def options(self) -> dict[str, str]:
        """As `fremrykk.stores` writes them."""
        address = {"bucket_name": self.name, "endpoint_url": self.endpoint}
        return address | {"access_key": "key", "secret_key": "secret"}

    def keep_versions(self) -> None:
        self.client.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})

    def put(self, key: str, times: int = 1) -> None:
        for number in range(times):
            self.client.put_object(Bucket=self.name, Key=key, Body=b"%d" % number)

    def hide(self, key: str) -> None:
        """What a plain deletion does: a mark, or without versions the end."""
        self.client.delete_object(Bucket=self.name, Key=key)

    def kept(self, kind: str = "Versions") -> list[str]:
        """The key of every version, or of every `DeleteMarkers`."""
        return [each["Key"] for each in self._listed(kind)]

    def contents(self) -> set[tuple[str, str]]:
        """The same with what the service takes its content for: an upload that was sent twice is there once."""
        return {(each["Key"], each["ETag"]) for each in self._listed("Versions")}

    def _listed(self, kind: str) -> Iterator[dict[str, str]]:
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=self.name):
            yield from page.get(kind, ())


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of the service."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    os.environ["MOTO_S3_DEFAULT_MAX_KEYS"] = str(A_PAGE)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def plain_bucket(s3) -> Bucket:
    return Bucket(boto3.client("s3", endpoint_url=s3, **KEYS), s3)


@pytest.fixture
def bucket(plain_bucket) -> Bucket:
    plain_bucket.keep_versions()
    return plain_bucket
