"""May we present you? Asked from a candidate's page, with what came back, and questions to be answered."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.actions import permissions
from candidates.choices import Interest
from candidates.models import Candidate, SharingPermission
from clients.models import JobOrder
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.folding import Folded
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step

REFUSALS: dict[type[Exception], Any] = {
    permissions.PositionClosed: _("This order is not open: there is nothing to be presented for."),
    permissions.NoFactSheet: _("The order has no fact sheet. Write it on the order's page, then ask."),
    permissions.NoClientStatement: _(
        "The client's own privacy statement is not known. Write its address on the client's page, then ask."
    ),
    permissions.NotConfirmed: _("The candidate has not confirmed an e-mail address, so nobody can be asked."),
    permissions.NotAskable: _(
        "The candidate applied for other positions only. Write about this position instead, if they are in the base."
    ),
    permissions.AlreadyAsked: _("The candidate has been asked already, and has not answered yet."),
}

TITLE = _("Being presented")
NOT_ASKED = _("Not asked yet.")
MOST = 20  # of the orders somebody cannot be asked about yet


class AskForm(forms.Form):
    order = forms.ModelChoiceField(JobOrder.objects.none(), label=_("Job order"))


def _fit(request: HttpRequest, candidate: Candidate, form: Any) -> None:
    orders = JobOrder.objects.visible_to(request.user).is_open().select_related("company")
    form.fields["order"].queryset = orders.order_by("-id")
    form.fields["order"].initial = request.GET.get("order")


def _not_yet(candidate: Candidate) -> dict[str, Any]:
    """Open orders nobody can be asked about before something is written, each with the page where that is done."""
    orders = JobOrder.objects.is_open().select_related("company").order_by("-id")
    without = orders.filter(fact_sheets=None) | orders.filter(company__privacy_statement_url="")
    rows = [_what_is_missing(each) for each in without.annotate(sheets=Count("fact_sheets"))[:MOST]]
    heads = (_("job order"), _("what is missing"))
    return {"panels": [Panel(_("Nobody can be asked about these yet"), heads, rows)] if rows else []}


def _what_is_missing(order: Any) -> tuple[str, str]:
    if not order.sheets:
        page = reverse("admin:clients_joborder_change", args=[order.pk])
        return str(order), show.link(page, _("The fact sheet: write it on the order's page"))
    return str(order), show.link(
        order.company.get_absolute_url(), _("The client's privacy statement: write its address")
    )


def _ask(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    permissions.ask(candidate=candidate, by=request.user, at=now(), **data)


def _is_reached(candidate: Candidate) -> bool:
    return candidate.is_confirmed


ASK = Step(
    "ask-permission", _("Ask to be allowed to present"), _ask, "candidates.change_candidate",
    _("Asked by e-mail, with the order's fact sheet. The answer is due within 14 days."), form=AskForm, fit=_fit,
    is_open=_is_reached, refusals=REFUSALS, preview=_not_yet,
)  # fmt: skip


def standing(permission: SharingPermission) -> str:
    if permission.is_open:
        return show.tag(_("waits for the candidate"), "warning")
    if permission.ended_at:
        return show.tag(_("taken back"), "danger")
    is_yes = permission.answer == Interest.INTERESTED
    return show.tag(_("may be presented") if is_yes else _("not interested"), "success" if is_yes else "danger")


def _asked(request: HttpRequest, candidate: Candidate) -> list[Any]:
    """What was asked, and to whom the candidate is never presented."""
    return [getattr(candidate, name).visible_to(request.user) for name in ("permissions", "blocked_employers")]


def panel(request: HttpRequest, candidate: Candidate) -> Panel:
    found, employers = _asked(request, candidate)
    rows = [
        (show.link(_page(each), each.job_order), standing(each), show.day(each.asked_at), show.day(each.answered_at))
        for each in found.select_related("job_order__company").order_by("-asked_at", "pk")[:50]
    ]
    blocked = ", ".join(map(str, employers.order_by("org_number")))
    note = _("Never presented to: %(employers)s.") % {"employers": blocked} if blocked else ""
    heads = (_("job order"), _("state"), _("asked"), _("answered"))
    return Panel(TITLE, heads, rows, NOT_ASKED, note=note)


PANEL = Folded("sharing", TITLE, panel, _asked, NOT_ASKED)


def _page(permission: SharingPermission) -> str:
    return reverse("admin:candidates_sharingpermission_change", args=[permission.pk])


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Reply"), widget=forms.Textarea, max_length=4_000)


def _reply(request: HttpRequest, permission: SharingPermission, data: dict[str, Any]) -> None:
    permissions.reply(permission=permission, by=request.user, at=now(), **data)


def _asks(permission: SharingPermission) -> bool:
    return permission.is_open and bool(permission.question) and permission.replied_at is None


@admin.register(SharingPermission)
class SharingPermissionAdmin(PersonAdmin):
    menu_order = 12
    activity = permissions.ACTIVITY
    list_display = ("candidate", "job_order", "state", "asked_at", "answered_at")
    list_select_related = ("candidate", "job_order__company")
    list_filter = ("answer",)
    search_fields = ("candidate__last_name", "job_order__title")
    ordering = ("-asked_at", "id")
    fields = (
        "candidate", "job_order", "fact_sheet", "level", "asked_by", "asked_at", "answer_by", "question", "question_at",
        "reply", "replied_at", "answer", "answered_at", "channel", "sharing_notice", "ended_at",
    )  # fmt: skip
    steps = (
        Step(
            "reply", _("Answer the question"), _reply, "candidates.change_sharingpermission",
            _("Sent, with the link to answer once more."), form=ReplyForm, is_open=_asks,
            refusals={permissions.NothingAsked: _("Nothing waits for a reply here.")}, tone="next",
        ),
    )  # fmt: skip

    def subject_of(self, row: SharingPermission) -> Any:
        return row.candidate.subject_id

    @admin.display(description=_("state"))
    def state(self, permission: SharingPermission) -> str:
        return standing(permission)


def _waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm("candidates.change_sharingpermission"):
        return []
    asking = SharingPermission.objects.visible_to(request.user).waiting().exclude(question="").filter(replied_at=None)
    page = reverse("admin:candidates_sharingpermission_changelist")
    return [Waiting(_("questions from candidates about a position"), asking[:CAP].count(), page)]


admin.site.add_waiting(_waiting)
