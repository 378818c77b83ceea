"""Applications: the pipeline as a list, and one application with its history."""

import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.actions import applications, searches
from candidates.admin import (
    batches,
    checks,
    interviews,
    notes,
    outcome,
    pipelines,
    references,
    reviewing,
    stages,
    statements,
    test_results,
)
from candidates.admin.documents import documents_panel
from candidates.choices import OPEN_STAGES, Stage
from candidates.models import Application, Candidate, Document
from candidates.queries import board, search
from candidates.queries.searchable import may_be_found
from clients.models import JobOrder
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import AdviserFilter, is_number
from privacy.admin.show import Panel
from privacy.admin.steps import MOST_AT_ONCE

LONGEST_AGE = 4  # digits of days: more is before any calendar


class StageFilter(admin.SimpleListFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("in progress")), *((stage.value, stage.label) for stage in Stage)]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        if self.value() == "open":
            return rows.filter(stage__in=OPEN_STAGES)
        return rows.filter(stage=self.value()) if self.value() in Stage.values else rows


class OrderFilter(admin.SimpleListFilter):
    """Open orders only, the newest first: the small list one works on."""

    title = _("job order")
    parameter_name = "order"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        orders = JobOrder.objects.is_open().select_related("company").order_by("-id")[:30]
        return [("none", _("open registration")), *((str(order.pk), str(order)) for order in orders)]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        value = self.value() or ""
        if value == "none":
            return rows.filter(job_order=None)
        return rows.filter(job_order=value) if is_number(value) else rows


class OrderAdviserFilter(AdviserFilter):
    path = "job_order__adviser"


