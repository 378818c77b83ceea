"""What a restricted person's page shows and offers: nothing of it is on any other page while the restriction stands."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import holds, inbox
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.inbox_steps import REFUSALS, AnswerForm
from privacy.admin.people import erase_step, root_of, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.forms.days import Day
from privacy.models import Hold, InboxCase, PurgeFailure, Restriction
from privacy.models.hold import HoldQuerySet


class HoldForm(forms.ModelForm):
    class Meta:
        model = Hold
        fields = ("reason", "explanation", "ends_on")
        widgets = {"ends_on": Day}


def holds_of(restriction: Restriction) -> HoldQuerySet:
    root = root_of(restriction)
    return Hold.objects.filter(Q(subject=root) | Q(subject__merged_into=root))


def cases_of(restriction: Restriction) -> QuerySet[InboxCase]:
    root = root_of(restriction)
    return InboxCase.objects.filter(Q(subject=root) | Q(subject__merged_into=root)).order_by("due_on", "pk")


# --- steps ---
def _hold(request: HttpRequest, restriction: Restriction, data: dict[str, Any]) -> None:
    holds.place(subject_id=restriction.subject_id, by=request.user, at=now(), **data)


def _approve_holds(request: HttpRequest, restriction: Restriction, data: dict[str, Any]) -> None:
    for hold in _standing(restriction).filter(approved_at=None):
        holds.approve(hold=hold, by=request.user, at=now())


def _end_holds(request: HttpRequest, restriction: Restriction, data: dict[str, Any]) -> None:
    for hold in _standing(restriction):
        holds.release(hold=hold, by=request.user, at=now())


def _answer(request: HttpRequest, restriction: Restriction, data: dict[str, Any]) -> None:
    """The one that waits longest."""
    for case in _waiting(restriction)[:1]:
        inbox.answer(case=case, by=request.user, at=now(), is_restricted=True, **data)


def _standing(restriction: Restriction) -> HoldQuerySet:
    return holds_of(restriction).in_force(timezone.localdate())


def _waiting(restriction: Restriction) -> QuerySet[InboxCase]:
    return cases_of(restriction).filter(closed_at=None)


def _has_hold(restriction: Restriction) -> bool:
    return restriction.is_in_force and _standing(restriction).exists()


def _has_new_hold(restriction: Restriction) -> bool:
    return restriction.is_in_force and _standing(restriction).filter(approved_at=None).exists()


def _is_asked(restriction: Restriction) -> bool:
    return restriction.is_in_force and _waiting(restriction).exists()


def _is_in_force(restriction: Restriction) -> bool:
    return restriction.is_in_force


def _question(restriction: Restriction) -> dict[str, Any]:
    return {"panels": [_cases(restriction, _waiting(restriction)[:1])]}


STEPS = (
    Step(
        "answer", _("Answer"), _answer, "privacy.change_inboxcase", _("The answer is on its way."),
        form=AnswerForm, is_open=_is_asked, preview=_question,
        refusals=REFUSALS,
    ),
    Step(
        "hold", _("Hold deletion back"), _hold, "privacy.add_hold", _("Deletion is on hold."), form=HoldForm,
        is_open=_is_in_force,
        refusals={holds.EndsTooSoon: _("A hold that ends today or earlier holds nothing.")},
    ),
    Step(
        "approve-holds", _("Approve the hold"), _approve_holds, "privacy.change_hold", _("The hold is approved."),
        is_open=_has_new_hold, refusals={holds.SamePerson: _("Somebody else than who opened the hold approves it.")},
    ),
    Step(
        "end-holds", _("End the hold"), _end_holds, "privacy.change_hold", _("The hold has ended."),
        question=_("What only this hold has kept is deleted at the next purge."), is_open=_has_hold,
    ),
    erase_step("privacy.change_restriction", for_claims=True),
)  # fmt: skip


# --- panels ---
def panels(restriction: Restriction) -> list[Panel]:
    root = root_of(restriction)
    return [
        storage_panel(root, for_claims=True),
        _cases(restriction, cases_of(restriction)),
        _holds(restriction),
        *_failures(root),
        trail_panel(root, for_claims=True),
    ]


def _cases(restriction: Restriction, found: QuerySet[InboxCase]) -> Panel:
    rows = [
        (case.number, show.day(case.received_at), show.day(case.due_on), case.message, case.answer) for case in found
    ]
    heads = (_("number"), _("received"), _("answer by"), _("message"), _("answer"))
    return Panel(_("Enquiries"), heads, rows, _("No enquiries."))


def _holds(restriction: Restriction) -> Panel:
    rows = [
        (each.get_reason_display(), each.explanation, show.day(each.opened_at), show.day(each.last_day_after),
         show.day(each.released_at))
        for each in holds_of(restriction).order_by("-opened_at", "-pk")
    ]  # fmt: skip
    heads = (_("reason"), _("explanation"), _("since"), _("ends on"), _("released"))
    return Panel(_("Holds"), heads, rows, _("Deletion is not on hold."))


def _failures(root: uuid.UUID) -> list[Panel]:
    """Only when there is one: the list of those the purge could not erase leaves this person out."""
    found = PurgeFailure.objects.filter(subject_uuid=root)
    rows = [(show.moment(each.blocked_since), each.attempts, each.error, show.moment(each.next_at)) for each in found]
    heads = (_("blocked since"), _("attempts"), _("error"), _("next attempt"))
    return [Panel(_("Persons the purge could not erase"), heads, rows)] if rows else []
