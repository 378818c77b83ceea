"""The drill in this process; `make drill` is the same with a program for each step, and its report."""

import json
import os

import pytest
from django.db import connection

from fremrykk.backups import watching
from fremrykk.backups.places import Places
from fremrykk.operation import probes
from privacy.queries import fence
from tests import prepared
from tests.drill import disaster

BESIDE = ("doctor", "the drill from the same backup, beside it")  # programs of their own


@pytest.fixture
def drilled(place, transactional_db):
    """A database of its own, migrated, which this process works in meanwhile."""
    name = connection.settings_dict["NAME"]
    connection.close()
    prepared.pour("drilled")
    connection.settings_dict["NAME"] = "drilled"
    yield place
    connection.close()
    connection.settings_dict["NAME"] = name
    fence._Fence.is_closed = None
    with place.administrator() as server:
        server.execute("DROP DATABASE IF EXISTS drilled WITH (FORCE)")


@pytest.mark.asvs("PRV-04")
@pytest.mark.usefixtures("quiet")
def test_everything_is_lost_and_comes_back_without_whoever_was_erased_since(drilled):
    steps = disaster.Disaster(drilled).steps()

    assert {*BESIDE} - {*steps} == set()
    for name, do in steps.items():
        if name not in BESIDE:
            do()

    assert list(watching.newest(Places(drilled.folder / "backup")).keys) == ["test"]
    assert probes.ask("backups") == []


@pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="the same again, to see it fail: a quarter of a minute")
@pytest.mark.usefixtures("quiet")
def test_a_replay_that_forgets_one_erasure_is_noticed(drilled):
    whole_drill = disaster.Disaster(drilled)
    whole_drill.fill()
    drilled.manage("backup")
    whole_drill.live_on()

    for segment in sorted((drilled.folder / "journal").glob("*.json"))[-1:]:
        kept = json.loads(segment.read_bytes())
        first = next(each for each in kept["entries"] if each["kind"] == "erased")
        kept["entries"].remove(first)
        segment.write_text(json.dumps(kept))
    drilled.manage("backup", "--follow")
    drilled.lose_everything()
    whole_drill.restore()
    whole_drill.replay()

    with pytest.raises(AssertionError):
        whole_drill.look()
