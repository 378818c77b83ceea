"""What a value must look like, whoever types it."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def phone_number(typed: str) -> str:
    """In E.164, Norwegian unless it says otherwise."""
    try:
        number = phonenumbers.parse(typed, "NO")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("This is not a telephone number we can call. Check the digits."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
