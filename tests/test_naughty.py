"""What was typed is shown as it was typed: on the page, in the workspace, in a mail, in a sheet and on paper; and nothing of it runs."""

import os
import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from itertools import count

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from fremrykk.accounts.choices import Role
from privacy.actions import inbox
from privacy.emails.look import html_of
from privacy.models import InboxCase, OutgoingMail
from tests.doors import World
from tests.factories import InboxCaseFactory
from tests.naughty import NAUGHTY
from tests.privacy.package.world import copy_of
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
OURS = ("candidates", "clients", "privacy", "accounts")
ALL = "\n".join(NAUGHTY)
# What we write in HTML ourselves, and clean when it is written: what is in the rows is shown as it stands.
CLEANED = {"clients.JobAd.body"}


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.asvs("INP-01")
def test_a_question_is_read_answered_and_printed_as_it_was_typed(client):
    typed = {"name": "Kari <b>Nordmann", "email": "kari@example.test", "kind": "question", "message": ALL}
    sent = client.post("/kontakt/", typed)
    case = InboxCase.objects.get()
    officer = sign_in(client, Role.MANAGER)
    page = client.get(f"/admin/privacy/inboxcase/{case.pk}/change/").text
    inbox.answer(case=case, answer=ALL, by=officer, at=timezone.now())
    mail = OutgoingMail.objects.get(template="privacy/email/case_answered")
    in_mail = html_of(mail)

    assert (sent.status_code, case.message.splitlines(), case.name) == (302, ALL.splitlines(), "Kari <b>Nordmann")
    assert [each for each in NAUGHTY if bare(escape(each)) not in bare(page)] == []
    assert [each for each in NAUGHTY if bare(each) not in bare(mail.body_text)] == []
    assert [each for each in NAUGHTY if bare(escape(each)) not in bare(in_mail)] == []
    assert [elements(each) & STRANGE for each in (page, in_mail)] == [set(), set()]
    assert [each for each in (page, in_mail) if "<script>alert" in each.lower()] == []


@pytest.mark.asvs("INP-01")
def test_a_copy_prints_what_was_typed():
    case = InboxCaseFactory(message=ALL)

    copy = copy_of(case.subject_id)

    printed, page = bare(copy.pdf), bare(copy.html)
    assert copy.values("privacy.InboxCase")[0]["message"] == ALL
    assert [each for each in NAUGHTY if bare(escape(each)) not in page] == []
    assert [each for each in NAUGHTY if each.isascii() and bare(each) not in printed] == []


# Pages that show no row; and beneath a step's button stands what stands on the row's own page (the long run looks there, too).
LEFT_OUT = re.compile(
    r"_(delete|history|add)$" if os.environ.get("PROVE") else r"_(delete|history|add)$|_step|_set_aside$"
)


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {
            tag,
            *(f"{tag} {name}" for name, _said in attrs if name.startswith("on") or re.fullmatch(r"x\d+x", name)),
        }


def elements(page: str) -> set[str]:
    return Elements(page).found


STRANGE = {"svg", "iframe", "base", "math", "style", "b", "i", "img onerror", "svg onload", "b onmouseover"}


# --- everything people type, wherever it is shown ---
@pytest.mark.asvs("INP-01")
def test_no_field_of_any_model_becomes_part_of_a_page():
    world = World()
    doors = [door for door in world.doors() if not LEFT_OUT.search(door.name)]
    marks = dict(marked())
    shown, run = set(), set()
    for door in doors:
        for page in pages(world, door.name, door.address):
            found = elements(page)
            run |= {(door.name, mark) for mark in re.findall(r"b (x\d+x)", " ".join(found))}
            shown |= {*re.findall(r"&gt;&lt;b (x\d+x)&gt;", page)}

    assert sorted((name, marks[mark]) for name, mark in run if marks[mark] not in CLEANED) == []
    names = {marks[mark] for mark in shown}
    assert len(names) > 100, sorted({*marks.values()} - names)


def pages(world: World, name: str, address: str) -> Iterator[str]:
    for reader in (Role.MANAGER,) if name.startswith("admin:") else ("candidate", "contact"):
        answer = world.clients[reader].get(address)
        content = answer.getvalue()  # a file is closed when it is read
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield content.decode()


def marked() -> Iterator[tuple[str, str]]:
    """Write a mark of its own, which is an element if nobody escapes it, into every text of every row there is."""
    marks = count()
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.concrete_fields:
            mark = f"x{next(marks)}x"
            text = f"\"'><b {mark}>"
            if is_free_text(field, len(text)) and written(model, field, text):
                yield mark, f"{model._meta.label}.{field.name}"


def is_free_text(field: models.Field, length: int) -> bool:
    if (
        type(field) not in (models.CharField, models.TextField)
        or field.choices
        or field.unique
        or field.name == "password"
    ):
        return False
    return field.max_length is None or field.max_length >= length


def written(model: type[models.Model], field: models.Field, text: str) -> bool:
    try:
        with transaction.atomic():
            return bool(model._base_manager.exclude(**{field.name: ""}).update(**{field.name: text}))
    except DatabaseError:  # a constraint, or a table nothing is changed in
        return False
