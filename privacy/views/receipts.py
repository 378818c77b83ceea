"""Whether a receipt is ours and unchanged: for anybody who holds one, without a look into the database."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from privacy.choices import ConsentAction, ConsentPurpose
from privacy.choices.receipts import SHARING, SharingWord
from privacy.forms import CheckReceiptForm
from privacy.queries import receipts
from privacy.views import limits

PAGE = "privacy/check_receipt.html"
MOST = 60  # an hour from one network address
REFUSALS = {
    receipts.NotAReceipt: gettext_lazy(
        "This is not a receipt. Choose the file as you got it from us, or copy the whole text."
    ),
    receipts.KeyUnknown: gettext_lazy(
        "This receipt names a key that is not ours, so that we cannot say that it is genuine."
    ),
    receipts.NotGenuine: gettext_lazy(
        "This receipt is not genuine: it was not signed by us, or it was changed afterwards."
    ),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"keys": receipts.public_keys(), "form": CheckReceiptForm()}
    if request.method == "POST":
        context["form"] = form = CheckReceiptForm(request.POST, request.FILES)
        if limits.is_spent(request, "receipts", MOST):
            return limits.held_back(request, PAGE, form, keys=context["keys"])
        limits.spend(request, "receipts")
        if form.is_valid():
            context |= _checked(form.cleaned_data["receipt"])
    return render(request, PAGE, context)


def _checked(text: str) -> dict[str, Any]:
    try:
        genuine = receipts.check(text)
        return {
            "genuine": genuine,
            "when": datetime.datetime.fromisoformat(genuine["event"]["time"]),
            "what": _what(genuine["purpose"], genuine["event"]["type"]),
        }
    except tuple(REFUSALS) as error:
        return {"refusal": REFUSALS[type(error)]}


def _what(purpose: str, said: str) -> str:
    if purpose == SHARING:
        return _("Being presented to employers: %(said)s") % {"said": SharingWord(said).label}
    names = {"purpose": ConsentPurpose(purpose).label, "action": ConsentAction(said).label}
    return _("Consent to %(purpose)s: %(action)s") % names


def as_file(receipt: receipts.Receipt) -> HttpResponse:
    """To keep: named by its number, never by a person."""
    name = f"fremrykk-{receipt['event']['type']}-{receipt['receipt_id']}.json"
    return JsonResponse(
        receipt, json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip
