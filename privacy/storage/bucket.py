"""Buckets: S3-speaking storage that answers in time, and the bucket whose files are written once."""

from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from django.core.files.base import File
from storages.backends.s3 import S3Storage

# A hung service must not hold a request or the sweeper: two tries of at most this many seconds.
# The bucket's name stands in the path, as it does in STORAGE_URL: not every service has a host name per bucket.
ANSWER_IN_TIME = Config(
    connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2}, s3={"addressing_style": "path"}
)
# One request per file: an upload that is cut leaves nothing, where parts would lie about unseen.
IN_ONE_PIECE = TransferConfig(multipart_threshold=5 * 1024**3, use_threads=False)
TAKEN, CANNOT = {409, 412}, 501


class BucketStorage(S3Storage):
    """A private bucket; a name is never written over."""

    def get_default_settings(self) -> dict[str, Any]:
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "client_config": ANSWER_IN_TIME,
            "transfer_config": IN_ONE_PIECE,
            "default_acl": "private",
            "file_overwrite": False,
        }


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
