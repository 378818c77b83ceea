import pytest

from fremrykk.local import keys
from fremrykk.local.children import Trouble


def test_keys_are_written_once_and_closed_to_others(tmp_path):
    first = keys.ready(tmp_path / "keys")

    assert keys.ready(tmp_path / "keys") == first
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_two_machines_never_share_a_key(tmp_path):
    assert set(keys.ready(tmp_path / "a").values()).isdisjoint(keys.ready(tmp_path / "b").values())


def test_keys_that_were_there_are_kept(tmp_path):
    (tmp_path / "field_keys").write_text("mine:abc\n")

    assert keys.ready(tmp_path)["FIELD_KEYS"] == "mine:abc"


def test_emptied_key_is_not_replaced_silently(tmp_path):
    (tmp_path / "secret_key").touch()

    with pytest.raises(Trouble, match="secret_key is empty"):
        keys.ready(tmp_path)
