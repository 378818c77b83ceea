"""Files and journal in buckets are backed up and brought back as those in folders are."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from fremrykk.backups import copies
from fremrykk.backups.places import Places, whole

SEGMENTS = ["000000000001.json", "000000000002.json"]


@pytest.fixture
def there(tmp_path):
    places = Places(tmp_path / "backup")
    with places.alone():
        return places


def taken(there):
    with whole(there.database / "x.files") as listed:
        return copies.take_files(there, listed)


def test_files_of_a_bucket_are_copied_listed_and_given_back(bucket, there, settings):
    kind = {"BACKEND": "privacy.storage.bucket.BucketStorage", "OPTIONS": bucket.options}
    settings.STORAGES = settings.STORAGES | {"files_raw": kind}  # never |=, which would change everybody's
    for name in ("ab/one", "ab/two", "cd/three"):
        storages["files_raw"].save(name, ContentFile(name.encode()))

    assert taken(there) == (3, 20)
    storages["files_raw"].delete("ab/one")
    given = copies.give_files(there, there.database / "x.files")

    with storages["files_raw"].open("ab/one") as kept:
        assert (given, kept.read()) == ((1, []), b"ab/one")


def test_the_journal_in_a_bucket_is_followed_and_given_back(plain_bucket, there, settings):
    kind = {"BACKEND": "privacy.storage.bucket.DurableBucketStorage", "OPTIONS": plain_bucket.options}
    settings.STORAGES = settings.STORAGES | {"journal": kind}
    for name in SEGMENTS:
        storages["journal"].save(name, ContentFile(b'{"entries": []}'))

    assert (copies.take_journal(there), copies.take_journal(there)) == (2, 0)
    storages["journal"].remove_oldest(SEGMENTS[:1])

    assert copies.give_journal(there) == 1
    assert sorted(copies.segments()) == SEGMENTS
