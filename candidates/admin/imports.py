"""Taking over the base the agency had: the list is checked, started, followed, looked through."""

import csv
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import import_checking, imports
from candidates.admin import import_panels
from candidates.choices import ImportState
from candidates.models import Import
from candidates.queries import import_folders
from candidates.queries import imports as reading
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.confirming import before_file
from privacy.admin.show import Panel
from privacy.admin.site import Page, Waiting, WorkspaceSite
from privacy.admin.steps import Step

SHUT = _(
    "The program may not look into: %(folders)s. Whoever runs the server must give the folder and what is in it to the user "
    "the program runs as."
)
MAY, LOOK_AGAIN = "candidates.change_import", "5"
COLORS = {ImportState.CHECKED: "warning", ImportState.DONE: "success", ImportState.FAILED: "danger"}


class AddForm(forms.ModelForm):
    """Which of the lists on the server, and what it is called to the people in it."""

    place = forms.ChoiceField(
        label=_("List on the server"),
        help_text=_("Whoever runs the server puts each list in a folder of its own, with its files beside it."),
        error_messages={"required": _("Choose a list. If none is there, ask who runs the server to put it there.")},
    )

    class Meta:
        model = Import
        fields = ("source_name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        place.choices = [(name, name) for name in import_folders.places()]  # type: ignore[attr-defined]
        if shut := import_folders.shut():
            place.help_text = SHUT % {"folders": ", ".join(shut)}


def _start(request: HttpRequest, run: Import, data: dict[str, Any]) -> None:
    imports.start(run=run, by=request.user, at=now())


def _interrupt(request: HttpRequest, run: Import, data: dict[str, Any]) -> None:
    imports.interrupt(run=run, at=now())


def _resume(request: HttpRequest, run: Import, data: dict[str, Any]) -> None:
    imports.resume(run=run, at=now())


def _again(request: HttpRequest, run: Import, data: dict[str, Any]) -> None:
    import_checking.again(run=run, at=now())


def _settle(request: HttpRequest, run: Import, data: dict[str, Any]) -> None:
    imports.settle(run=run, by=request.user, at=now())


def _is_started_and_stopped(run: Import) -> bool:
    return run.finished_at is None and bool(run.interrupted_at or (run.state == ImportState.FAILED and run.started_at))


def _can_be_checked_again(run: Import) -> bool:
    return run.started_at is None and run.state != ImportState.CHECKING


REFUSALS: dict[type[Exception], Any] = {
    imports.NotChecked: _("The list has to be checked first."),
    imports.NothingToTell: _(
        "No privacy statement is in force, so that the people could not be told. Approve one first."
    ),
    imports.NotRunning: _("It is not under way."),
    imports.NotDone: _("Something of it waits still: rows to import, or people you have to choose about."),
    imports.StillThere: _("The list still lies on the server. Have it and its files removed there first."),
    import_checking.AlreadyStarted: _("The import has begun, so the list is not checked anew."),
}


@admin.register(Import)
class ImportAdmin(WorkspaceAdmin):
    menu_order = 60
    list_display = ("source_name", "standing", "progress", "begun")
    ordering = ("-id",)
    fields = (
        "source_name", "list_on_the_server", "standing", "progress", "checked_at", "started_at", "started_by", "finished_at",
        "settled_at", "settled_by",
    )  # fmt: skip
    readonly_fields = ("list_on_the_server", "standing", "progress")
    refusals = REFUSALS
    steps = (
        Step(
            "start", _("Import"), _start, MAY, _("The import is under way; you can leave this page."), tone="next",
            question=_("Rows without problems are imported, and each person with an e-mail address is told at once."),
            is_open=lambda run: run.state == ImportState.CHECKED, refusals=REFUSALS,
        ),
        Step(
            "interrupt", _("Stop"), _interrupt, MAY, _("It stops after the rows under way; what is imported stays."),
            is_open=lambda run: run.is_moving, refusals=REFUSALS,
        ),
        Step(
            "resume", _("Go on"), _resume, MAY, _("It goes on where it stopped."), tone="next",
            is_open=_is_started_and_stopped, refusals=REFUSALS,
        ),
        Step(
            "again", _("Check again"), _again, MAY, _("The list is being checked anew."),
            is_open=_can_be_checked_again, refusals=REFUSALS,
        ),
        Step(
            "settle", _("I have looked it through"), _settle, MAY, _("Closed."), tone="next",
            question=_(
                "You have seen below what the purge will delete and when, and nobody is left to choose about. "
                "The list and its files are removed from the server: here nobody erased may live on."
            ),
            is_open=lambda run: run.state == ImportState.DONE and run.settled_at is None, refusals=REFUSALS,
            preview=lambda run: {"panels": [import_panels.nights(run)]},
        ),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = AddForm
        return super().get_form(request, obj, change, **kwargs)

    @admin.display(description=_("list"))
    def list_on_the_server(self, run: Import) -> str:
        """As it was chosen: its folder and name, not where the server keeps them."""
        return "/".join(Path(run.csv_path).parts[-2:])

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return ((None, {"fields": ("place", "source_name") if obj is None else self.fields}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.readonly_fields

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Import:
        place = import_folders.places()[data["place"]]
        return import_checking.begin(
            source_name=data["source_name"],
            csv_path=place.csv_path,
            files_path=place.files_path,
            by=request.user,
            at=now(),
        )

    def panels(self, request: HttpRequest, row: Import) -> list[Panel]:
        nights = [import_panels.nights(row)] if row.state == ImportState.DONE else []
        return [import_panels.what_now(row), *nights, import_panels.by_problem(row), import_panels.rows(row)]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        response = super().render_change_form(request, context, *args, **kwargs)
        run = kwargs.get("obj")
        if run is not None and (run.is_moving or (run.state == ImportState.DONE and not run.forecast)):
            response["Refresh"] = LOOK_AGAIN  # how far it is shows without a script
        return response

    @admin.display(description=_("state"), ordering="state")
    def standing(self, run: Import) -> str:
        if run.interrupted_at and not run.finished_at:
            return show.tag(_("stopped"), "warning")
        if run.settled_at:
            return show.tag(_("looked through"), "success")
        return show.tag(ImportState(run.state).label, COLORS.get(ImportState(run.state), "info"))

    @admin.display(description=_("rows gone through"))
    def progress(self, run: Import) -> str:
        return show.NOTHING if run.total is None else f"{run.cursor} / {run.total}"

    @admin.display(description=_("begun"), ordering="created_at")
    def begun(self, run: Import) -> str:
        return show.moment(run.created_at)


def problem_list(site: WorkspaceSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Everything there is to say about the rows, for a spreadsheet, which runs none of it."""
    run = get_object_or_404(Import, pk=pk)
    if first := before_file(request, back=reverse("admin:candidates_import_change", args=[run.pk])):
        return first
    name = f"import-{run.pk}-{timezone.localdate():%Y-%m-%d}.csv"
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response, delimiter=";").writerows(reading.problem_list(run))
    return response


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(MAY):
        return []
    offered = Waiting(_("rows of an import to choose about"), reading.offered(), import_panels.offered_url())
    open_runs = Import.objects.filter(settled_at=None).count()
    return [offered, Waiting(_("imports not looked through"), open_runs, reverse("admin:candidates_import_changelist"))]


admin.site.add_page(
    Page(
        "import_problems",
        _("Problems"),
        "candidates",
        "candidates.view_import",
        problem_list,
        "candidates/import/<int:pk>/problems.csv",
    )
)
admin.site.add_waiting(waiting)
