"""Buckets: S3-speaking storage that answers in time, and the bucket whose files are written once."""

import datetime
from collections.abc import Collection, Iterator
from typing import IO, Any

import boto3
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from privacy.storage import FileStays
from privacy.storage.durable import refuse_unless_oldest

# A hung service must not hold a request or the sweeper: two tries of at most this many seconds.
# The bucket's name stands in the path, as it does in STORAGE_URL: not every service has a host name per bucket.
ANSWER_IN_TIME = Config(
    connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2}, s3={"addressing_style": "path"}
)
# One request per file: an upload that is cut leaves nothing, where parts would lie about unseen.
IN_ONE_PIECE = TransferConfig(multipart_threshold=5 * 1024**3, use_threads=False)
MISSING, TAKEN, CANNOT = 404, {409, 412}, 501


class BucketStorage(S3Storage):
    """A private bucket; a name is never written over, and what is deleted is gone in every version."""

    def get_default_settings(self) -> dict[str, Any]:
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "client_config": ANSWER_IN_TIME,
            "transfer_config": IN_ONE_PIECE,
            "default_acl": "private",
            "file_overwrite": False,
        }

    def make_bucket(self) -> bool:
        """Have a bucket of this name, which keeps versions; whether it is new. Whether it is private `doctor` asks.

        A version outlives what others than the program do by mistake; the program itself deletes every one.
        """
        client = self.connection.meta.client
        try:
            client.head_bucket(Bucket=self.bucket_name)
            is_new = False
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != MISSING:
                raise
            client.create_bucket(Bucket=self.bucket_name)
            is_new = True
        client.put_bucket_versioning(Bucket=self.bucket_name, VersioningConfiguration={"Status": "Enabled"})
        return is_new

    def answers_anybody(self, name: str) -> bool:
        """Whether somebody without a key is told what lies in the bucket, or given this file of it."""
        config = Config(signature_version=UNSIGNED).merge(ANSWER_IN_TIME)
        client = boto3.client(
            "s3", endpoint_url=self.endpoint_url, region_name=self.region_name or "us-east-1", config=config
        )
        for ask in (
            lambda: client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1),
            lambda: client.head_object(Bucket=self.bucket_name, Key=self._normalize_name(name)),
        ):
            try:
                ask()
            except ClientError:
                continue
            return True
        return False

    def delete(self, name: str) -> None:
        """Remove every version, and every mark that hides them; missing is done. Raises `FileStays`.

        A bucket with versioning on answers a plain deletion with such a mark, and keeps the file.
        """
        versions = list(self._versions(name))
        for version in versions:
            self.connection.meta.client.delete_object(Bucket=self.bucket_name, **version)
        if versions and any(self._versions(name)):
            raise FileStays(name)

    def replace(self, name: str, content: IO[bytes]) -> None:
        """Put this under the name in one step; what was there before goes in every version."""
        before = list(self._versions(name))
        client = self.connection.meta.client
        client.put_object(Bucket=self.bucket_name, Key=self._normalize_name(name), Body=content)
        for version in before:
            if version["VersionId"] != "null":  # without versions it is written over
                client.delete_object(Bucket=self.bucket_name, **version)

    def hidden(self) -> Iterator[str]:
        """The name of each version nobody sees: earlier ones, and what a mark hides. The program leaves none behind.

        But for a twin of the file itself: an upload whose answer was lost is sent again. It goes with the file.
        """
        pages, latest = self.connection.meta.client.get_paginator("list_object_versions"), None
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=self.location):
            for each in page.get("Versions", ()):  # of each name the newest first
                content = each["Key"], each["ETag"]
                if each["IsLatest"]:
                    latest = content
                elif content != latest:
                    yield each["Key"]

    def _versions(self, name: str) -> Iterator[dict[str, str]]:
        """Each version of this very name; the listing begins with it, and goes on to names that begin the same."""
        key = self._normalize_name(name)
        pages = self.connection.meta.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=key):
            found = [each for kind in ("Versions", "DeleteMarkers") for each in page.get(kind, ())]
            yield from ({"Key": key, "VersionId": each["VersionId"]} for each in found if each["Key"] == key)
            if any(each["Key"] != key for each in found):
                return

    def get_modified_time(self, name: str) -> datetime.datetime:
        """As a folder answers: FileNotFoundError for what is not there."""
        client = self.connection.meta.client
        try:
            moment: datetime.datetime = super().get_modified_time(name)
        except client.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == MISSING:
                raise FileNotFoundError(name) from error
            raise
        return moment


class DurableBucketStorage(BucketStorage):
    """Append-only, as DurableStorage is in a folder: a file is whole or not there, a taken name raises FileExistsError."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The very name asked for: it says the file's place in the order."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        if self.exists(name):  # some services do not know the condition, and some do not say so
            raise FileExistsError(name)
        client = self.connection.meta.client
        written = {"Bucket": self.bucket_name, "Key": self._normalize_name(name), "Body": b"".join(content.chunks())}
        try:
            client.put_object(**written, IfNoneMatch="*")
        except client.exceptions.ClientError as error:
            answer = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if answer in TAKEN:
                raise FileExistsError(name) from error
            if answer != CANNOT:
                raise
            client.put_object(**written)
        return name

    def delete(self, name: str) -> None:
        raise PermissionError("What is written here stays.")

    def remove_oldest(self, names: Collection[str]) -> None:
        """As DurableStorage does; in every version."""
        refuse_unless_oldest(self, names)
        for name in sorted(names):
            super().delete(name)
