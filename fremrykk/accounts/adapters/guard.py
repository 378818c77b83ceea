"""axes fitted to us: account and address lock together, longer each time; wrong codes count like wrong passwords."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import unstash_login
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from fremrykk.accounts.queries import is_known_device
from fremrykk.logs.requests import route_of
from privacy.choices.events import Event
from privacy.ports import say
from privacy.validators import network_of

FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=5), timedelta(hours=1)
REMEMBERED = timedelta(days=1)
ADDRESS_ASKED = {"account_login", "account_request_login_code", "account_reset_password"}
SECOND_FACTOR = "mfa_authenticate"
SECOND_FACTOR_LIMIT = (
    30  # wrong codes behind the right password in an hour, from all addresses; six digits are not many
)
ADDRESS_LIMIT = 50  # failures from one address within the first lock, whatever the accounts: a whole office shares one


class LoginGuard(AxesDatabaseHandler):
    """axes' database handler, with a limit per address beside the one per account and address."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return (
            super().is_locked(request, credentials)
            or failures_from(client_address(request)) >= ADDRESS_LIMIT
            or is_hunted(request)
        )

    def clean_expired_user_attempts(
        self, request: HttpRequest | None = None, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget by this account's own time; axes would end everybody's longer locks by it."""
        AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - LONGEST_LOCK).delete()
        if request is None:
            return 0
        since = timezone.now() - get_cool_off(request)
        mine = self.filter_user_attempts(request, credentials)
        return sum(attempts.filter(attempt_time__lt=since).delete()[0] for attempts in mine)


def is_hunted(request: HttpRequest) -> bool:
    """Whether many machines try codes behind one known password. A browser the owner has logged in with is let through."""
    if getattr(request.resolver_match, "url_name", "") != SECOND_FACTOR:
        return False
    login = unstash_login(request, peek=True)
    if login is None or login.user is None or is_known_device(request, login.user):
        return False
    tried = AccessFailureLog.objects.filter(
        username=login.user.email, path_info=reverse(SECOND_FACTOR), attempt_time__gte=timezone.now() - LONGEST_LOCK
    )
    return tried.count() >= SECOND_FACTOR_LIMIT


def failures_from(address: str | None) -> int:
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=timezone.now() - FIRST_LOCK)
    return recent.aggregate(failures=Sum("failures_since_start"))["failures"] or 0


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, as the trusted proxy names it; a request the program made itself has none.

    Of version 6 it is the network: whoever has one address there has 2**64, and would never be locked.
    """
    return network_of(get_adapter().get_client_ip(request)) if request.META else None


def attempted_account(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address somebody tries to get in with: told by the caller, posted, pending, or logged in and asked again.

    What is posted counts only where an address is asked for: beside a code it would name a stranger as the culprit.
    """
    match = request.resolver_match
    if credentials and credentials.get("email"):
        found = credentials["email"]
    elif match and match.url_name in ADDRESS_ASKED:
        found = request.POST.get("login") or request.POST.get("email")
    else:
        found = _known_account(request)
    return str(found or "").strip().lower()[:255]


def _known_account(request: HttpRequest) -> str:
    if not hasattr(request, "session"):
        return ""
    if request.user.is_authenticated:
        return request.user.email
    login = unstash_login(request, peek=True)
    return (login.email or getattr(login.user, "email", "")) if login else ""


def cool_off(request: HttpRequest | None) -> timedelta:
    """5 minutes, doubled for each lock of the last day, an hour at most."""
    if request is None or is_hunted(request):
        return LONGEST_LOCK
    locks = AccessFailureLog.objects.filter(
        username=attempted_account(request, getattr(request, "axes_credentials", None)),
        ip_address=client_address(request),
        locked_out=True,
        attempt_time__gte=timezone.now() - REMEMBERED,
    ).count()
    return min(FIRST_LOCK * 2 ** max(min(locks, 10) - 1, 0), LONGEST_LOCK)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """429, and when to come back."""
    wait = cool_off(request)
    minutes = int(wait.total_seconds() // 60)
    say(Event.LOCKED_OUT, route=route_of(request))
    refusal = render(request, "account/locked.html", {"minutes": minutes}, status=429)
    refusal["Retry-After"] = str(int(wait.total_seconds()))
    return refusal


def count_failure(sender: object, request: HttpRequest, email: str) -> None:
    """Tell axes, as Django tells it of a wrong password."""
    user_login_failed.send(sender=sender, credentials={"email": email}, request=request)
