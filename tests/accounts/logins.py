"""The steps of a login, as a browser takes them."""

import os
import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import TOTP, hotp_value
from django.http import HttpResponse
from django.test import Client

from fremrykk.accounts.actions.roles import follow
from fremrykk.accounts.models import User
from privacy.models import OutgoingMail
from tests.factories import StaffFactory, UserFactory

PASSWORD = "grønn-hest-batteri-stift"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "000000"
PERIOD = 30  # seconds a code of the app is good for
TIME_TO_ENTER = 3


def totp(secret: str = SECRET, periods: int = 0) -> str:
    """What the app shows now, or so many periods of thirty seconds from now; never in the last moments of a period, since it
    would be another's by the time it is entered."""
    if (left := PERIOD - time.time() % PERIOD) < TIME_TO_ENTER:
        time.sleep(left)
    return f"{hotp_value(secret, int(time.time()) // PERIOD + periods):06d}"


def make_person(email: str) -> User:
    return UserFactory(email=email, name="Kari Nordmann")


def make_staff(email: str, *roles: str) -> User:
    """Somebody who works here, with a password and no second factor yet; in the groups of the roles."""
    user = StaffFactory(email=email, roles=list(roles) or ["adviser"])
    user.set_password(PASSWORD)
    user.save()
    follow(user)
    return user


def with_totp(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def ask_for_code(client: Client, email: str) -> HttpResponse:
    return client.post("/konto/login/", {"login": email})


def mailed_code(email: str) -> str:
    return re.search(r"^[A-Z0-9-]{6,}$", said_in(OutgoingMail.objects.filter(to=email).latest("pk")), re.MULTILINE)[0]


def said_in(mail: OutgoingMail) -> str:
    """Of one that a worker has sent meanwhile, and blanked, what lies where that worker puts its mails."""
    if mail.body_text:
        return mail.body_text
    sent = [
        message_from_bytes(each.read_bytes(), policy=default)
        for each in Path(urlsplit(os.environ["EMAIL_URL"]).path).iterdir()
    ]
    (own,) = (each for each in sent if str(mail.message_uuid) in each["Message-ID"])
    return own.get_body(("plain",)).get_content()


def enter_code(client: Client, code: str, **request: str) -> HttpResponse:
    return client.post("/konto/login/code/confirm/", {"code": code}, **request)


def enter_password(client: Client, email: str, password: str = PASSWORD, **request: str) -> HttpResponse:
    return client.post("/konto/login/", {"login": email, "password": password}, **request)


def enter_second_factor(client: Client, code: str, **request: str) -> HttpResponse:
    return client.post("/konto/2fa/authenticate/", {"code": code}, **request)


def log_in(client: Client, user: User) -> None:
    enter_password(client, user.email)
    enter_second_factor(client, totp())


def log_in_by_code(client: Client, user: User) -> HttpResponse:
    ask_for_code(client, user.email)
    return enter_code(client, mailed_code(user.email))


def who(client: Client) -> int | None:
    """The account this browser is logged in to."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
