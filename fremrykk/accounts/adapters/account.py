"""allauth's account adapter: no sign-up, mail as rows, staff never by e-mail code."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import headed_redirect_response
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts import queries
from fremrykk.accounts.actions import users
from fremrykk.accounts.emails import from_allauth
from fremrykk.accounts.models import User
from privacy.choices import Language

LONGEST_ADDRESS = 254


class AccountAdapter(DefaultAccountAdapter):
    """Fremrykk's account adapter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Look at the newest e-mail or at your authenticator app."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then ask for a new code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """A way on that is no address at all ("https://[") leads nowhere; the library fails on it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def clean_email(self, email: str) -> str:
        """Longer than any mailbox is (RFC 5321), and than the column of a mail: a form's refusal, no error further in."""
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(EmailValidator.message, code="invalid")
        return super().clean_email(email)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.is_staff:
            return reverse("admin:index")
        if request.user.is_authenticated and queries.only_follows_orders(request.user):
            return reverse("my_orders")
        return super().get_login_redirect_url(request)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever reads a colleague's mail must not get in: a mailed code never opens a staff account (AUT-03)."""
        records = get_authentication_records(request, user)
        if user.is_staff and (not records or records[-1]["method"] not in {"password", "mfa"}):
            messages.error(request, _("Employees log in with a password or a passkey."))
            return headed_redirect_response("account_login")
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = queries.whose_address(email)
        language = get_language() or Language.NB
        users.mail(
            from_allauth(template_prefix, user=user, context=context | {"email": email}),
            to=email,
            user=user,
            language=language if language in Language.values else Language.NB,
            at=timezone.now(),
        )

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """A person without password and authenticator confirms by a mailed code; staff never do."""
        methods = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated or user.is_staff:
            return methods
        url = reverse("account_reauthenticate_by_code")
        return [{"id": "code", "description": _("Use a code by e-mail"), "url": url}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth asks nothing of a person without a password; we ask for a code not older than the time-out."""
        user = self.request.user
        if self._has_code_only(user):
            records = get_authentication_records(self.request, user)
            if not records or time.time() - records[-1]["at"] > REAUTHENTICATION_TIMEOUT:
                raise ReauthenticationRequired
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def _has_code_only(self, user: User) -> bool:
        return [method["id"] for method in self.get_reauthentication_methods(user)] == ["code"]
