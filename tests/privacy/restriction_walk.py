"""A walk past everything that could show a restricted person: models, addresses, questions, buttons, commands.

Nothing is listed by hand but the exceptions, each with its reason: models come from the apps, addresses from the
resolver, questions and buttons from the workspace, commands from the program. What is added later is walked past, too.
`PROVE=1` sends every colleague everywhere, with every number.
"""

import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.management import call_command, get_commands
from django.db import transaction
from django.db.models import Model, Q
from django.urls import URLPattern, get_resolver, reverse

from fremrykk.accounts.choices import Role
from privacy import declarations
from tests import factories as made
from tests.privacy.restricted_world import Numbers, Person, Reader

OURS = ("accounts", "candidates", "clients", "privacy")
# Where a restricted person may appear: for the person's rights and for claims, to those who answer for both.
RIGHTS_MODELS = ("privacy.request", "privacy.restriction")
RIGHTS_ROLES = (Role.MANAGER, Role.PRIVACY)
RIGHTS_COMMANDS = {
    "affected": "says by number whom a leak concerns, so that they can be told (GDPR art. 33 and 34)",
    "explain": "answers access (GDPR art. 15): what is held about a person, and why",
    "erase": "answers erasure (GDPR art. 17)",
    "package": "answers access and portability (GDPR art. 15 and 20): a copy for the person, to a folder",
    "residue": "proves an erasure (GDPR art. 5(2)): says where something is that the operator knows already",
}
QUIET_COMMANDS: dict[str, tuple[str, ...]] = {
    "create_staff": ("--email", "ny@example.test", "--name", "Ny Kollega", "--role", "adviser"),
    "check_promises": ("--json",),
    "doctor": ("--json",),
    "make_bucket": (),
    "purge": ("--dry-run", "--json"),
    "read_inbox": (),
    "reconcile_files": (),
    "rotate_keys": (),
    "verify_trail": (),
}
COMMANDS_NOT_RUN = {
    "import_base": "says of rows what is wrong with them, by number, and needs a list",
    "backup": "prints sizes and moments, and needs a folder of its own",
    "restore": "prints names of backups and of files, which are random numbers, and needs an empty database",
    "drill": "starts `restore` and others beside what runs, and prints how many",
    "migrate": "prints names of migrations",
    "replay": "prints how many of each kind were done again, and needs a journal",
    "seed_demo": "fills an empty demo, and refuses anywhere else",
    "seed_scale": "fills a database that holds nobody real, and refuses anywhere else",
    "serve_metrics": "serves until it is stopped; tests/operation hold that its numbers name nobody",
}
IS_LONG = bool(os.environ.get("PROVE"))
OWN = ("min-side/", "konto/")  # the reader's own: what one may do here as a colleague changes nothing in them
COLLEAGUES = ("admin/", "dokument/", "avtale/")  # where the role counts; everywhere else one colleague is as another
# One code for all models, and who may see the page of a row may ask for them.
ALIKE = re.compile(r"_(history|delete)$|<path:object_id>/$")
STRANGERS = ("another person", "nobody")
ONE_OF_EACH_SORT = (Role.MANAGER, *STRANGERS)
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


DESK = re.compile(rf"admin/({'|'.join(OURS)})/(\w+)/")
NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{6,}")
NOT_THERE = (302, 403, 404)
NOT_READ = 405  # answers only what is sent to it, whatever the number
NOBODY = "99999999-9999-4999-8999-999999999999"


class Shown(AssertionError):
    """Somebody restricted was shown."""


def refuse(shown: Iterable[str]) -> None:
    if found := sorted(set(shown)):
        raise Shown("\n".join(found))


# --- models ---
def gated() -> Iterator[tuple[type[Model], Any]]:
    """Each model about people that has the gate, and the gate."""
    for declaration in declarations.personal_models():
        rows = declaration.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            yield declaration.model, rows.visible_to


def models_that_show(person: Person) -> list[str]:
    """Those whose gate lets a row of the person through to anybody who works here."""
    colleagues = [made.StaffFactory(roles=[role]) for role in Role.values]
    return sorted(
        model._meta.label
        for model, visible_to in gated()
        if any(_of(person, model, visible_to(colleague)).exists() for colleague in colleagues)
    )


