"""`manage.py make_bucket`: the buckets of STORAGE_URL and JOURNAL_URL, keeping versions, if they are not there."""

from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand

from privacy.storage.bucket import BucketStorage


class Command(BaseCommand):
    help = (
        "Makes the buckets of files and journal, if they are not there, and has them keep versions. May be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("files_raw", "journal"):
            storage = storages[name]
            if isinstance(storage, BucketStorage):
                is_new = storage.make_bucket()
                self.stdout.write(f"The bucket {storage.bucket_name} {'was made' if is_new else 'is there'}.")
