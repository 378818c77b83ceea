"""Notes beneath an application, and the texts the manager keeps for the stages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from candidates.actions import notes, stage_texts
from candidates.forms.stage_texts import StageTextForm
from candidates.models import Application, Note, StageText
from privacy.admin import show
from privacy.admin.base import PersonAdmin, WorkspaceAdmin, now
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices.sensitive import Sensitive
from privacy.validators import sensitive_words

MAY = "candidates.add_note"
WARNING = gettext_lazy(
    "The note seems to name what is seldom anybody's business (%(words)s). Take it out, or say why it must be written. "
    "This is an aid: it knows words, not meanings."
)
NO_NUMBER = gettext_lazy("There is a national identity number in the text. Take it out.")


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea, max_length=4_000,
        help_text=gettext_lazy("The candidate can read it: write what you would say to them, and only what the position needs."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why it has to be written"), max_length=300, required=False,
        help_text=gettext_lazy("Only where it names health, belief, union and the like."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Warn of the words found; an aid, which knows words and no meanings."""
        data = super().clean() or self.cleaned_data
        found = sensitive_words(data.get("text", ""))
        if found and not data.get("reason", "").strip():
            named = "; ".join(f"{kind.label}: {', '.join(words)}" for kind, words in found.items())
            self.add_error("reason", WARNING % {"words": named})
        return data


def _write(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    notes.write(application=application, by=request.user, at=now(), **data)


def _remove(request: HttpRequest, note: Note, data: dict[str, Any]) -> None:
    notes.remove(note=note, by=request.user, at=now())


STEP = Step(
    "note", gettext_lazy("Write a note"), _write, MAY, gettext_lazy("Written."), form=NoteForm,
    refusals={notes.HoldsNumber: NO_NUMBER},
)  # fmt: skip


def kinds(note: Note) -> str:
    return ", ".join(str(Sensitive(kind).label) for kind in note.concerns)


def _why(note: Note) -> str:
    return f"{capfirst(kinds(note))}: {note.reason}" if note.concerns else show.NOTHING


def notes_panel(request: HttpRequest, application: Application) -> Panel:
    found = application.notes.visible_to(request.user).select_related("written_by").order_by("-written_at", "-pk")
    rows = [
        (
            show.link(reverse("admin:candidates_note_change", args=[each.pk]), show.day(each.written_at)),
            each.written_by, show.text(each.text), _why(each),
        )
        for each in found[:100]
    ]  # fmt: skip
    heads = (gettext_lazy("written"), gettext_lazy("by"), gettext_lazy("note"), gettext_lazy("why it must be written"))
    return Panel(gettext_lazy("Notes"), heads, rows, gettext_lazy("No notes."))


@admin.register(Note)
class NoteAdmin(PersonAdmin):
    menu_order = 35
    activity = notes.ACTIVITY
    list_display = ("written", "application", "written_by", "about")
    list_select_related = ("application__candidate", "application__job_ad", "application__job_order", "written_by")
    ordering = ("-written_at", "-id")
    fields = ("application", "text", "about", "reason", "written_by", "written_at")
    readonly_fields = ("about", "written")
    steps = (
        Step(
            "remove", gettext_lazy("Remove"), _remove, "candidates.delete_note", gettext_lazy("Removed."), leaves=True,
            question=gettext_lazy("The note is gone at once."), tone="danger",
            refusals={notes.AlreadyRemoved: gettext_lazy("It was removed already.")},
        ),
    )  # fmt: skip

    def subject_of(self, row: Note) -> Any:
        return row.application.candidate.subject_id

    @admin.display(description=gettext_lazy("names"))
    def about(self, note: Note) -> str:
        return kinds(note) or show.NOTHING

    @admin.display(description=gettext_lazy("written"), ordering="written_at")
    def written(self, note: Note) -> str:
        return show.day(note.written_at)


@admin.register(StageText)
class StageTextAdmin(WorkspaceAdmin):
    menu_order = 40
    list_display = ("name", "stage", "is_in_use", "changed_by", "changed_at")
    list_select_related = ("changed_by",)
    list_filter = ("stage",)
    ordering = ("stage", "name", "id")
    fields = (
        "stage",
        "name",
        "subject_line_nb",
        "text_nb",
        "subject_line_en",
        "text_en",
        "asks_ground",
        "asks_because",
        "is_in_use",
    )
    form = StageTextForm
    refusals = {
        stage_texts.NotTheManager: gettext_lazy("Only the manager writes these texts."),
        stage_texts.HoldsNumber: NO_NUMBER,
        stage_texts.NeedsReason: gettext_lazy(
            "It seems to ask what the law seldom allows: take it out, or say why it may be asked."
        ),
    }

    def add(self, request: HttpRequest, data: dict[str, Any]) -> StageText:
        return stage_texts.write(by=request.user, at=now(), **data)

    def change(self, request: HttpRequest, row: StageText, data: dict[str, Any]) -> None:
        stage_texts.change(text=row, by=request.user, at=now(), **data)
