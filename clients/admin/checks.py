"""On an order: which checks its position requires, by which law or need; approved by a second person, lifted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import checks
from clients.choices import CheckKind
from clients.forms.checks import ByLawForm, CreditForm, RequirementForm
from clients.models import CheckRequirement, JobOrder
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step

MAY = "clients.change_joborder"
REFUSALS: dict[type[Exception], Any] = {
    checks.OrderIsClosed: _("The order is closed: nothing is required for it any more."),
    checks.AlreadyRequired: _("This check is required already. Lift it first to state it anew."),
    checks.AlreadySettled: _("This was approved or lifted before."),
    checks.SamePerson: _(
        "You asked for this credit check yourself: a manager or the privacy officer who did not, approves it."
    ),
}


def _by_law(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    checks.require(order=order, by=request.user, at=now(), **data)


def _credit(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    checks.require(order=order, kind=CheckKind.CREDIT, by=request.user, at=now(), **data)


def _approve(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    checks.approve(by=request.user, at=now(), **data)


def _lift(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    checks.lift(by=request.user, at=now(), **data)


def _is_not_closed(order: JobOrder) -> bool:
    return order.closed_at is None


def _waits(order: JobOrder) -> bool:
    return _is_not_closed(order) and CheckRequirement.objects.waiting().filter(order=order).exists()


def _has_any(order: JobOrder) -> bool:
    return _is_not_closed(order) and CheckRequirement.objects.filter(order=order, lifted_at=None).exists()


def _fit_waiting(request: HttpRequest, order: JobOrder, form: Any) -> None:
    form.fields["requirement"].queryset = CheckRequirement.objects.waiting().filter(order=order)


def _fit_any(request: HttpRequest, order: JobOrder, form: Any) -> None:
    form.fields["requirement"].queryset = CheckRequirement.objects.filter(order=order, lifted_at=None)


def _to_approve(order: JobOrder) -> dict[str, Any]:
    return {"panels": [_panel(CheckRequirement.objects.waiting().filter(order=order))]}


STEPS = (
    Step(
        "require-check", _("Require a police certificate or clearance"), _by_law, MAY,
        _("Required; the ad says so, with the law."), form=ByLawForm, is_open=_is_not_closed,
        closed=REFUSALS[checks.OrderIsClosed], refusals=REFUSALS,
        question=_("Only where a law says that this may be asked for. Each candidate is told before anything is noted."),
    ),
    Step(
        "require-credit", _("Require a credit check"), _credit, MAY,
        _("Written down. A manager or the privacy officer has to approve it before anybody is told or checked."),
        form=CreditForm, is_open=_is_not_closed, closed=REFUSALS[checks.OrderIsClosed], refusals=REFUSALS,
        question=_(
            "Only where all three hold: a leading function, large economic responsibility, and a private economy "
            "that matters for it."
        ),
    ),
    Step(
        "approve-credit", _("Approve the credit check"), _approve, "clients.view_joborder",
        _("Approved; the ad says so."), form=RequirementForm, roles=("manager", "privacy"), fit=_fit_waiting,
        preview=_to_approve, is_open=_waits, closed=REFUSALS[checks.AlreadySettled], refusals=REFUSALS, tone="next",
    ),
    Step(
        "lift-check", _("Lift a required check"), _lift, MAY,
        _("Lifted. What was noted for it is deleted, and the candidates are told."), form=RequirementForm,
        fit=_fit_any, is_open=_has_any, closed=REFUSALS[checks.AlreadySettled], refusals=REFUSALS, tone="danger",
        question=_("Everything noted for this check is deleted at once, and the ad does not mention it any more."),
    ),
)  # fmt: skip


def _state(requirement: CheckRequirement) -> str:
    if requirement.lifted_at:
        return show.tag(_("lifted"))
    if not requirement.is_in_force:
        return show.tag(_("waits for approval"), "warning")
    return show.tag(_("required"), "success")


def _panel(rows: Any) -> Panel:
    found = [
        (str(each), "; ".join(each.reasons), _("yes") if each.for_finalists else _("no"), _state(each),
         f"{each.stated_by}", str(each.approved_by or show.NOTHING))
        for each in rows.select_related("stated_by", "approved_by").order_by("pk")
    ]  # fmt: skip
    heads = (_("check"), _("law or need"), _("final round only"), _("state"), _("stated by"), _("approved by"))
    return Panel(_("Required checks"), heads, found, _("The position requires no check."))


def panels(request: HttpRequest, order: JobOrder) -> list[Panel]:
    return [_panel(CheckRequirement.objects.filter(order=order))]


admin.site.add_panels(JobOrder, panels)
