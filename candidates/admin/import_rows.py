"""Rows whose person may be in the base already: both side by side, and somebody chooses."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import import_choices
from candidates.admin.imports import REFUSALS
from candidates.choices import RowState
from candidates.models import Candidate, ImportRow
from candidates.queries import import_words, people
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.people import RESTRICTED
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices import Language
from privacy.models import Subject

MAY = "candidates.change_importrow"
FIELDS = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "unconfirmed_email": _("e-mail address"),
    "phone": _("telephone"),
    "language": _("language"),
    "received_on": _("data received on"),
}


class SameForm(forms.Form):
    take = forms.MultipleChoiceField(
        label=_("Take from the list, instead of what we have"), choices=list(FIELDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Documents we have not are added, and what is empty is filled in, in any case."),
    )  # fmt: skip


def _same(request: HttpRequest, row: ImportRow, data: dict[str, Any]) -> None:
    import_choices.same_person(row=row, by=request.user, at=now(), **data)


def _another(request: HttpRequest, row: ImportRow, data: dict[str, Any]) -> None:
    import_choices.another_person(row=row, by=request.user, at=now())


def _leave_out(request: HttpRequest, row: ImportRow, data: dict[str, Any]) -> None:
    import_choices.leave_out(row=row, by=request.user, at=now())


def _is_offered(row: ImportRow) -> bool:
    return row.state == RowState.OFFERED


def _preview(row: ImportRow) -> dict[str, Any]:
    return {"panels": [side_by_side(row)]}


CHOSEN = REFUSALS | {
    import_choices.AlreadyChosen: _("Somebody has chosen about this row meanwhile."),
    import_choices.NotThere: _("The list or a file of this row is not on the server as it was checked. Put it back, or leave the row out."),
}  # fmt: skip


@admin.register(ImportRow)
class ImportRowAdmin(PersonAdmin):
    """Opening one shows the person it may be, which is written in that person's history."""

    menu_order = 61
    activity = "taken_over"
    list_display = ("row", "run", "state", "why", "at")
    list_select_related = ("run",)
    list_filter = ("state", "run")
    ordering = ("run", "number")
    fields = ("run", "number", "state", "why")
    readonly_fields = ("why",)
    steps = (
        Step(
            "same", _("The same person"), _same, MAY, _("Added to the person we had."), form=SameForm, tone="next",
            is_open=_is_offered, refusals=CHOSEN, preview=_preview, leaves=True,
        ),
        Step(
            "another", _("Another person"), _another, MAY, _("Taken over as a person of its own, who is told."),
            is_open=_is_offered, refusals=CHOSEN, preview=_preview, leaves=True,
        ),
        Step(
            "leave-out", _("Leave the row out"), _leave_out, MAY, _("Left out: nothing of the row is taken."),
            question=_("Nothing of the row is imported."), is_open=_is_offered, refusals=CHOSEN, leaves=True,
        ),
    )  # fmt: skip

    def subject_of(self, row: ImportRow) -> Any:
        return row.subject_uuid or row.match_uuid

    def looked_at(self, request: HttpRequest, row: ImportRow) -> None:
        if self.subject_of(row):  # a row that was refused is nobody
            super().looked_at(request, row)

    def panels(self, request: HttpRequest, row: ImportRow) -> list[Panel]:
        return [side_by_side(row)] if _is_offered(row) else []

    @admin.display(description=_("row"), ordering="number")
    def row(self, row: ImportRow) -> str:
        return str(row)

    @admin.display(description=_("what is wrong"))
    def why(self, row: ImportRow) -> str:
        return " ".join(map(import_words.sentence, row.problems))


def side_by_side(row: ImportRow) -> Panel:
    """What we have, and what stands in the row; whatever of the two cannot be shown is said."""
    ours, note = _ours(row)
    try:
        person, _sums = import_choices.read(row)
        theirs: dict[str, Any] = {name: getattr(person, name, "") for name in FIELDS} | {
            "unconfirmed_email": person.email
        }
        theirs["files"] = ", ".join(name for _kind, name in person.files)
    except import_choices.NotThere as error:
        theirs, note = {}, import_words.not_there(error.code)
    labels = FIELDS | {"files": _("documents")}
    rows = [(label, _cell(name, ours.get(name)), _cell(name, theirs.get(name))) for name, label in labels.items()]
    return Panel(_("Side by side"), (_("what"), _("in the base"), _("in the list")), rows, note=note)


def _cell(name: str, value: Any) -> Any:
    if name == "language" and value in Language.values:
        return Language(value).label
    return (show.day(value) if hasattr(value, "isoformat") else value) or show.NOTHING


def _ours(row: ImportRow) -> tuple[dict[str, Any], Any]:
    found = Subject.objects.filter(pk=row.match_uuid).first()
    candidate = Candidate.objects.filter(subject=found.root_id).first() if found else None
    if candidate is None:
        return {}, _("The person we had is erased meanwhile: take the row over as another person, or leave it out.")
    if not Candidate.objects.unrestricted().filter(pk=candidate.pk).exists():
        return {}, RESTRICTED
    said = {name: getattr(candidate, name) for name in FIELDS}
    names = candidate.documents.unrestricted().order_by("pk").values_list("original_name", flat=True)
    return said | {"unconfirmed_email": people.email_of(candidate), "files": ", ".join(names)}, ""
