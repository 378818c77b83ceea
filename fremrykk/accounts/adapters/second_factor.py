"""allauth's second-factor adapter: secrets encrypted at rest, and no member of staff without a factor."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts.storage import key_ring

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Fremrykk's second-factor adapter."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right, or it was used before. Wait for the next one."),
        "cannot_delete_authenticator": _("Employees need a second factor. Add another one before you remove this."),
    }

    def encrypt(self, text: str) -> str:
        return key_ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return key_ring().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return not authenticator.user.is_staff or others.exists()
