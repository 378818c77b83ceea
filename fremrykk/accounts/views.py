"""What allauth's own views do not say or do: expired codes, closed pages, confirming by a mailed code."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.webauthn import views as passkey_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fremrykk.accounts.actions import addresses, second_factors
from fremrykk.accounts.choices import Side
from fremrykk.accounts.emails import SALT
from fremrykk.accounts.forms import ChangeAddressForm, CodeForm
from fremrykk.accounts.models import AddressChange
from privacy.actions.subjects import PersonIsGone

CODES_TO_CONFIRM = 5  # wrong ones, before a new code is needed


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What a person can do about the own login."""
    return render(request, "account/account.html")


@login_not_required
def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Pages of allauth this house does not open: sign-up, own change of address, a password for a person."""
    raise Http404


@login_not_required
@never_cache
def confirm_login_code(request: HttpRequest) -> HttpResponse:
    """allauth's page; it drops an expired code without a word."""
    if _is_expired(request):
        messages.error(request, _("The code has expired: it is valid for 10 minutes. Ask for a new one."))
    return account_views.confirm_login_code(request)


def _is_expired(request: HttpRequest) -> bool:
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    if stage is None:
        return request.method == "POST" and not request.user.is_authenticated
    return not LoginCodeVerificationProcess(stage=stage).is_valid()


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """allauth's page, unless it would leave a member of staff without a second factor."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    adapter = get_second_factor_adapter()
    if not adapter.can_delete_authenticator(passkey):
        messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
    return passkey_views.remove_webauthn(request, pk=pk)


@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """allauth's page; what it has shown is kept as hashes only."""
    response = recovery_views.view_recovery_codes(request)
    second_factors.hash_recovery_codes(user=request.user)
    return response


@require_safe
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """The same as a file, for whoever takes it first."""
    response = recovery_views.download_recovery_codes(request)
    second_factors.hash_recovery_codes(user=request.user)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def reauthenticate_by_code(request: HttpRequest) -> HttpResponse:
    """Somebody without a password confirms, before something that cannot be undone, by a code sent to the address."""
    if [method["id"] for method in get_adapter().get_reauthentication_methods(request.user)] != ["code"]:
        return redirect("account_reauthenticate")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.POST.get("action") == "send":
        _send_code(request)
    elif form.is_valid():
        if _is_right(request, form.cleaned_data["code"]):
            record_authentication(request, request.user, method="code", reauthenticated=True)
            return resume_request(request) or redirect("account")
        form.add_error("code", get_adapter().error_messages["incorrect_code"])
    next_url = get_next_redirect_url(request) or ""
    context = {"form": form, "is_sent": cache.get(_key(request)) is not None, "next": next_url}
    return render(request, "account/reauthenticate_by_code.html", context)


def _send_code(request: HttpRequest) -> None:
    code = get_adapter().generate_login_code()
    cache.set(_key(request), {"code": code, "left": CODES_TO_CONFIRM}, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    get_adapter().send_mail("account/email/confirmation_code", request.user.email, {"code": code})


def _is_right(request: HttpRequest, code: str) -> bool:
    """Each code works once and only in the session it was asked from; a wrong one is counted by axes, too."""
    waiting = cache.get(_key(request))
    if waiting and compare_user_code(actual=code, expected=waiting["code"]):
        return bool(cache.delete(_key(request)))  # of two at the same time one wins
    if waiting and waiting["left"] > 1:
        cache.set(_key(request), waiting | {"left": waiting["left"] - 1}, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    else:
        cache.delete(_key(request))
    user_login_failed.send(sender=CodeForm, credentials={"email": request.user.email}, request=request)
    return False


def _key(request: HttpRequest) -> str:
    return f"confirmation-code:{request.session.session_key}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def change_address(request: HttpRequest) -> HttpResponse:
    """A new address; what happens next is the same whoever has it."""
    form = ChangeAddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            addresses.ask(user=request.user, new_email=form.cleaned_data["new_email"], at=timezone.now())
        except addresses.SameAddress:
            form.add_error("new_email", _("This is your address already."))
        except addresses.NotForStaff:
            form.add_error(None, _("You work here: whoever keeps the accounts changes your address."))
        else:
            return redirect("change_address")
    waiting = AddressChange.objects.filter(user=request.user, ended_at=None).first()
    if waiting and timezone.now() - waiting.asked_at > addresses.LASTS:
        waiting = None
    return render(request, "account/change_address.html", {"form": form, "waiting": waiting})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address_change(request: HttpRequest, token: str) -> HttpResponse:
    """For the reader of one of the addresses: yes or no. Opening the link does nothing."""
    found = _change_of(token)
    if found is None:
        return render(request, "account/address_over.html", status=410)
    change, side = found
    context = {"change": change, "side": side, "is_answered": bool(getattr(change, f"{side}_confirmed_at"))}
    if request.method != "POST":
        return render(request, "account/confirm_address.html", context)
    try:
        if request.POST.get("answer") == "no":
            addresses.stop(change=change, at=timezone.now())
            return render(request, "account/address_stopped.html")
        change = addresses.confirm(change=change, side=side, at=timezone.now())
    except addresses.AddressIsTaken:
        return render(request, "account/confirm_address.html", context | {"is_taken": True}, status=409)
    except (addresses.IsOver, PersonIsGone):
        return render(request, "account/address_over.html", status=410)
    return render(request, "account/confirm_address.html", {"change": change, "side": side, "is_answered": True})


def _change_of(token: str) -> tuple[AddressChange, Side] | None:
    """What a link is about, while it can still be answered or has just been."""
    try:
        pk, side = signing.loads(token, salt=SALT, max_age=addresses.LASTS)
    except signing.BadSignature:
        return None
    change = AddressChange.objects.select_related("user").filter(pk=pk).first()
    is_open = change is not None and (change.is_waiting or change.is_done)
    return (change, Side(side)) if change and is_open else None
