"""Norwegian is Norwegian throughout: nothing English shows, and nothing can be written that cannot be translated."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from fremrykk.local import library_texts
from tests import site_world, workspace
from tests.source import ROOT
from tests.spoken import out_of_place

TEMPLATES = ROOT / "templates"
OURS = ("accounts", "candidates", "clients", "privacy")
SAME_IN_BOTH = {"Fremrykk", "Norsk", "English"}
SHORTEST = 20  # a shorter piece of English may be Norwegian too
PUBLIC = [
    "/",
    "/stillinger/",
    "/stillinger/?q=finnesikke",
    "/registrer/",
    "/kontakt/",
    "/personvern/",
    "/personvern/behandlinger/",
    "/finnes-ikke/",
    "/konto/login/",
    "/konto/login/code/",
    "/konto/password/reset/",
    "/soknad/bekreft/feil/",
    "/soknad/kvittering/",
]
OWN = ["min_side", "my_documents", "my_mail", "new_alert", "my_storage", "my_trail", "my_profile", "delete_me"]
OF_ONE = ["my_application", "withdraw_application"]


# --- what is looked for ---------------------------------------------------------------------------
@cache
def english() -> dict[str, list[str]]:
    """The translated English, in pieces between what is filled in; of each the inner words, by one of which most are told to be absent."""
    catalogue = polib.mofile(str(ROOT / "fremrykk/locale/nb/LC_MESSAGES/django.mo"))
    texts = [text for entry in catalogue for text in (entry.msgid, entry.msgid_plural)]
    pieces = {line(piece) for text in texts for piece in re.split(r"%\(\w+\)[sd]|%[sd]|<[^>]+>", text)}
    return {piece: piece.split()[1:-1] for piece in pieces if len(piece) > SHORTEST}


def line(text: str) -> str:
    return " ".join(unescape(text).split())


def left_in(page: str) -> list[str]:
    """The English a person meets here, in the text or in what is read aloud."""
    assert page
    read = line(re.sub(r"<[^>]+>", " ", page)) + " " + line(page)
    words = set(read.split())
    return [piece for piece, inner in english().items() if words.issuperset(inner) and piece in read]


def english_on(client: Client, *addresses: str) -> dict[str, list[str]]:
    pages = {address: client.get(address).content.decode() for address in addresses}
    assert [address for address, page in pages.items() if '<html lang="nb"' not in page] == []
    return {address: found for address, page in pages.items() if (found := left_in(page))}


def speaking(language: str) -> Client:
    return Client(headers={"accept-language": language})


# --- the pages ------------------------------------------------------------------------------------
def test_the_search_for_english_finds_it(db):
    site_world.make()

    assert "All vacant positions" not in left_in(speaking("nb").get("/").content.decode())
    assert len(left_in(speaking("en").get("/").content.decode())) > 10


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("", "nb"), ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en;q=0.5", "nb"), ("nn-NO,nn;q=0.9,nb;q=0.8,en;q=0.5", "nb"),
     ("de", "nb"), ("en-GB,en;q=0.8", "en")],
)  # fmt: skip
def test_a_visitor_is_met_in_norwegian_unless_english_is_wished_for(db, asked, spoken):
    assert f'<html lang="{spoken}"' in speaking(asked).get("/").content.decode()


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_norwegian(db, approved_periods, path):
    site_world.make()

    assert left_in(speaking("nb").get(path, follow=True).content.decode()) == []


def test_a_position_open_or_closed_is_norwegian_and_so_is_a_form_with_errors(db, approved_periods):
    nb = speaking("nb")
    opened, closed = (ad.get_absolute_url() for ad in site_world.make())

    pages = [nb.get(opened), nb.get(closed), nb.get(f"{opened}sok/"), nb.post(f"{opened}sok/"), nb.post("/kontakt/")]

    assert [left_in(page.content.decode()) for page in pages] == [[]] * 5


def test_own_pages_are_norwegian(db, approved_periods):
    made = import_module("tests.factories")
    application = made.ApplicationDocumentFactory(
        application__candidate__account__email="kari@example.test"
    ).application
    made.StageChangeFactory(application=application)
    nb = speaking("nb")
    workspace.log_in(nb, application.candidate.subject.user)

    addresses = [reverse(name) for name in OWN] + [reverse(name, args=[application.pk]) for name in OF_ONE]

    assert english_on(nb, *addresses) == {}


def test_lists_and_forms_of_the_workspace_are_norwegian(db, approved_periods):
    nb = speaking("nb")
    workspace.sign_in(nb, "manager")
    names = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    addresses = [reverse(f"admin:{name}_{page}") for name in names for page in ("changelist", "add")]
    addresses += [reverse("admin:index"), reverse("admin:retention")]

    assert english_on(nb, *addresses) == {}


NOTHING_SAID = SimpleNamespace(
    **{f"{what}_{code}": "" for what in ("happened", "consequences", "measures") for code in ("nb", "en")}
)


@pytest.mark.parametrize("name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("email/*.*")))
def test_a_mail_is_norwegian(name):
    with override("nb"):
        assert left_in(render_to_string(name, {"application": {"pk": 1}, "breach": NOTHING_SAID})) == []


@pytest.mark.parametrize("name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("email/*.*")))
def test_a_mail_is_english_for_who_reads_english(name):
    with override("en"):
        said = render_to_string(name, {"application": {"pk": 1}, "breach": NOTHING_SAID})

    assert out_of_place(f'<html lang="en"><p>{said}</p></html>', ["ikestillings- og diskrimineringsloven"]) == []
    assert out_of_place(f'<html lang="en"><p>{said} Vennlig hilsen oss som ikke er her</p></html>') != []


# --- what can be translated -----------------------------------------------------------------------
def untranslatable(template: str) -> list[str]:
    """Words that stand in a template outside every translate tag."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template, flags=re.DOTALL)
    text = re.sub(r"{% blocktrans.*?{% endblocktrans(?:late)? %}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|code)\b.*?</\1>|{% block bodyclass %}.*?{% endblock %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    aloud = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]+)"', text)
    words = re.findall(r"[^\W\d_]{2,}", unescape(re.sub(r"<[^>]*>", " ", text)) + " ".join(aloud))
    return [word for word in words if word not in SAME_IN_BOTH]


@pytest.mark.parametrize(
    ("template", "words"),
    [("<p>Hello</p>", ["Hello"]), ('<a title="Hi">{% translate "x" %}</a>', ["Hi"]), ("{{ word }} {# aside #}", [])],
)
def test_a_word_outside_every_translate_tag_is_found(template, words):
    assert untranslatable(template) == words


def test_every_word_of_a_template_can_be_translated():
    found = {
        str(path.relative_to(TEMPLATES)): untranslatable(path.read_text())
        for path in TEMPLATES.rglob("*.*")
        if path.suffix in {".html", ".txt"}
    }

    assert {name: words for name, words in found.items() if words} == {}


def labels() -> Iterator[tuple[str, object]]:
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
        yield f"{model._meta.label} itself", model._meta.verbose_name
        for rule in model._meta.constraints:
            yield f"{model._meta.label} {rule.name}", rule.violation_error_message
        for field in model._meta.concrete_fields:
            if not (field.primary_key or field.is_relation):
                yield str(field), field.verbose_name
            yield from ((f"{field} {value}", label) for value, label in field.choices or [])
            yield from ((f"{field} help", text) for text in [field.help_text] if text)


def test_every_label_and_choice_can_be_translated():
    assert [name for name, label in labels() if not isinstance(label, Promise)] == []


def test_gettext_goes_by_names_the_collector_knows():
    """`makemessages` reads `_` and gettext's own names; what is said through another name never reaches Norwegian."""
    wrong = re.compile(r"translation import .*gettext\w* as (?!_$)\w+", re.MULTILINE)
    sources = [
        path for app in ("candidates", "clients", "fremrykk", "privacy") for path in Path(ROOT, app).rglob("*.py")
    ]

    assert wrong.search("from django.utils.translation import gettext as _now\n")
    assert [str(path) for path in sources if wrong.search(path.read_text())] == []


@pytest.mark.parametrize("text", library_texts.TEXTS)
def test_a_text_its_library_left_in_english_is_norwegian_here(text):
    with override("nb"):
        assert gettext(text) != text


def test_the_roles_are_explained_in_the_readers_language(db):
    client = speaking("en")
    workspace.sign_in(client, "manager")

    assert client.get(reverse("admin:accounts_user_add")).content.decode().count("Manager: Leads the agency") == 1


def test_norwegian_comes_first():
    assert (settings.LANGUAGE_CODE, [code for code, _ in settings.LANGUAGES]) == ("nb", ["nb", "en"])
