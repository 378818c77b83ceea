"""A file deleted from a bucket is gone in every version, on a service that keeps versions as S3 does."""

import io
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from storages.backends.s3 import S3Storage

from privacy.queries.residue.outside import in_files
from privacy.storage.bucket import BucketStorage, FileStays
from tests.privacy.storage.buckets import A_PAGE, KEYS

NAME = "ab/abcdef"


def written(storage, content=b"CV"):
    return storage.save(NAME, ContentFile(content))


def test_every_version_goes(bucket):
    bucket.put(NAME, times=2)

    BucketStorage(**bucket.options).delete(NAME)

    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == ([], [])


@pytest.mark.parametrize("kept", ["bucket", "plain_bucket"])
def test_what_is_replaced_leaves_no_version(request, kept):
    within = request.getfixturevalue(kept)
    within.put(NAME, times=2)
    storage = BucketStorage(**within.options)

    storage.replace(NAME, io.BytesIO(b"anew"))

    with storage.open(NAME) as file:
        assert (within.kept(), file.read()) == ([NAME], b"anew")


# The negative control: the library's own deletion hides the file and keeps it, and nobody sees it any more.
def test_a_plain_deletion_would_keep_both(bucket):
    bucket.put(NAME, times=2)
    storage = S3Storage(**bucket.options)

    storage.delete(NAME)

    assert (storage.exists(NAME), bucket.kept(), bucket.kept("DeleteMarkers")) == (False, [NAME, NAME], [NAME])


def test_a_file_already_hidden_goes_with_the_mark_that_hides_it(bucket):
    bucket.put(NAME)
    bucket.hide(NAME)
    bucket.hide(NAME)
    storage = BucketStorage(**bucket.options)
    assert storage.exists(NAME) is False

    storage.delete(NAME)

    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == ([], [])


def test_a_name_that_begins_the_same_keeps_its_versions(bucket):
    longer = [f"{NAME}0", f"{NAME}/x"]
    for key in (NAME, *longer):
        bucket.put(key, times=2)

    BucketStorage(**bucket.options).delete(NAME)

    assert sorted(bucket.kept()) == sorted([*longer, *longer])


def test_more_versions_than_a_page_holds(bucket):
    bucket.put(NAME, times=A_PAGE + 1)
    bucket.hide(NAME)
    bucket.put(f"{NAME}0")

    BucketStorage(**bucket.options).delete(NAME)

    assert (bucket.kept(), bucket.kept("DeleteMarkers")) == ([f"{NAME}0"], [])


def test_a_bucket_that_keeps_no_versions(plain_bucket):
    storage = BucketStorage(**plain_bucket.options)
    written(storage)

    storage.delete(NAME)
    storage.delete(NAME)  # missing is done

    assert (storage.exists(NAME), plain_bucket.kept()) == (False, [])


def test_what_was_there_before_versions_were_kept_goes_too(plain_bucket):
    plain_bucket.put(NAME)
    plain_bucket.keep_versions()
    plain_bucket.put(NAME)
    assert plain_bucket.kept() == [NAME, NAME]

    BucketStorage(**plain_bucket.options).delete(NAME)

    assert plain_bucket.kept() == []


def test_a_service_that_takes_the_order_and_does_nothing_is_found_out(bucket):
    storage = BucketStorage(**bucket.options)
    written(storage)
    done = AWSResponse("", 204, {}, None), {}
    storage.connection.meta.client.meta.events.register("before-call.s3.DeleteObject", lambda **_: done)

    with pytest.raises(FileStays):
        storage.delete(NAME)

    assert bucket.kept() == [NAME]


def test_the_age_of_what_is_not_there_is_asked_as_in_a_folder(bucket):
    storage = BucketStorage(**bucket.options)
    bucket.put(NAME)
    assert storage.get_modified_time(NAME).tzinfo is not None
    bucket.hide(NAME)

    with pytest.raises(FileNotFoundError):
        storage.get_modified_time(NAME)


def test_the_scan_for_residue_finds_versions_nobody_sees(bucket, settings):
    settings.STORAGES = {"hidden": {"BACKEND": "privacy.storage.bucket.BucketStorage", "OPTIONS": bucket.options}}
    bucket.put(NAME, times=3)
    bucket.put(f"{NAME}0")
    bucket.hide(f"{NAME}0")
    before = list(in_files(["nobody-is-called-this"]))

    storage = storages["hidden"]
    for name in (NAME, f"{NAME}0"):
        storage.delete(name)

    assert [(each.number, each.place, each.times) for each in before] == [(0, "storage hidden, hidden versions", 3)]
    assert list(in_files(["nobody-is-called-this"])) == []


def test_an_upload_that_was_sent_twice_hides_nothing_and_goes_whole(bucket, settings):
    """Its first answer was lost; in between somebody else's version would be hidden."""
    settings.STORAGES = {"hidden": {"BACKEND": "privacy.storage.bucket.BucketStorage", "OPTIONS": bucket.options}}
    for content in (b"CV", b"CV"):
        bucket.client.put_object(Bucket=bucket.name, Key=NAME, Body=content)
    twins = list(in_files(["nobody-is-called-this"]))
    for content in (b"another", b"CV"):
        bucket.client.put_object(Bucket=bucket.name, Key=NAME, Body=content)
    found = [each.times for each in in_files(["nobody-is-called-this"])]

    storages["hidden"].delete(NAME)

    assert (twins, found, bucket.kept()) == ([], [1], [])


# moto lets everybody in: the negative control of a bucket somebody left open.
@pytest.mark.asvs("UPL-15")
def test_a_bucket_that_answers_anybody_is_found_out(plain_bucket):
    storage = BucketStorage(**plain_bucket.options)

    assert storage.answers_anybody(written(storage)) is True
    assert storage.default_acl == "private"


@pytest.mark.asvs("UPL-15")
def test_a_bucket_that_asks_for_a_key_is_private():
    with closed_service() as (address, asked):
        storage = BucketStorage(bucket_name="b", endpoint_url=address, access_key="key", secret_key="secret")

        assert storage.answers_anybody(NAME) is False

    assert [(way, path.partition("?")[0], key) for way, path, key in asked] == [
        ("GET", "/b", None),
        ("HEAD", f"/b/{NAME}", None),
    ]


@contextmanager
def closed_service():
    """A service that lets nobody in; gives its address, and what it was asked by whom."""
    asked = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.command, self.path, self.headers.get("Authorization")))
            self.send_response(403)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *said):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_a_bucket_is_made_once_and_keeps_versions(s3, settings, capsys):
    name = f"bucket-{uuid.uuid4()}"
    options = {"bucket_name": name, "endpoint_url": s3, "access_key": "key", "secret_key": "secret"}
    settings.STORAGES = settings.STORAGES | {
        "files_raw": {"BACKEND": "privacy.storage.bucket.BucketStorage", "OPTIONS": options}
    }

    for _ in range(2):
        call_command("make_bucket")

    client = boto3.client("s3", endpoint_url=s3, **KEYS)
    assert capsys.readouterr().out.splitlines() == [f"The bucket {name} was made.", f"The bucket {name} is there."]
    assert client.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
