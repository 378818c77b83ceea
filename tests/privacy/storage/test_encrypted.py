import base64
import hashlib
import io
import re
import tracemalloc

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from privacy.storage import CHUNK, EncryptedStorage, FileTampered, KeyMissing

KEY_A = "a:" + base64.b64encode(bytes(range(32))).decode()
KEY_B = "b:" + base64.b64encode(bytes(range(32, 64))).decode()


@pytest.fixture
def storage(settings, tmp_path):
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "files_raw": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return EncryptedStorage(keys=[KEY_A])


def raw(storage, name):
    with storages["files_raw"].open(name) as opened:
        return opened.read()


def overwrite(name, data):
    storages["files_raw"].delete(name)
    storages["files_raw"].save(name, ContentFile(data))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5_000_000])
def test_what_goes_in_comes_out(storage, size):
    data = (b"Kari Nordmann " * (size // 14 + 1))[:size]

    name = storage.save("cv.pdf", ContentFile(data))

    with storage.open(name) as opened:
        assert opened.read() == data
    assert storage.size(name) == size
    assert b"Kari" not in raw(storage, name)


def test_a_file_can_be_read_from_any_place(storage):
    data = bytes(number % 251 for number in range(2 * CHUNK + 100))
    name = storage.save("cv.pdf", ContentFile(data))

    with storage.open(name) as opened:
        opened.seek(CHUNK - 5)
        across = opened.read(10)
        opened.seek(-3, io.SEEK_END)
        end = opened.read()
        size = opened.size

    assert across == data[CHUNK - 5 : CHUNK + 5]
    assert end == data[-3:]
    assert size == len(data)


@pytest.mark.asvs("UPL-15")
def test_names_are_random_and_never_the_persons(storage):
    names = {storage.save("Kari Nordmann CV.pdf", ContentFile(b"x")) for _ in range(20)}

    assert len(names) == 20
    assert all(re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{38}", name) for name in names)


def test_a_taken_name_is_not_overwritten(storage, monkeypatch):
    name = storage.save("cv.pdf", ContentFile(b"first"))
    monkeypatch.setattr(storage, "get_available_name", lambda *args, **kwargs: name)

    with pytest.raises(FileExistsError):
        storage.save("cv.pdf", ContentFile(b"second"))

    with storage.open(name) as opened:
        assert opened.read() == b"first"


@pytest.mark.parametrize("place", [0, 4, 5, 6, 20, 40, 5000, CHUNK + 100, -1])
def test_one_changed_bit_is_noticed(storage, place):
    name = storage.save("cv.pdf", ContentFile(b"x" * (2 * CHUNK)))
    data = bytearray(raw(storage, name))
    data[place] ^= 1
    overwrite(name, bytes(data))

    with pytest.raises((FileTampered, KeyMissing)), storage.open(name) as opened:
        opened.read()


def test_a_file_cut_at_the_end_of_a_chunk_does_not_open(storage):
    name = storage.save("cv.pdf", ContentFile(b"x" * (3 * CHUNK)))
    data = raw(storage, name)

    for cut in (16, CHUNK + 16, len(data) - 3, len(data)):
        overwrite(name, data[: len(data) - cut])
        with pytest.raises(FileTampered):
            storage.open(name)


def test_exchanged_files_do_not_open(storage):
    one, other = (storage.save("cv.pdf", ContentFile(data)) for data in (b"Kari", b"Ola"))

    overwrite(one, raw(storage, other))

    with pytest.raises(FileTampered):
        storage.open(one)


def test_exchanged_chunks_do_not_open(storage):
    name = storage.save("cv.pdf", ContentFile(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK))
    data = raw(storage, name)
    start, step = 4 + 1 + 1 + 32, CHUNK + 16
    overwrite(
        name,
        data[:start] + data[start + step : start + 2 * step] + data[start : start + step] + data[start + 2 * step :],
    )

    with pytest.raises(FileTampered), storage.open(name) as opened:
        opened.read()


def test_a_new_key_seals_and_the_old_one_still_opens(storage):
    old = storage.save("cv.pdf", ContentFile(b"old"))
    turned = EncryptedStorage(keys=[KEY_B, KEY_A])
    new = turned.save("cv.pdf", ContentFile(b"new"))

    for name, content in ((old, b"old"), (new, b"new")):
        with turned.open(name) as stored:
            assert stored.read() == content
    with pytest.raises(KeyMissing):
        storage.open(new)


@pytest.mark.parametrize(
    "keys", [[], ["a:"], ["a:" + base64.b64encode(b"short").decode()], [":" + KEY_A[2:]], ["no colon"]]
)
def test_a_bad_key_stops_the_program_and_is_not_shown(keys):
    with pytest.raises(ImproperlyConfigured) as error:
        EncryptedStorage(keys=keys)

    assert not any(key[2:] in str(error.value) for key in keys if len(key) > 3)


@pytest.mark.asvs("DL-03")
def test_there_is_no_public_address(storage):
    name = storage.save("cv.pdf", ContentFile(b"x"))

    with pytest.raises(NotImplementedError):
        storage.url(name)


def test_a_deleted_file_is_gone_and_deleting_again_is_no_error(storage):
    name = storage.save("cv.pdf", ContentFile(b"x"))

    storage.delete(name)
    storage.delete(name)

    assert not storage.exists(name)


def test_five_megabytes_take_little_memory(storage, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(bytes(range(250)) * 20_000)
    digest = hashlib.sha256()
    tracemalloc.start()

    with path.open("rb") as upload:
        name = storage.save("cv.pdf", File(upload))
    with storage.open(name) as opened:
        for piece in opened.chunks():
            digest.update(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert digest.hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()
    assert peak < 2_000_000
