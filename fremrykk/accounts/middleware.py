"""Gates behind the login: old sessions end, locked-out tries are refused, staff show a second factor; devices are known.

And the way out: whoever leaves, or is put out, takes along what the browser has kept.
"""

import re
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from fremrykk import late, networks
from fremrykk.accounts import queries
from fremrykk.accounts.choices import SessionKey
from fremrykk.accounts.models import User
from privacy.validators import holds_national_id

Answer = Callable[[HttpRequest], HttpResponse]

IDLE = 30 * 60  # staff; AUT-07
ABSOLUTE = 12 * 60 * 60  # everybody
FOUND, TOO_MANY, COME_BACK = 302, 429, "300"
NOTED_EVERY = 60  # seconds between two writes of "seen"

# Where a secret is tried: passwords, codes, second factors, and the pages that ask for them again.
TRIED_AT = {
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_reauthenticate",
    "account_reauthenticate_by_code", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
}  # fmt: skip
# All that a password alone opens to staff: setting up the second factor, and leaving.
SET_UP_AT = {
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "account_reauthenticate", "account_logout", "set_language",
}  # fmt: skip
LEAVE_AT = {"account_logout", "set_language"}


def leave_nothing_behind(get_response: Answer) -> Answer:
    """Whoever is logged in has their name at the top of every page: no browser keeps one. However the session ends, what
    was kept all the same goes. The session's cookie is taken back with it, and what else lies in the browser (shortcuts
    off, the choice of cookies) tells nothing of anybody and stays."""

    def middleware(request: HttpRequest) -> HttpResponse:
        was_inside = request.user.is_authenticated
        response = get_response(request)
        if was_inside or request.user.is_authenticated:
            add_never_cache_headers(response)
        if was_inside and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return middleware


def end_old_sessions(get_response: Answer) -> Answer:
    """Staff: 30 minutes without a click, or a key in a form. Everybody: 12 hours after the login, whatever happens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if _is_old(request):
                logout(request)
                messages.info(request, _("You have been logged out because it has been a while. Log in again."))
            else:
                _note(request)
        return get_response(request)

    return middleware


def hand_back_words(get_response: Answer) -> Answer:
    """Whoever sends a form and is led to the login had a session that is over, whichever request found that out: nothing
    was received, and what was written stands on the page to be copied. A form of another site does not come this far."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _handed_back(request, response) if request.method == "POST" and _is_door(response) else response

    return middleware


def _is_door(response: HttpResponse) -> bool:
    doors = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    return response.status_code == FOUND and response["Location"].startswith(doors)


def _is_text(value: str) -> bool:
    """Words, and no mark of ours, choice or number of somebody."""
    return bool(re.search(r"\S\s+\S", value)) and not holds_national_id(value)


def _handed_back(request: HttpRequest, to_login: HttpResponse) -> HttpResponse:
    typed = [value for _name, value in late.kept(request) if _is_text(value)]
    if not typed:
        return to_login
    context = {"typed": typed, "files": bool(request.FILES), "login": to_login["Location"]}
    response = render(request, "logged_out.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _is_old(request: HttpRequest) -> bool:
    now, began = time.time(), request.session.get(SessionKey.BEGAN_AT, 0)
    seen = request.session.get(SessionKey.SEEN_AT, began)
    return now - began > ABSOLUTE or (request.user.is_staff and now - seen > IDLE)


def _note(request: HttpRequest) -> None:
    if time.time() - request.session.get(SessionKey.SEEN_AT, 0) > NOTED_EVERY:
        request.session[SessionKey.SEEN_AT] = time.time()


def _page(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


def remember_devices(get_response: Answer) -> Answer:
    """After a login the browser is known: the next one with it is no news."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if user := getattr(request, "has_logged_in", None):
            queries.remember_device(request, response, user)
        return response

    return middleware


class keep_to_networks:
    """Where the operator names networks, the workspace and all who work here are shown nothing from any other (AUT-12)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not settings.WORKSPACE_NETWORKS or _page(request) in LEAVE_AT or not _is_for_staff(request):
            return None
        if networks.hold(settings.WORKSPACE_NETWORKS, get_adapter().get_client_ip(request)):
            return None
        return render(request, "elsewhere.html", status=403)


def _is_for_staff(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.user.is_staff or (match is not None and "admin" in match.namespaces)


class refuse_locked_out:
    """429 for a POST of whoever is locked out, wherever a secret is tried: axes itself looks at passwords only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        is_try = request.method == "POST" and _page(request) in TRIED_AT
        if is_try and not AxesProxyHandler.is_allowed(request):
            return get_lockout_response(request)
        return None


class say_when_to_come_back:
    """429 and `Retry-After` where a library says in a form that it was too often, or says it without the time."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == TOO_MANY:
            response.headers.setdefault("Retry-After", COME_BACK)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        said = str(get_adapter().error_messages["too_many_login_attempts"])
        if isinstance(form, BaseForm) and form.is_bound and any(said in errors for errors in form.errors.values()):
            response.status_code = TOO_MANY
        return response


class require_second_factor:
    """Until this session has proven a second factor, staff reach the pages that set one up, and nothing else.

    Once the account has one, a session that a password alone had opened before is over: it must not add another.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User):
            return None
        is_open = not user.is_staff or request.session.get(SessionKey.SECOND_FACTOR_OF) == user.pk
        if is_open or _page(request) in LEAVE_AT:
            return None
        if queries.has_second_factor(user):
            logout(request)
            messages.info(request, _("This account has a second factor now. Log in again, with it."))
            return redirect("account_login")
        return None if _page(request) in SET_UP_AT else redirect("mfa_index")