def models_with_rows(person: Person) -> list[str]:
    return sorted(model._meta.label for model, _gate in gated() if _of(person, model, model._base_manager).exists())


def _of(person: Person, model: type[Model], rows: Any) -> Any:
    about = reduce(or_, (Q(**{path: person.subject.pk}) for path in declarations.persons_of(model)))
    return rows.filter(about)


def pages_without_a_gate() -> list[str]:
    """Models about people with a page in the workspace and no gate."""
    with_gate = {model for model, _gate in gated()}
    personal = {declaration.model for declaration in declarations.personal_models()}
    return sorted(model._meta.label_lower for model in (personal & set(admin.site._registry)) - with_gate)


# --- addresses ---
@dataclass(frozen=True)
class Page:
    """One pattern of the resolver."""

    name: str
    route: str

    @property
    def kinds(self) -> set[str]:
        return {found[1] or "str" for found in PLACE.finditer(self.route)}

    @property
    def model(self) -> str:
        """Whose page of the workspace it is, by the beginning of its address; empty for every other page."""
        found = DESK.match(self.route)
        return f"{found[1]}.{found[2]}" if found else ""

    def takes(self, number: str) -> bool:
        return not (self.kinds & {"int"} and not number.isdigit()) and not (self.kinds & {"uuid"} and len(number) != 36)

    def addresses(self, number: str) -> list[str]:
        """Where it answers about this number; of a page for steps one, with `PROVE=1` one for each step there is.

        All of them fetch the row in one place, and each is pressed by `done_with_rows` in any case. What is folded on a
        page is read each by itself.
        """
        if self.name.endswith("_panel"):
            return [self._address(number, each.name) for each in self._desk().folded()]
        if not self.name.endswith("_step"):
            return [self._address(number, "")]
        steps = self._desk().steps
        return [self._address(number, step.name) for step in (steps if IS_LONG else steps[:1])]

    def _desk(self) -> Any:
        return admin.site._registry[apps.get_model(self.model)]

    def _address(self, number: str, step: str) -> str:
        filled = PLACE.sub(lambda place: step if step and place[2] == "name" else number, self.route)
        return "/" + re.sub(r"[\^$]|\\Z", "", filled)


def pages(branch: Any = None, before: str = "", space: str = "") -> Iterator[Page]:
    for found in (branch or get_resolver()).url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLPattern):
            yield Page(f"{space}{found.name or route}", route)
        else:
            yield from pages(found, route, f"{space}{found.namespace}:" if found.namespace else space)


def seen(person: Person, readers: list[Reader], on: Iterable[Page]) -> Iterator[str]:
    """What each reader is shown of the person on each page, whichever of the person's numbers is asked for."""
    for page in on:
        for reader in readers:
            if not (page.model in RIGHTS_MODELS and reader.name in RIGHTS_ROLES):
                yield from _seen_on(page, person, reader)


def _seen_on(page: Page, person: Person, reader: Reader) -> Iterator[str]:
    if not _is_read(page, reader):
        return
    if not page.kinds:
        yield from _read(person, reader, page, "/" + page.route)
    elif page.model and reader.may_open(apps.get_model(page.model)):
        for address in _of_numbers(page, person.beside):
            yield from _read(person, reader, page, address)
    if page.kinds and _is_asked(page, reader):
        for address in _of_numbers(page, person.numbers):
            if reader.status_of(_unused(address)) == NOT_READ:
                break
            yield from _read(person, reader, page, address, is_hidden=True)


def _is_read(page: Page, reader: Reader) -> bool:
    """The workspace by each colleague, every other page by one reader of each sort; of those, one's own by strangers alone.

    What a colleague may not open at all is held by `test_doors`, and asked here by the manager and by nobody in particular: for the
    workspace all who do not work here are one.
    """
    if page.route.startswith(OWN):
        return reader.name in (ONE_OF_EACH_SORT if IS_LONG else STRANGERS)
    if IS_LONG or reader.name in ONE_OF_EACH_SORT:
        return IS_LONG or not page.model or reader.name != "another person"
    is_open = not page.model or reader.may_open(apps.get_model(page.model))
    return is_open and page.route.startswith(COLLEAGUES) and not ALIKE.search(page.name)


