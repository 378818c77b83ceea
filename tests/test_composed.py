"""docker-compose.yml, its commands started with its environment as processes: each part comes up and finds the others."""

import re
import subprocess

import pytest

from tests import local_world
from tests.composed import machine
from tests.proxied import proxy, require_proxy
from tests.source import ROOT

pytestmark = pytest.mark.django_db(transaction=True)  # what the parts write, each minute, is emptied out again
EXAMPLE = (ROOT / ".env.example").read_text()
README = (ROOT / "README.md").read_text()


def filled_in(folder):
    """.env.example as the README tells an operator to fill it in: its very commands are run."""
    shell = re.search(r"```sh\n(cp \.env\.example \.env.+?)```", README, re.DOTALL)[1]
    (folder / ".env.example").write_text(EXAMPLE)
    subprocess.run(["sh", "-e", "-c", shell], cwd=folder, check=True)
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", (folder / ".env").read_text(), re.MULTILINE))


def test_the_commands_of_the_readme_fill_in_every_secret_with_something_else(tmp_path):
    filled = filled_in(tmp_path)
    secrets = {name: filled[name] for name in filled if re.search(r"SECRET|PASSWORD|FIELD_KEYS|OBJECTS_KEY", name)}

    assert set(secrets) == {
        "SECRET_KEY", "FIELD_KEYS", "OBJECTS_KEY", "OBJECTS_SECRET", "POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD",
        "DATABASE_PASSWORD", "DATABASE_BACKUP_PASSWORD", "VALKEY_PASSWORD",
    }  # fmt: skip
    assert [name for name, value in secrets.items() if len(value) < 30] == []
    assert len(set(secrets.values())) == len(secrets)
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


def test_every_part_comes_up_with_its_own_command_and_environment(django_db_setup, django_db_blocker, tmp_path):
    require_proxy()
    folder = local_world.home() / f"composed-{tmp_path.name}"
    folder.mkdir()
    operator = filled_in(tmp_path) | {
        "SITE_URL": "https://localhost", "ALLOWED_HOSTS": "localhost", "EMAIL_URL": "smtp://127.0.0.1:1", "INBOX_URL": "maildir:///data/inbox",
        "CLAMAV_URL": "none",
    }  # fmt: skip
    with machine(folder, operator) as found:
        found.begin("broker")
        safe = ["python", "manage.py", "backup", "--new-key", f"{folder}/private.key"]
        operator["BACKUP_KEY"] = (
            found.run("backup", safe, BACKUP_FOLDER="none").stdout.strip().removeprefix("BACKUP_KEY=")
        )
        found.begin("web")
        migrated = found.run("migrate")
        found.begin("worker", "beat", "metrics")
        with proxy(f"127.0.0.1:{found.ports['8000']}") as front:
            well = [name for name in ("web", "worker", "metrics", "beat") if found.wait_for(name)]
            page = front.ask("GET", "/", Host="localhost")
            front_door = front.ask_plainly("GET", "/kontakt/", Host="localhost")
        kept = [path.name for path in (folder / "broker").rglob("*.aof")]

    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert (well, page.status, front_door.headers["Location"]) == (
        ["web", "worker", "metrics", "beat"],
        200,
        "https://localhost/kontakt/",
    )
    assert [name for name in kept if "incr" in name] == ["appendonly.aof.1.incr.aof"]
