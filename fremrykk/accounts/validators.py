"""What a password may not be (AUT-01: length and guessability, no rules of composition)."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

COMPANY_WORDS = [
    "fremrykk", "rekruttering", "rekrutterer", "recruitment", "recruiting", "bemanning", "staffing", "kandidat",
    "candidate", "stilling", "personvern", "privacy", "velkommen", "welcome", "passord", "password", "sommer", "summer",
    "vinter", "winter", "norge", "norway", "oslo", "bergen", "trondheim", "stavanger",
]  # fmt: skip
PLAIN = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)  # from the first letter to the last
DIFFERENT = 5  # signs a password has at least
LEFT = 8  # what must be left of a password when the words everybody here would try are taken out


class PersonalPasswordValidator(UserAttributeSimilarityValidator):
    """Refuses a password that looks like the account's name or address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))


class DressedUpPasswordValidator(CommonPasswordValidator):
    """Refuses a common password with digits hung on, digits alone, and one sign over and over."""

    def validate(self, password: str, user: Any = None) -> None:
        if self._is_dressed_up(password.lower()) or len(set(password)) < DIFFERENT:
            raise ValidationError(
                _("This password is among the first that anybody would try. Take several words of your own."),
                code="password_dressed_up",
            )

    def _is_dressed_up(self, password: str) -> bool:
        """Whether nothing is left, or a common one, when some of the signs and digits at either end are taken off: some of
        the common ones end with digits themselves."""
        core = PLAIN.search(password)
        if core is None:
            return True
        longest = max(map(len, self.passwords))  # nothing longer need be looked at, however much is hung on
        begins = range(max(0, core.end() - longest), core.start() + 1)
        return any(
            password[begin:end] in self.passwords
            for begin in begins
            for end in range(core.end(), min(len(password), begin + longest) + 1)
        )

    def get_help_text(self) -> str:
        return _("Several words of your own make a good password; no signs or digits are required.")


class CompanyPasswordValidator:
    """Refuses a password that is mostly our own words: fremrykk2026!, velkommen-oslo."""

    def validate(self, password: str, user: Any = None) -> None:
        left = re.sub("|".join(COMPANY_WORDS), "", password, flags=re.IGNORECASE)
        if len(left) != len(password) and len(left) < LEFT:
            raise ValidationError(
                _("This password is made of words that are easy to guess here. Add words of your own."),
                code="password_company_words",
            )

    def get_help_text(self) -> str:
        return _("Your password can't be mostly the company's name or other words that are easy to guess here.")
