"""docker/certificates.sh asks certbot as it understands, tries again, and says whether there is a certificate."""

import os
import time
from pathlib import Path

import pytest

from fremrykk.local.children import start, stop
from tests.source import ROOT

# Stands where certbot would: notes what it was asked, and leaves what certbot leaves, or fails.
STAND_IN = """#!/bin/sh
printf '%s\\n' "$@" > "$RUN/asked.new" && mv "$RUN/asked.new" "$RUN/asked"
[ -e "$RUN/refused" ] && exit 1
mkdir -p "$CERTIFICATES/live/site" && echo new > "$CERTIFICATES/live/site/fullchain.pem"
"""


@pytest.fixture
def container(tmp_path):
    (tmp_path / "bin").mkdir()
    certbot = tmp_path / "bin" / "certbot"
    certbot.write_text(STAND_IN)
    certbot.chmod(0o755)
    env = {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "RUN": str(tmp_path), "CERTIFICATES": str(tmp_path / "certificates"),
        "ACME_EMAIL": "drift@example.test", "ACME_SERVER": "https://acme.example.test/directory",
        "ALLOWED_HOSTS": "www.example.test,example.test", "LOOK_EVERY": "1", "AGAIN_AFTER": "1",
    }  # fmt: skip
    running = []

    def begin():
        running.append(start(["sh", ROOT / "docker" / "certificates.sh"], env=env))
        return running[0]

    yield tmp_path, begin
    for process in running:
        stop(process)


def seen(path: Path, *, there: bool = True) -> bool:
    until = time.monotonic() + 30
    while path.exists() is not there and time.monotonic() < until:
        time.sleep(0.05)
    return path.exists() is there


def test_all_names_of_the_site_are_asked_for_by_the_folder_the_proxy_answers_from(container):
    folder, begin = container

    begin()
    is_kept = seen(folder / "kept")

    asked = (folder / "asked").read_text().splitlines()
    assert is_kept
    assert asked == [
        "certonly", "--non-interactive", "--agree-tos", "--email", "drift@example.test", "--server", "https://acme.example.test/directory",
        "--webroot", "--webroot-path", f"{folder}/certificates/challenges", "--cert-name", "site",
        "--domains", "www.example.test,example.test", "--expand", "--keep-until-expiring", "--key-type", "ecdsa",
        "--config-dir", f"{folder}/certificates", "--work-dir", f"{folder}/work", "--logs-dir", f"{folder}/logs",
    ]  # fmt: skip


def test_what_was_refused_is_tried_again_and_the_container_is_not_well_meanwhile(container):
    folder, begin = container
    (folder / "refused").touch()

    process = begin()
    asked = seen(folder / "asked")
    was_well = (folder / "kept").exists()
    (folder / "refused").unlink()
    is_well = seen(folder / "kept")
    stop(process)

    assert (asked, was_well, is_well, process.returncode) == (True, False, True, 0)
