"""allauth's login forms with our rules: a code for people, a password for staff, wrong codes of nobody count too."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms as django_forms
from django.contrib.auth.signals import user_login_failed
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts import queries
from fremrykk.accounts.actions import users
from fremrykk.accounts.models import User
from privacy.forms import AddressField

MAILBOX = {"mailbox": "10/h/key,30/d/key"}


def for_code(user: User | None) -> User | None:
    """Whom a code may be mailed to. Staff count as unknown here; their mail says what to do instead."""
    return None if user and user.is_staff else user


def heed_mailbox(email: str) -> None:
    """So many mails strangers may have sent to one address, known to us or not. The owner's own browser has tries of its own:
    strangers elsewhere must not use up the owner's (AUT-02)."""
    user = queries.whose_address(email)
    key = f"own {email}" if user and queries.is_known_device(context.request, user) else email
    if not ratelimit.consume(context.request, app="fremrykk.accounts", action="mailbox", key=key, config=MAILBOX):
        raise get_adapter().validation_error("too_many_login_attempts")


class LoginForm(forms.LoginForm):
    """One address; with a password it is a login, without it asks for a code."""

    field_order = ["login", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label = _("E-mail address")
        password.label, password.required = _("Password"), False
        for field in (email, password):
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        return get_adapter().clean_email(super().clean_login())  # allauth asks it in its other forms

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("login") and not self.cleaned_data.get("password"):
            heed_mailbox(self.cleaned_data["login"].lower())
            users.open_for_contact(email=self.cleaned_data.get("login", ""), at=timezone.now())
        cleaned_data = super().clean()
        if not cleaned_data.get("password"):
            self.user = for_code(self.user)
        return cleaned_data


class RequestCodeForm(forms.RequestLoginCodeForm):
    """The address a code goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        heed_mailbox(self.cleaned_data["email"].lower())
        users.open_for_contact(email=self.cleaned_data["email"], at=timezone.now())
        email = get_adapter().clean_email(super().clean_email())
        self._user = for_code(self._user)
        return email


class ResetPasswordForm(forms.ResetPasswordForm):
    """The address a link goes to."""

    def clean_email(self) -> str:
        email = super().clean_email()
        heed_mailbox(email)
        return email


def code_field() -> django_forms.CharField:
    widget = django_forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"})
    return django_forms.CharField(label=_("Code from the e-mail"), max_length=20, widget=widget)


class ConfirmCodeForm(forms.ConfirmLoginCodeForm):
    """A wrong code for an address nobody has counts like one for a known address: the lock tells nothing (AUT-05)."""

    code = code_field()

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except django_forms.ValidationError:
            if not self.expected_code:
                user_login_failed.send(sender=type(self), credentials={}, request=context.request)
            raise


class CodeForm(django_forms.Form):
    """The code that confirms who somebody logged in is."""

    code = code_field()


class ChangeAddressForm(django_forms.Form):
    """A new address for the own account."""

    new_email = AddressField(
        label=_("New e-mail address"), max_length=254, widget=django_forms.EmailInput({"autocomplete": "email"})
    )
