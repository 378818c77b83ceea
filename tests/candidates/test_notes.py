"""Notes about applications and the texts one begins with."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.actions import notes, stage_texts
from candidates.models import Note, StageText
from privacy.choices.sensitive import Sensitive
from privacy.models import TrailEntry
from privacy.validators import sensitive_words
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Var sykemeldt i vår, og er gravid.", {"health": ["sykemeldt"], "pregnancy": ["gravid"]}),
        ("He was ILL; a Catholic shop-steward", {"health": ["ILL"], "religion": ["Catholic"], "union": ["shop-steward"]}),
        ("Straffedømt, samisk, homofil, politisk aktiv", {
            "ethnicity": ["samisk"], "politics": ["politisk"], "orientation": ["homofil"], "crime": ["Straffedømt"],
        }),
        ("Sykepleier, sykler til jobb. Kristian kan Word og vil gjerne ta kveldsvakter.", {}),
    ],
)  # fmt: skip
def test_words_of_a_persons_own_sphere_are_found(text, found):
    assert sensitive_words(text) == {Sensitive(kind): words for kind, words in found.items()}


def test_a_note_of_a_persons_own_sphere_is_warned_of_and_kept_only_with_a_reason(client):
    user = workspace.sign_in(client, "adviser")
    application = made.ApplicationFactory()
    address = reverse("admin:candidates_application_step", args=[application.pk, "note"])
    typed = {"text": "Er gravid, og kan begynne i august."}

    asked = client.post(address, typed)
    client.post(address, typed | {"reason": "Kandidaten ba om å få begynne i august."})

    (warning,) = asked.context["form"].errors["reason"]
    assert "(pregnancy: gravid)" in warning
    assert "it knows words, not meanings" in warning
    note = Note.objects.get()
    assert (note.concerns, note.reason, note.written_by) == (
        ["pregnancy"], "Kandidaten ba om å få begynne i august.", user,
    )  # fmt: skip
    entries = TrailEntry.objects.filter(object_label="candidates.note")
    assert [(entry.verb, entry.fields) for entry in entries] == [("changed", ["text"])]


def test_neither_the_action_nor_the_database_takes_it_without_a_reason():
    application, by = made.ApplicationFactory(), made.StaffFactory()

    with pytest.raises(notes.NeedsReason) as refused:
        notes.write(application=application, text="Er sykmeldt, er syk.", reason=" ", by=by, at=made.NOW)
    with pytest.raises(IntegrityError, match="note_of_own_sphere_says_why"), transaction.atomic():
        made.NoteFactory(concerns=["health"], reason="")

    assert refused.value.found == {Sensitive.HEALTH: ["syk"]}


def test_a_note_is_removed_and_what_was_removed_says_so(client):
    workspace.sign_in(client, "adviser")
    note = made.NoteFactory()
    address = reverse("admin:candidates_note_step", args=[note.pk, "remove"])

    answer = client.post(address)

    assert (answer.url, Note.objects.count()) == (reverse("admin:candidates_note_changelist"), 0)
    with pytest.raises(notes.AlreadyRemoved):
        notes.remove(note=note, by=made.StaffFactory(), at=made.NOW)


@pytest.mark.parametrize(("role", "answer"), [("adviser", 403), ("manager", 302)])
def test_only_the_manager_writes_the_texts(role, answer, client):
    workspace.sign_in(client, role)
    words = {
        "stage": "rejected",
        "name": "Erfaring",
        "text_nb": "Andre hadde mer.",
        "text_en": "Others had more.",
        "is_in_use": "on",
    }

    response = client.post(reverse("admin:candidates_stagetext_add"), words)

    assert (response.status_code, StageText.objects.count()) == (answer, int(role == "manager"))


def test_a_text_that_asks_what_is_seldom_lawful_is_used_with_a_reason_only(client):
    manager = workspace.sign_in(client, "manager")
    typed = {
        "stage": "interview",
        "name": "Time",
        "text_nb": "Hvor gammel er du?",
        "text_en": "Welcome.",
        "is_in_use": "on",
    }
    address = reverse("admin:candidates_stagetext_add")

    refused = client.post(address, typed)
    kept = client.post(address, typed | {"name": "Utkast", "is_in_use": ""})
    given = client.post(address, typed | {"asks_ground": "statute", "asks_because": "Alkoholloven § 1-5 krever 20 år."})

    assert "arbeidsmiljøloven § 13-1" in refused.context["adminform"].errors["asks_ground"][0]
    assert (kept.status_code, given.status_code) == (302, 302)
    assert list(StageText.objects.order_by("pk").values_list("name", "asks")) == [
        ("Utkast", ["age"]),
        ("Time", ["age"]),
    ]
    words = {
        "subject_line_nb": "",
        "subject_line_en": "",
        "is_in_use": True,
        "text_nb": "Er du gravid?",
        "text_en": "?",
    }
    with pytest.raises(stage_texts.NeedsReason):
        stage_texts.write(by=manager, at=made.NOW, stage="interview", name="Ny", **words)
    with pytest.raises(IntegrityError, match="stage_text_asks_with_a_reason"), transaction.atomic():
        StageText.objects.filter(name="Utkast").update(is_in_use=True)


def test_a_batch_begins_with_a_text_of_its_stage_in_the_readers_languages(client):
    workspace.sign_in(client, "adviser")
    row = made.ApplicationFactory(language="nb")
    text, other = made.StageTextFactory(), made.StageTextFactory(stage="interview")
    made.StageTextFactory(is_in_use=False)
    address = reverse("admin:applications_batch", args=["reject"])

    response = client.post(address, {"_selected_action": row.pk, "begin": "yes", "text": text.pk})
    wrong = client.post(address, {"_selected_action": row.pk, "begin": "yes", "text": other.pk})

    assert list(response.context["texts"]) == [text]
    assert (response.context["form"]["text_nb"].value(), wrong.context["form"]["text_nb"].value()) == (
        text.text_nb,
        None,
    )
