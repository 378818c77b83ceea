"""Whether a consent receipt is ours and unchanged: for anybody who holds one, without a look into the database."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from privacy.choices import ConsentAction, ConsentPurpose
from privacy.forms import CheckReceiptForm
from privacy.queries import receipts
from privacy.views import limits

MOST = 60  # an hour from one network address
REFUSALS = {
    receipts.NotAReceipt: _("This is not a receipt. Choose the file as you got it from us, or copy the whole text."),
    receipts.KeyUnknown: _("This receipt names a key that is not ours, so that we cannot say that it is genuine."),
    receipts.NotGenuine: _("This receipt is not genuine: it was not signed by us, or it was changed afterwards."),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"keys": receipts.public_keys(), "form": CheckReceiptForm()}
    if request.method == "POST":
        if limits.is_spent(request, "receipts", MOST):
            return limits.too_many(request)
        limits.spend(request, "receipts")
        context["form"] = form = CheckReceiptForm(request.POST, request.FILES)
        if form.is_valid():
            context |= _checked(form.cleaned_data["receipt"])
    return render(request, "privacy/check_receipt.html", context)


def _checked(text: str) -> dict[str, Any]:
    try:
        genuine = receipts.check(text)
        return {
            "genuine": genuine,
            "when": datetime.datetime.fromisoformat(genuine["event"]["time"]),
            "purpose": ConsentPurpose(genuine["purpose"]).label,
            "action": ConsentAction(genuine["event"]["type"]).label,
        }
    except tuple(REFUSALS) as error:
        return {"refusal": REFUSALS[type(error)]}


def as_file(receipt: receipts.Receipt) -> HttpResponse:
    """To keep: named by its number, never by a person."""
    name = f"fremrykk-{receipt['event']['type']}-{receipt['receipt_id']}.json"
    return JsonResponse(
        receipt, json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip
