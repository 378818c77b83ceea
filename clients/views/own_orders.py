"""The client's own pages: how far an order has come, in numbers, and which colleagues follow it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from clients.actions import readers
from clients.forms.enquiries import InviteForm
from clients.models import JobOrder
from clients.queries import process
from clients.queries import readers as reading
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.views import limits

MOST = 10  # invitations an hour
PAGE = "clients/my_order.html"
REFUSALS: dict[type[Exception], str | Promise] = {
    readers.OrderIsClosed: _("This order is closed: nobody new can follow it."),
    readers.TooMany: _("Five colleagues follow this order already, and more cannot. Take one out first."),
    readers.TooManyToday: _(
        "Your company has sent twenty invitations within a day. Invite more tomorrow, or ask your adviser."
    ),
    readers.AlreadyReads: _("This person follows the order already."),
    readers.WrongCompany: _("This person does not speak for your company."),
    IsRestricted: _("This person cannot be invited just now. Ask your adviser."),
    PersonIsGone: _("This person's data were erased meanwhile."),
}


@never_cache
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "orders": list(reading.orders_of(request.user, at=now).order_by("-created_at", "-pk")),
        "unclaimed": list(reading.unclaimed(request.user).select_related("company").order_by("pk")),
    }
    return render(request, "clients/my_orders.html", context)


@require_POST
def claim_orders(request: HttpRequest) -> HttpResponse:
    """ "That is me": contact persons with the address one has proved are brought together with the account."""
    found = readers.claim(by=request.user, at=timezone.now())
    said = ngettext("One access is now yours.", "%(found)d accesses are now yours.", found)
    messages.success(request, said % {"found": found}) if found else messages.warning(
        request, _("There was nothing to add.")
    )
    return redirect("my_orders")


@never_cache
@require_safe
def my_order(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _own(request, pk), InviteForm())


@require_POST
def invite_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    order, form = _own(request, pk), InviteForm(request.POST)
    if limits.is_spent(request, "invite", MOST):
        return limits.held_back(request, PAGE, form, **_context(request, order))
    if not form.is_valid():
        return _page(request, order, form)
    limits.spend(request, "invite")
    try:
        readers.invite(order=order, by=request.user, at=timezone.now(), **form.cleaned_data)
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
        return _page(request, order, form)
    except readers.MayNotInvite:
        return redirect("my_orders")
    messages.success(request, _("The invitation is on its way. What your colleague sees is what you see here."))
    return redirect("my_order", pk=pk)


@require_POST
def take_out_colleague(request: HttpRequest, pk: int, reader: int) -> HttpResponse:
    order = _own(request, pk)
    if reading.inviter(request.user, order) is None:
        return redirect("my_order", pk=pk)
    row = get_object_or_404(reading.invited_to(order), pk=reader)
    try:
        readers.revoke(reader=row, by=request.user, at=timezone.now())
    except (readers.AlreadyRevoked, PersonIsGone):
        messages.warning(request, _("This colleague follows the order no longer."))
    else:
        messages.success(request, _("Taken out: your colleague does not see the order any more."))
    return redirect("my_order", pk=pk)


def _own(request: HttpRequest, pk: int) -> JobOrder:
    """What one may not see does not exist."""
    return get_object_or_404(reading.orders_of(request.user, at=timezone.now()), pk=pk)


def _page(request: HttpRequest, order: JobOrder, form: InviteForm) -> HttpResponse:
    return render(request, PAGE, _context(request, order) | {"form": form})


def _context(request: HttpRequest, order: JobOrder) -> dict[str, Any]:
    inviter = reading.inviter(request.user, order)
    return {
        "order": order,
        "steps": process.steps(order, at=timezone.now()),
        "may_invite": inviter is not None and order.closed_at is None,
        "invited": list(reading.invited_to(order)) if inviter else [],
        "here": reverse("my_order", args=[order.pk]),
    }
