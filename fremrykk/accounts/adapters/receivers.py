"""Receivers of the libraries' own signals. We define none of our own."""

import time
from typing import Any

from allauth.account.signals import login_code_rejected
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from fremrykk.accounts import emails, queries
from fremrykk.accounts.actions import users
from fremrykk.accounts.adapters.guard import client_address, count_failure
from fremrykk.accounts.choices import SessionKey
from fremrykk.accounts.models import User
from fremrykk.logs.requests import UNKNOWN, route_of
from privacy.choices.events import Event
from privacy.ports import say

LONGEST_AGENT = 200


def connect() -> None:
    login_code_rejected.connect(on_wrong_code)
    authentication_failed.connect(on_wrong_code)
    authenticator_added.connect(on_second_factor)
    authenticator_used.connect(on_second_factor)
    user_logged_in.connect(on_login)
    user_login_failed.connect(on_failure)


def on_wrong_code(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    count_failure(sender, request, user.email)


def on_failure(sender: object, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Where it was tried; whose account it was stands in the table of failures, for a month."""
    say(Event.LOGIN_FAILED, route=route_of(request) if request else UNKNOWN)


def on_second_factor(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """This session has proven a second factor, or has just set one up. New recovery codes prove nothing."""
    is_new = "reauthenticated" not in kwargs
    if not is_new or authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[SessionKey.SECOND_FACTOR_OF] = user.pk


def on_login(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[SessionKey.BEGAN_AT] = time.time()
    now, news = timezone.now(), None
    if not queries.is_known_device(request, user):
        agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
        news = emails.new_device(ip=client_address(request) or "", user_agent=agent, timestamp=now)
    users.record_login(user=user, news=news, at=now)
    vars(request)["has_logged_in"] = user  # the middleware remembers the device, in the answer
