"""What a value from the business world must look like."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Read by PostgreSQL as well.
ELEVEN_DIGITS = r"[0-9]{6}[ .-]?[0-9]{5}"
ADDRESS = r"[^ @]+@[^ @]+[.][^ @]"


def about_business(text: str) -> None:
    """No national identity number and no e-mail address: those are persons'."""
    if re.search(ELEVEN_DIGITS, text):
        raise ValidationError(
            _("This looks like a national identity number: eleven digits. Take it out."), code="number"
        )
    if re.search(ADDRESS, text):
        raise ValidationError(
            _("This contains an e-mail address. Write about the business, not about persons."), code="email"
        )