def _is_asked(page: Page, reader: Reader) -> bool:
    """A page of the workspace by who may open it; one that takes any word at all by one reader of each sort."""
    if page.model:
        return reader.may_open(apps.get_model(page.model))
    return bool(page.kinds & {"int", "uuid"}) or reader.name in ONE_OF_EACH_SORT


def _of_numbers(page: Page, numbers: Numbers) -> list[str]:
    """A page of the workspace is asked for the rows it is about, every other page for whatever number it takes.

    One that takes any word knows no row by its number: it is asked for one number of each shape.
    """
    known = [numbers.get(page.model, set())] if page.model else numbers.values()
    wanted = sorted(number for each in known for number in each if page.takes(number))
    if not IS_LONG and not page.model and not page.kinds & {"int", "uuid"}:
        wanted = [*{number.isdigit(): number for number in wanted}.values()]
    return [address for number in wanted for address in page.addresses(number)]


def _read(
    person: Person, reader: Reader, page: Page, address: str, is_hidden: bool = False, **asked: str
) -> Iterator[str]:
    said = f"{address} {asked or ''}".strip()
    answer = reader.get(address, **asked)
    if found := person.read_in(answer.text, asked=said):
        yield f"{reader.name}: {page.name} {said} {found}"
    elif is_hidden and answer.status not in NOT_THERE and answer.status != reader.status_of(_unused(address)):
        yield f"{reader.name}: {page.name} {said} answers {answer.status} otherwise than for nobody"


def _unused(address: str) -> str:
    """The same page, asked for a number of the same kind that is nobody's."""
    return NUMBER.sub(lambda number: "9" * len(number[0]) if number[0].isdigit() else NOBODY, address)


# --- questions and buttons ---
def desks() -> list[tuple[type[Model], Any, str]]:
    """Every page of the workspace but the one for rights: model, page, and the beginning of its addresses' names."""
    found = admin.site._registry.items()
    return [
        (model, page, f"admin:{model._meta.app_label}_{model._meta.model_name}")
        for model, page in found
        if model._meta.label_lower not in RIGHTS_MODELS
    ]


def found_by_asking(person: Person, readers: list[Reader], words: Iterable[str]) -> Iterator[str]:
    """Lists and choices asked for words of the person: any other mark in the answer was found by it."""
    asked = [(Page(name, ""), reverse(f"{name}_changelist"), {"q": word}) for word in words for name in _searched()]
    asked += [
        (Page(name, ""), reverse("admin:autocomplete"), {"term": word} | of)
        for word in words
        for name, of in _offered()
    ]
    for page, address, question in asked:
        for reader in readers:
            yield from _read(person, reader, page, address, **question)


def _searched() -> list[str]:
    return [name for _model, page, name in desks() if page.search_fields]


def _offered() -> Iterator[tuple[str, dict[str, str]]]:
    for model, page, name in desks():
        for choice in page.autocomplete_fields:
            options = model._meta
            yield name, {"app_label": options.app_label, "model_name": str(options.model_name), "field_name": choice}


def done_with_rows(person: Person, readers: list[Reader]) -> Iterator[str]:
    """Buttons of pages that stood open when the restriction came, and actions of lists with the person's rows ticked."""
    for model, desk, name in desks():
        for number in person.numbers.get(model._meta.label_lower, ()):
            for step, reader in ((step, reader) for step in desk.steps for reader in readers if reader.may_open(model)):
                button = reader.post(reverse(f"{name}_step", args=[number, step.name]))
                if button.status not in (403, 404):
                    yield f"{reader.name}: {name} {step.name} answers {button.status}"
                ticked = {"action": step.name, "_selected_action": number}
                if found := person.read_in(reader.post(reverse(f"{name}_changelist"), **ticked).text, asked=""):
                    yield f"{reader.name}: {name} {step.name} {found}"


# --- commands ---
def commands() -> set[str]:
    ours = {apps.get_app_config(label).name for label in OURS}
    return {name for name, app in get_commands().items() if app in ours}


def said_by_commands(person: Person) -> Iterator[str]:
    for name, words in QUIET_COMMANDS.items():
        out = io.StringIO()
        with transaction.atomic():
            with suppress(SystemExit):  # what it found is printed all the same
                call_command(name, *words, stdout=out, stderr=out)
            transaction.set_rollback(True)
        if found := person.read_in(out.getvalue(), asked=""):
            yield f"{name} {found}"
