"""What a value from the business world must look like."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr


def organisation_number(value: str) -> None:
    """Nine digits with a right check digit (Brønnøysund's mod 11)."""
    if not (value.isdigit() and orgnr.is_valid(value)):
        raise ValidationError(
            _("This is not a Norwegian organisation number. Check the nine digits."), code="org_number"
        )
