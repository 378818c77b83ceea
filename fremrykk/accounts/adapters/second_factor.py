"""allauth's second-factor adapter: secrets encrypted at rest, and no member of staff without a factor."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts.queries import has_second_factor
from fremrykk.accounts.storage import HASHED, HashedCode, key_ring


class SecondFactorAdapter(DefaultMFAAdapter):
    """Fremrykk's second-factor adapter."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right, or it was used before. Wait for the next one."),
        "cannot_delete_authenticator": _("Employees need a second factor. Add another one before you remove this."),
    }

    def encrypt(self, text: str) -> str:
        return key_ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if encrypted_text.startswith(HASHED):
            return HashedCode(encrypted_text.removeprefix(HASHED))
        return key_ring().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.is_staff or has_second_factor(authenticator.user, beside=authenticator)
