"""Staff at work: logged in with a second factor, in the groups of their roles."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import Page

from fremrykk.accounts.actions.roles import follow
from fremrykk.accounts.choices import SessionKey
from fremrykk.accounts.models import User
from tests.factories import StaffFactory

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


def colleague(*roles: str) -> User:
    user = StaffFactory(roles=list(roles))
    follow(user)
    return user


def log_in(client: Client, user: User) -> None:
    """A session as the login pages leave it; tests of the login itself are in tests/accounts."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SessionKey.SECOND_FACTOR_OF] = user.pk
    session[SessionKey.BEGAN_AT] = session[SessionKey.SEEN_AT] = time.time()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def sign_in(client: Client, *roles: str) -> User:
    user = colleague(*roles)
    log_in(client, user)
    return user


def sign_in_confirmed(client: Client, *roles: str) -> User:
    """Somebody who has just given the password once more, as the steps want it that ask again."""
    user = colleague(*roles)
    user.password = "only that there is one counts"
    user.save(update_fields=["password"])
    log_in(client, user)
    confirm(client, user)
    return user


def confirm(client: Client, user: User, method: str = "password") -> None:
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time.time(), "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def read_whole(client: Client, address: str) -> str:
    """A page and all that is folded on it, as whoever opens each table reads it."""
    page = client.get(address)
    return page.text + "".join(client.get(panel.url).text for panel in page.context["panels"] if panel.url)


def sign_in_browser(page: Page, user: User) -> None:
    client = Client()
    log_in(client, user)
    cookies = [
        {"name": name, "value": morsel.value, "domain": "localhost", "path": "/"}
        for name, morsel in client.cookies.items()
    ]
    page.context.add_cookies(cookies)
