"""Prepayment of an order: asked for by a person, paid or given up, looked at again when the client asks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.actions import credit
from clients.choices import PrepaymentState
from clients.forms.credit import PrepaymentForm, ReviewForm, ReviewRequestForm
from clients.models import JobOrder, Prepayment
from clients.queries import credit as assessments
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.show import Panel
from privacy.admin.steps import Step

FINANCE = ("manager", "finance")
CHANGE = "clients.change_prepayment"
REFUSALS: dict[type[Exception], Any] = {
    credit.TooLate: _("The order is open: prepayment is asked for before that."),
    credit.AlreadyAsked: _("Prepayment of this order was decided before."),
    credit.NobodyToTell: _("The client has no contact person to be told: add one first."),
    credit.AlreadySettled: _("This prepayment was settled before, and stays so: the order can be opened."),
    credit.NoReview: _("Nobody has asked for a review, or it is answered."),
    credit.SamePerson: _("You decided it yourself: somebody else looks at it again."),
}


def _ask(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    credit.ask_prepayment(order=order, by=request.user, at=now(), **data)


def _what_is_known(order: JobOrder) -> dict[str, Any]:
    """The class suggests, and no more."""
    assessment = assessments.in_force(order.company_id, timezone.localdate())
    rows, note = [], _("A class never decides: you do, and say why.")
    if assessment:
        rows = [
            (
                assessment.get_credit_class_display(),
                assessment.source,
                show.day(assessment.assessed_on),
                suggestion(assessment),
            )
        ]
    heads = (_("credit class"), _("source"), _("date"), _("suggests"))
    return {"panels": [Panel(_("Credit assessment"), heads, rows, _("None is in force."), note)]}


def suggestion(assessment: Any) -> str:
    if assessment.suggests_prepayment:
        return show.tag(_("prepayment may be asked for"), "warning")
    return show.tag(_("nothing"))


def _is_new(order: JobOrder) -> bool:
    return order.opened_at is None and not Prepayment.objects.filter(order=order).exists()


ASK = Step(
    "prepayment", _("Ask for prepayment"), _ask, "clients.add_prepayment",
    _("The order waits until it is paid. The client is told why, and how to have it looked at again."),
    form=PrepaymentForm, roles=FINANCE, preview=_what_is_known, is_open=_is_new, refusals=REFUSALS,
)  # fmt: skip


def _paid(request: HttpRequest, row: Prepayment, data: dict[str, Any]) -> None:
    credit.mark_paid(prepayment=row, by=request.user, at=now())


def _waive(request: HttpRequest, row: Prepayment, data: dict[str, Any]) -> None:
    credit.waive(prepayment=row, by=request.user, at=now())


def _asked_again(request: HttpRequest, row: Prepayment, data: dict[str, Any]) -> None:
    credit.ask_review(prepayment=row, by=request.user, at=now(), **data)


def _review(request: HttpRequest, row: Prepayment, data: dict[str, Any]) -> str:
    credit.review(prepayment=row, by=request.user, at=now(), **data)
    return gettext("The client has the answer by e-mail.")


def _waits(row: Prepayment) -> bool:
    return row.state == PrepaymentState.ASKED


def _what_was_said(row: Prepayment) -> dict[str, Any]:
    """Both sides, in their own words."""
    heads, said = (_("reason"), _("what the client says")), (show.text(row.reason), show.text(row.review_message))
    return {"panels": [Panel(_("What was said"), heads, [said])]}


def _can_ask_again(row: Prepayment) -> bool:
    return _waits(row) and row.review_asked_at is None


def _waits_for_review(row: Prepayment) -> bool:
    return _waits(row) and row.waits_for_review


@admin.register(Prepayment)
class PrepaymentAdmin(WorkspaceAdmin):
    menu_order = 37
    list_display = ("order", "standing", "asked", "settled")
    list_select_related = ("order__company",)
    list_filter = ("state",)
    search_fields = ("order__title", "order__company__name")
    ordering = ("-asked_at", "-id")
    fields = (
        "order", "state", "reason", "asked_by", "asked_at", "settled_by", "settled_at", "review_asked_at",
        "review_message", "review_answer", "reviewed_by", "reviewed_at",
    )  # fmt: skip
    steps = (
        Step("paid", _("Mark as paid"), _paid, CHANGE, _("Paid: the order can be opened."), is_open=_waits, refusals=REFUSALS, tone="next"),
        Step(
            "waive", _("No longer ask for it"), _waive, CHANGE, _("The order can be opened."), is_open=_waits,
            question=_("The order can then be opened without prepayment."), refusals=REFUSALS,
        ),
        Step(
            "ask-review", _("The client asks for a review"), _asked_again, CHANGE, _("Written down: it waits for a review."),
            form=ReviewRequestForm, is_open=_can_ask_again, refusals=REFUSALS,
        ),
        Step(
            "review", _("Review it"), _review, CHANGE, _("Reviewed."), form=ReviewForm, is_open=_waits_for_review,
            refusals=REFUSALS, tone="next", preview=_what_was_said,
            question=_("Look at it anew: what the client says, and whether the reason still holds. You are not who decided."),
        ),
    )  # fmt: skip

    @admin.display(description=_("state"))
    def standing(self, row: Prepayment) -> str:
        if row.state == PrepaymentState.ASKED:
            return (
                show.tag(_("review asked for"), "danger") if row.waits_for_review else show.tag(_("waits"), "warning")
            )
        return show.tag(row.get_state_display(), "success")

    @admin.display(description=_("decided"), ordering="asked_at")
    def asked(self, row: Prepayment) -> str:
        return show.day(row.asked_at)

    @admin.display(description=_("settled"), ordering="settled_at")
    def settled(self, row: Prepayment) -> str:
        return show.day(row.settled_at)
