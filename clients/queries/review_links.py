"""The link in an e-mail by which a client asks for a review of a prepayment, without logging in.

It stands for having read what was sent to the contact person, and opens nothing but a form.
"""

from django.core import signing

from clients.models import Prepayment

SALT = "clients.prepayment_review"


def token(prepayment_id: int) -> str:
    return signing.Signer(salt=SALT).sign_object(prepayment_id)


def read(token: str) -> Prepayment | None:
    """Which prepayment it is about; None for what nobody of ours made, and for one that is gone."""
    try:
        prepayment_id = int(signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    rows = Prepayment.objects.unrestricted().select_related("order")
    return rows.filter(pk=prepayment_id).first()
