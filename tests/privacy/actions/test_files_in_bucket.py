"""The same promises where the files lie in a bucket that keeps versions."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from privacy.actions import files
from privacy.choices import AlarmCode
from privacy.models import FileTombstone
from privacy.queries import vitals
from tests.factories import NOW, DocumentFactory, FileTombstoneFactory

pytestmark = pytest.mark.django_db

DAYS = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def files_in_bucket(settings, bucket) -> None:
    raw = {"BACKEND": "privacy.storage.bucket.BucketStorage", "OPTIONS": bucket.options}
    settings.STORAGES = settings.STORAGES | {"files_raw": raw}


def stored():
    return storages["files"].save("cv.pdf", ContentFile(b"CV"))


def is_an_alarm():
    return AlarmCode.FILES_LOST in vitals.wrong(timezone.now())


@pytest.mark.asvs("PRV-02")
def test_a_buried_file_is_removed_in_every_version(bucket):
    name = stored()
    bucket.put(name)
    files.bury(name, at=NOW)

    assert files.sweep(at=NOW) == 1

    assert (bucket.kept(), bucket.kept("DeleteMarkers"), FileTombstone.objects.count()) == ([], [], 0)


def test_a_file_somebody_only_hid_is_removed(bucket):
    name = stored()
    bucket.hide(name)
    files.bury(name, at=NOW)

    assert files.sweep(at=NOW) == 1

    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == ([], [])


def test_a_bucket_that_is_away_is_asked_again_later(settings, bucket, caplog):
    bucket.client.delete_bucket(Bucket=bucket.name)
    stone = FileTombstoneFactory(name="aa/1")

    assert files.sweep(at=NOW) == 0

    stone.refresh_from_db()
    assert (stone.attempts, stone.last_error) == (1, "NoSuchBucket")
    assert caplog.messages == [f"file tombstone {stone.pk}: NoSuchBucket"]


def test_a_file_without_a_row_goes_once_it_is_a_day_old(bucket):
    document = DocumentFactory(file=stored())
    bucket.put("ab/planted")
    assert files.reconcile(at=timezone.now()) == (0, [])

    assert files.reconcile(at=timezone.now() + 2 * DAYS) == (1, [])
    files.sweep(at=timezone.now() + 2 * DAYS)

    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == ([document.file.name], [])


def test_a_row_whose_file_was_hidden_is_an_alarm_until_the_file_is_back(bucket):
    name = DocumentFactory(file=stored()).file.name
    bucket.hide(name)
    assert files.reconcile(at=NOW) == (0, [name])
    assert is_an_alarm() is True

    bucket.put(name)

    assert (files.reconcile(at=NOW), is_an_alarm()) == ((0, []), False)


def test_an_empty_bucket_is_no_error():
    assert files.reconcile(at=NOW) == (0, [])