class AgeFilter(admin.SimpleListFilter):
    title = _("time in this stage")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("7", _("more than a week")), ("14", _("more than two weeks")), ("30", _("more than a month"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        value = self.value() or ""
        if not is_number(value) or len(value) > LONGEST_AGE:
            return rows
        return rows.filter(stage_since__lt=now() - datetime.timedelta(days=int(value)))


@admin.register(Application)
class ApplicationAdmin(PersonAdmin):
    menu_order = 10
    activity = applications.ACTIVITY
    list_display = ("candidate", "wanted", "where", "since", "received", "order_adviser")
    list_filter = (StageFilter, OrderFilter, OrderAdviserFilter, AgeFilter)
    search_fields = ("candidate__last_name",)
    search_help_text = _("Names, e-mail addresses and words from the CV.")
    ordering = ("-submitted_at", "id")
    autocomplete_fields = ("candidate", "job_order")
    fieldsets = (
        (None, {"fields": ("who", "wanted", "where", "since", "received", "confirmed_at", "message")}),
        (_("What the candidate chose"), {"fields": ("keep_scope", "sharing_scope", "language")}),
        (_("What was shown and accepted"), {"fields": ("notice", "terms", "sharing_notice", "origin", "added_by")}),
        (_("From a campaign"), {"fields": ("campaign", "wording", "go_ahead_on", "go_ahead")}),
    )
    readonly_fields = ("who", "wanted", "where", "since", "received")
    steps = (
        *stages.STEPS,
        notes.STEP,
        *interviews.STEPS,
        *outcome.STEPS,
        *checks.STEPS,
        *statements.STEPS,
        references.WANT_STEP,
        *test_results.STEPS,
    )
    refusals = {
        applications.PositionClosed: _("This order is not open: nobody can be added to it."),
        applications.AlreadyThere: _("This candidate is in the order's pipeline already."),
    }

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Moves at once; answers and letters through a page that shows every mail first."""
        if not request.user.has_perm(stages.MAY):
            return {}
        deeds = {name: (_in_batch(name), name, deed.title) for name, deed in batches.DEEDS.items()}
        return super().get_actions(request) | deeds

    def subject_of(self, row: Application) -> Any:
        return row.candidate.subject_id

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return super().get_queryset(request).select_related("candidate", "job_ad", "job_order__adviser")

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        everybody, readable = (
            Candidate.objects.visible_to(request.user),
            may_be_found(request.user, timezone.localdate()),
        )
        found = search.candidates(term, among=everybody, readable=readable)
        return (rows.filter(candidate__in=found.values("pk")) if term.strip() else rows), False

    def found(self, request: HttpRequest, rows: list[Application]) -> None:
        """Who is shown by a search is in the trail, each once."""
        people = sorted({each.candidate.subject_id for each in rows})
        searches.record_found(people=people, by=request.user, at=now())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("candidate", "job_order")}),)
        is_of_campaign = obj.campaign_id or obj.wording_id
        return self.fieldsets if is_of_campaign else self.fieldsets[:-1]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "job_order" in form.base_fields:
            form.base_fields["job_order"].required = True
        return form

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Application:
        order = data["job_order"]
        return applications.add(candidate=data["candidate"], order=order, by=request.user, at=now())

    def panels(self, request: HttpRequest, row: Application) -> list[Panel]:
        documents = Document.objects.visible_to(request.user).filter(applications=row).order_by("kind", "pk")
        kept = notes.notes_panel(request, row)
        return [kept, documents_panel(documents), *super().panels(request, row), _history(request, row)]

    @admin.display(description=_("candidate"))
    def who(self, application: Application) -> str:
        url = reverse("admin:candidates_candidate_change", args=[application.candidate_id])
        reading = show.link(reviewing.url_of(application.pk), _("Read it beside the CV"))
        return format_html("{} · {}", show.link(url, application.candidate), reading)

    @admin.display(description=_("position"))
    def wanted(self, application: Application) -> str:
        return application.position

    @admin.display(description=_("stage"), ordering="stage")
    def where(self, application: Application) -> str:
        return stages.tag(application.stage)

    @admin.display(description=_("in this stage since"), ordering="stage_since")
    def since(self, application: Application) -> str:
        return show.day(application.stage_since)

    @admin.display(description=_("received"), ordering="submitted_at")
    def received(self, application: Application) -> str:
        return show.day(application.submitted_at)

    @admin.display(description=_("adviser"))
    def order_adviser(self, application: Application) -> Any:
        return application.job_order.adviser if application.job_order else None


def _in_batch(name: str) -> Any:
    def action(model_admin: Any, request: HttpRequest, rows: QuerySet[Application]) -> HttpResponse:
        found = board.chosen([str(pk) for pk in rows.values_list("pk", flat=True)[:MOST_AT_ONCE]], reader=request.user)
        return batches.ask(model_admin.admin_site, request, name, found, request.get_full_path())

    return action


def _history(request: HttpRequest, application: Application) -> Panel:
    changes = application.stage_changes.visible_to(request.user).select_related("by").order_by("-at", "-pk")
    rows = [
        (
            show.moment(change.at),
            stages.tag(change.from_stage),
            stages.tag(change.to_stage),
            change.by or "",
            change.reason,
        )
        for change in changes
    ]
    heads = (_("when"), _("from"), _("to"), _("by"), _("reason"))
    return Panel(_("Stage history"), heads, rows, _("Not moved yet."))


def _pipeline(request: HttpRequest, order: JobOrder) -> list[Panel]:
    """Beneath a job order: who is in its pipeline, for those who may see candidates."""
    if not request.user.has_perm("candidates.view_application"):
        return []
    found = Application.objects.visible_to(request.user).filter(job_order=order).select_related("candidate")
    way = show.link(pipelines.url_of(order.pk), _("Open the pipeline: board and list"))
    rows = [
        (show.link(application.get_absolute_url(), application.candidate), stages.tag(application.stage),
         show.day(application.stage_since), show.day(application.submitted_at))
        for application in found.order_by("stage_since", "pk")[:100]
    ]  # fmt: skip
    heads = (_("candidate"), _("stage"), _("since"), _("received"))
    return [Panel(_("Applications"), heads, rows, _("No applications yet."), way)]


admin.site.add_panels(JobOrder, _pipeline)
