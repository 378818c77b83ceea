"""What a value people type must look like, and what no text of ours may hold."""

import re
from operator import mul

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.choices.sensitive import WORDS, Sensitive

ELEVEN = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")
SPOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SENSITIVE = {
    kind: re.compile("|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in words.split()), re.IGNORECASE)
    for kind, words in WORDS.items()
}
WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def holds_national_id(text: str) -> bool:
    """Whether a national identity number stands in it, also with the usual space after the day of birth."""
    return any(is_national_id(number.replace(" ", "")) for number in ELEVEN.findall(text))


def is_national_id(number: str) -> bool:
    """By day, month and check digits: D-numbers, synthetic ones, and those given out from 2032 on, too."""
    day, month = int(number[:2]) % 40, int(number[2:4]) % 40
    first, second = (sum(map(mul, weights, map(int, number))) % 11 for weights in WEIGHTS)
    return 1 <= day <= 31 and 1 <= month <= 12 and first <= 3 and second == 0


def sensitive_words(text: str) -> dict[Sensitive, list[str]]:
    """The words in it that name what is seldom anybody's business, as they are written. An aid: it knows no meanings."""
    spoken = list(dict.fromkeys(SPOKEN.findall(text)))
    found = {kind: [word for word in spoken if words.fullmatch(word)] for kind, words in SENSITIVE.items()}
    return {kind: words for kind, words in found.items() if words}


def phone_number(typed: str) -> str:
    """In E.164, Norwegian unless it says otherwise."""
    try:
        number = phonenumbers.parse(typed, "NO")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("This is not a telephone number we can call. Check the digits."), code="no_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
