"""Job ads: written, published, closed."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import ads
from clients.admin import ad_requirements, questions
from clients.forms.asking import AskingForm
from clients.models import JobAd
from clients.models.company import of_restricted
from clients.queries import ad_facts, asking, papers
from clients.queries.positions import told
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import Step

REFUSALS: dict[type[Exception], Any] = {
    ads.OrderNotOpen: _("Only an open order is advertised: open the order first."),
    ads.AlreadyPublished: _("This ad was published before."),
    ads.NotPublished: _("This ad is not on the site."),
    ads.NeedsReason: _(
        "It seems to ask what the law seldom allows; below stands what, and by which law. Take it out, or say under Why it "
        "may be asked what makes it lawful here."
    ),
}
FIELDSETS = (
    (None, {"fields": ("order", "title", "summary", "body", "employer", "is_client_named", "deadline")}),
    (_("The work"), {"fields": ("occupation", "positions", "extent", "percentage", "form", "starts")}),
    (_("Where"), {"fields": ("place", "postal_code", "municipality", "county", "remote")}),
    (_("Pay"), {"fields": ("pay_from", "pay_to", "pay_per")}),
    (_("Why it may be asked"), {"fields": ("asks_ground", "asks_because")}),
)


def _publish(request: HttpRequest, ad: JobAd, data: dict[str, Any]) -> None:
    ads.publish(ad=ad, by=request.user, at=now())


def _close(request: HttpRequest, ad: JobAd, data: dict[str, Any]) -> None:
    ads.close(ad=ad, by=request.user, at=now())


def _is_draft(ad: JobAd) -> bool:
    return ad.published_at is None


def _is_published(ad: JobAd) -> bool:
    return ad.published_at is not None and ad.closed_at is None


def asks_panel(request: HttpRequest, ad: JobAd) -> list[Panel]:
    """What the text seems to ask, from the first draft on; nothing where it asks nothing."""
    rows = [(show.text(str(kind)), words, law, better) for kind, words, law, better in asking.lines(ads.asks(ad))]
    heads = (_("about"), _("words"), _("law"), _("better"))
    note = _("The ad is published with a reason only. This is an aid: it knows words, not meanings.")
    return [Panel(_("What it seems to ask that the law seldom allows"), heads, rows, note=note)] if rows else []


def approval_panel(ad: JobAd) -> list[Panel]:
    """On the ad of a position we would hire out for: what is missing before anybody can be."""
    if not ad_facts.is_staffing(ad) or ad.closed_at or not (kinds := papers.lacking(timezone.localdate())):
        return []
    note = _(
        "Nobody new is hired out before the manager has written down what is renewed, under Papers of the agency. Applicants "
        "read on the site until when we are approved, and nothing while we are not."
    )
    rows = [(kind.label, show.tag(_("not in force today"), "danger")) for kind in kinds]
    return [Panel(_("We may hire nobody out today"), (_("what"), _("state")), rows, note=note)]


def preview(site: WorkspaceSite, request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft as its page will be. One on the site has that page."""
    rows = JobAd.objects.select_related("order__adviser").exclude(order__company__in=of_restricted())
    ad = get_object_or_404(rows, pk=pk)
    if ad.published_at:
        return redirect(ad)
    back = reverse("admin:clients_jobad_change", args=[ad.pk])
    context = told(ad, timezone.localdate()) | {"is_preview": True, "back": back, "job_posting": "", "url": ""}
    return TemplateResponse(request, "clients/position.html", context)


@admin.register(JobAd)
class JobAdAdmin(WorkspaceAdmin):
    menu_order = 6
    list_display = ("title", "employer", "place", "standing", "apply_by")
    list_filter = (
        "form",
        ("published_at", in_words(_("published"), empty=_("not published yet"), filled=_("published"))),
        ("closed_at", in_words(_("closed"), empty=_("not closed"), filled=_("closed"))),
    )
    search_fields = ("title", "employer", "place")
    ordering = ("-created_at", "id")
    autocomplete_fields = ("order",)
    form = AskingForm
    refusals = REFUSALS
    steps = (
        ad_requirements.step(REFUSALS),
        Step(
            "publish", _("Publish"), _publish, "clients.change_jobad", _("The ad is on the site."), is_open=_is_draft,
            refusals=REFUSALS, tone="next",
        ),
        Step(
            "close", _("Take off the site"), _close, "clients.change_jobad", _("The ad is off the site."),
            question=_("Nobody can apply any more, and data given for this position only are deleted in three months."),
            is_open=_is_published, refusals=REFUSALS, tone="danger",
        ),
        *questions.STEPS,
    )  # fmt: skip

    def view_on_site(self, ad: JobAd) -> str | None:
        """A draft has no page there; how it will look is shown here."""
        return reverse("position", args=[ad.slug]) if ad.published_at else None

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        ad = kwargs.get("obj")
        context["preview_url"] = reverse("admin:ad_preview", args=[ad.pk]) if ad and _is_draft(ad) else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            FIELDSETS if obj is None else (*FIELDSETS, (_("State"), {"fields": ("slug", "published_at", "closed_at")}))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("order", "slug", "published_at", "closed_at")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> JobAd:
        return ads.write(at=now(), **data)

    def change(self, request: HttpRequest, row: JobAd, data: dict[str, Any]) -> None:
        ads.change(ad=row, by=request.user, at=now(), **data)

    def panels(self, request: HttpRequest, row: JobAd) -> list[Panel]:
        return [
            *approval_panel(row),
            ad_requirements.panel(row),
            *asks_panel(request, row),
            *super().panels(request, row),
        ]

    @admin.display(description=_("state"))
    def standing(self, ad: JobAd) -> str:
        if _is_published(ad):
            return show.tag(_("on the site"), "success")
        return show.tag(_("closed")) if ad.closed_at else show.tag(_("draft"), "warning")

    @admin.display(description=_("apply by"), ordering="deadline")
    def apply_by(self, ad: JobAd) -> str:
        return show.day(ad.deadline)


admin.site.add_page(
    Page("ad_preview", _("See how it will look"), "clients", "clients.view_jobad", preview, "ads/<uuid:pk>/preview/")
)
