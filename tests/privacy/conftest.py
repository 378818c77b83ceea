"""What several folders here stand on."""

from tests.privacy.storage.buckets import bucket, plain_bucket, s3

__all__ = ["bucket", "plain_bucket", "s3"]
