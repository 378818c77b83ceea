"""The agency's own papers: written down by the manager, shown to whoever plans hiring out, and said before they lapse."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import papers
from clients.models import AgencyPaper
from clients.queries import papers as reading
from privacy.admin import show, work
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.site import Waiting

MAY = "clients.add_agencypaper"


@admin.register(AgencyPaper)
class AgencyPaperAdmin(WorkspaceAdmin):
    menu_order = 70
    list_display = ("kind", "issued_by", "since", "until", "standing", "noted_by")
    list_select_related = ("noted_by",)
    list_filter = ("kind",)
    ordering = ("-noted_at", "-id")
    refusals = {
        papers.NotTheManager: _("Only the manager writes down what the agency may do."),
        papers.EndsBeforeStart: _("The last day is not before the first. Change one of them."),
    }

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("kind", "issued_by", "reference", "valid_from", "valid_until")
        return written if obj is None else (*written, "noted_by", "noted_at")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> AgencyPaper:
        return papers.note(by=request.user, at=now(), **data)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Whether a newer one of its kind was written down: that one counts."""
        standing = AgencyPaper.objects.standing().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_replaced=~Exists(standing))

    @admin.display(description=_("from"), ordering="valid_from")
    def since(self, paper: AgencyPaper) -> str:
        return show.day(paper.valid_from)

    @admin.display(description=_("until"), ordering="valid_until")
    def until(self, paper: AgencyPaper) -> str:
        return show.day(paper.valid_until)

    @admin.display(description=_("state"))
    def standing(self, paper: AgencyPaper) -> str:
        if paper.is_replaced:  # type: ignore[attr-defined]
            return show.tag(_("replaced by a newer one"))
        today = timezone.localdate()
        if not paper.valid_from <= today <= paper.valid_until:
            return show.tag(_("not in force today"), "danger")
        is_soon = paper.valid_until <= today + reading.AHEAD
        return show.tag(_("lapses soon"), "warning") if is_soon else show.tag(_("in force"), "success")


def _list() -> str:
    return reverse("admin:clients_agencypaper_changelist")


def waiting(request: HttpRequest) -> list[Waiting]:
    """On the manager's home page, from thirty days before one lapses until another is written down."""
    if not request.user.has_perm(MAY):
        return []
    count = len(reading.to_renew(timezone.localdate()))
    return [
        Waiting(
            _("papers of the agency to renew: without them nobody new is hired out, and no ad goes to NAV"),
            count,
            _list(),
            "danger",
        )
    ]


@work.add
def _to_renew(request: HttpRequest, today: datetime.date) -> Iterable[work.Work]:
    found = reading.to_renew(today)
    return [work.Work(_("paper of the agency to renew"), kind.label, _list(), last or today) for kind, last in found]


admin.site.add_waiting(waiting)
