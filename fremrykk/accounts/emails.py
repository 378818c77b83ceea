"""The account messages: codes, links, and the news that something about the login changed."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts.choices import Side
from fremrykk.accounts.models import AddressChange, User
from privacy.emails import Message

ACTIVITY = "access_control"
SALT = "accounts.address"
UNKNOWN, RESET = "account/email/unknown_account", "account/email/password_reset_key"
# What a template may see of allauth's context: never the request.
KNOWN = {"email", "code", "password_reset_url", "timestamp", "ip", "user_agent"}

# What each is called in the person's history, by its template.
NAMES = {
    "account/email/address_changed": _("your e-mail address is changed"),
    "account/email/change_new": _("link to confirm your new e-mail address"),
    "account/email/change_old": _("somebody wants to change your e-mail address"),
    "account/email/confirmation_code": _("code to confirm your e-mail address"),
    "account/email/invitation": _("invitation to work here"),
    "account/email/login_code": _("code to log in"),
    "account/email/new_device": _("somebody logged in with a new device"),
    "account/email/no_password": _("how to log in without a password"),
    "account/email/password_changed": _("your password is changed"),
    "account/email/password_reset": _("link to choose a new password"),
    "account/email/password_reset_key": _("link to choose a new password"),
    "account/email/password_set": _("your password is set"),
    "account/email/second_factor_reset": _("your second factor was reset"),
    "account/email/staff_login": _("how to log in when you work here"),
    "account/email/unknown_account": _("somebody tried to log in with your e-mail address"),
    "mfa/email/recovery_codes_generated": _("new recovery codes for your login"),
    "mfa/email/totp_activated": _("an authenticator app was added to your login"),
    "mfa/email/totp_deactivated": _("an authenticator app was removed from your login"),
    "mfa/email/webauthn_added": _("a passkey was added to your login"),
    "mfa/email/webauthn_removed": _("a passkey was removed from your login"),
}
# What the button says that leads there.
LINKS = {
    "account_reset_password_from_key": _("Choose a password"),
    "confirm_address_change": _("Answer about the address"),
}


def from_allauth(prefix: str, *, user: User | None, context: Mapping[str, Any]) -> Message:
    """The message for one of allauth's template prefixes; its text is wiped as soon as it is sent."""
    return Message(
        _template(prefix, user),
        activity=ACTIVITY,
        context={key: value for key, value in context.items() if key in KNOWN},
        is_secret=True,
        reaches_restricted=True,  # the way in to the own data, and news of who uses it
    )


def _template(prefix: str, user: User | None) -> str:
    """The page says the same to everybody; only the mail, which the owner alone reads, tells what to do."""
    if prefix == UNKNOWN and user and user.is_staff:
        return "account/email/staff_login"
    if prefix == RESET and user and not user.is_staff:
        return "account/email/no_password"
    return prefix


def invitation(link: str) -> Message:
    return Message(
        "account/email/invitation", activity=ACTIVITY, context={"password_reset_url": link}, is_secret=True,
        reaches_restricted=True,
    )  # fmt: skip


def confirm_change(change: AddressChange, side: Side) -> Message:
    """To the reader of one of the two addresses: one link, where to say yes or no."""
    token = signing.dumps([change.pk, side], salt=SALT)
    link = settings.SITE_URL + reverse("confirm_address_change", args=[token])
    return Message(
        f"account/email/change_{side}", activity=ACTIVITY, context={"link": link, "change": change}, is_secret=True,
        reaches_restricted=True,
    )  # fmt: skip


def address_changed() -> Message:
    """To both addresses, when it is done."""
    return Message("account/email/address_changed", activity=ACTIVITY, reaches_restricted=True)


def new_device(*, ip: str, user_agent: str, timestamp: datetime.datetime) -> Message:
    """Somebody logged in with a browser that had never been in this account."""
    context = {"ip": ip, "user_agent": user_agent, "timestamp": timestamp}
    return Message(
        "account/email/new_device", activity=ACTIVITY, context=context, is_secret=True, reaches_restricted=True
    )


def second_factor_reset() -> Message:
    """A colleague has taken all second factors of the account away."""
    return Message("account/email/second_factor_reset", activity=ACTIVITY, reaches_restricted=True)
