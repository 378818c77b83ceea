"""What the runbook, the upgrade notes and the README tell an operator to do can be done: each command, page and name is there."""

import re

import polib
import pytest
import yaml
from django.core.management import get_commands, load_command_class

from fremrykk.operation import metrics
from privacy.choices import AlarmCode
from tests.source import ROOT

PAGES = {name: (ROOT / name).read_text() for name in ("RUNBOOK.md", "UPGRADING.md", "README.md")}
FOR_OPERATORS = ["RUNBOOK.md", "UPGRADING.md"]
SERVICES = set(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])
VARIABLES = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
NOT_VARIABLES = {"FILE", "NAME", "EMAIL", "DIR", "PROVE", "NOT_VALID", "BASELINE"}


def spans(text):
    """What stands as code: between backquotes, and in fenced blocks."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)) + [
        line for block in fenced for line in block.splitlines()
    ]


def commands(text):
    """Each command of ours with the options it is given, wherever it is started."""
    for span in spans(text):
        found = re.search(r"manage\.py ([a-z_]+)(.*)", span)
        if found:
            yield found[1], re.findall(r"(?<!\S)(--[a-z-]+)", found[2])


def unknown_commands(text):
    known = get_commands()
    for name, options in commands(text):
        app = known.get(name)
        if app is None:
            yield name
            continue
        command = load_command_class(app, name) if isinstance(app, str) else app
        actions = command.create_parser("manage.py", name)._actions
        there = {option for action in actions for option in action.option_strings}
        yield from (f"{name} {option}" for option in options if option not in there)


def unknown_services(text):
    for span in spans(text):
        told = re.search(r"docker compose (up -d|restart|logs|exec|ps|run --rm(?: -v \S+)?)((?: [a-z]+)+)", span)
        words = told[2].split() if told else []
        several = bool(told) and told[1] in ("up -d", "restart")
        yield from set(words if several else words[:1]) - SERVICES


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist_with_their_options(page):
    assert list(unknown_commands(PAGES[page])) == []


@pytest.mark.parametrize("page", PAGES)
def test_services_that_are_started_exist(page):
    assert list(unknown_services(PAGES[page])) == []


def test_what_is_not_there_is_found():
    text = """Then `manage.py rebuild`, `docker compose up -d web wrker`, and
```
docker compose run --rm backup python manage.py backup --follow --fast
```
or `docker compose run --rm -v /media/safe:/safe:ro restor manage.py restore`."""

    assert list(unknown_commands(text)) == ["rebuild", "backup --fast"]
    assert list(unknown_services(text)) == ["wrker", "restor"]


@pytest.mark.parametrize("page", PAGES)
def test_make_knows_what_is_asked_of_it(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = {found[1] for span in spans(PAGES[page]) if (found := re.match(r"make ([a-z]+)", span))}

    assert asked - targets == set()


@pytest.mark.parametrize("page", FOR_OPERATORS)
def test_variables_exist(page):
    named = {word for span in spans(PAGES[page]) for word in re.findall(r"\b[A-Z]+_[A-Z_]+\b", span)}

    assert named - VARIABLES - NOT_VARIABLES == set()


@pytest.mark.parametrize("page", FOR_OPERATORS)
def test_files_that_are_named_exist(page):
    named = {span for span in spans(PAGES[page]) if re.fullmatch(r"[\w/.-]+\.(py|md|yml)|bench/[\w/]+", span)}

    assert {span for span in named - {"manage.py"} if not (ROOT / span).exists()} == set()


def test_sections_that_are_referred_to_exist():
    headings = {line.strip("# ") for line in PAGES["RUNBOOK.md"].splitlines() if line.startswith("#")}
    referred = set(re.findall(r'"([A-Z][a-z\' ]+)"', PAGES["RUNBOOK.md"])) - {"A new key"}
    told = set(re.findall(r'`RUNBOOK\.md`, "([^"]+)"', PAGES["UPGRADING.md"]))
    told |= set(re.findall(r"RUNBOOK\.md, ([A-Z][a-z ]+)\)", " ".join(map(str, sources()))))

    assert (referred | told) - headings == set()
    assert "**A new key**" in PAGES["README.md"]


def sources():
    return [path.read_text() for path in (ROOT / "fremrykk").rglob("*.py")]


def walked(readme):
    """What an operator or a visitor of the demo goes through step by step."""
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL))
    return "".join(parts[name] for name in ("Try it", "Running it for real", "Backup and restore"))


def test_pages_that_are_named_exist():
    catalogue = polib.pofile(str(ROOT / "fremrykk/locale/nb/LC_MESSAGES/django.po"))
    known = {entry.msgstr.lower() for entry in catalogue}
    named = set(re.findall(r"(?<![*\w])\*([A-ZÅØÆ][\w -]+)\*(?!\*)", PAGES["RUNBOOK.md"] + walked(PAGES["README.md"])))
    said = {"No space left", "A table was in use each time"}  # by machines, in English
    said |= {"Tømrer"}  # an order of the demo's

    assert {page for page in named - said if page.lower() not in known} == set()


def test_each_alarm_and_each_fault_has_its_row():
    rows = re.findall(r"^\| `?(\w+)`? \|", PAGES["RUNBOOK.md"], re.MULTILINE)

    assert {row for row in rows if row.islower() and row not in ("you", "no", "people")} == {*AlarmCode}
    assert [row for row in rows if re.fullmatch(r"F\d\d", row)] == [f"F{number:02}" for number in range(1, 24)]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_numbers_that_are_watched_exist(page, monkeypatch):
    monkeypatch.setattr(metrics, "close_old_connections", lambda: None)  # the test's own transaction is what is read
    known = {family.name for family in metrics.Numbers().collect()} | {"fremrykk_backup_last_seconds"}
    named = {word for span in spans(PAGES[page]) for word in re.findall(r"^(fremrykk_\w+)", span)}
    roles = {"fremrykk_app", "fremrykk_owner", "fremrykk_backup"}

    assert named - known - roles == set()
