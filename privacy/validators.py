"""What a value people type must look like, and what no text of ours may hold."""

import ipaddress
import re
from html import unescape
from operator import mul

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

from privacy.choices.questions import ASKS, FAIR, HARMLESS, NOT, OF_DATA, WELCOMES, Unasked
from privacy.choices.sensitive import WORDS, Sensitive

ELEVEN = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")
SPOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SENSITIVE = {
    kind: re.compile("|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in words.split()), re.IGNORECASE)
    for kind, words in WORDS.items()
}
SPACE = r"\s+"
GAP = r"(?:[\w’'-]+[\s,]+){0,3}?"
AGE = "(?:1[5-9]|[2-7][0-9])"
CLAUSE_END = r"(?=\s*(?:[.,;:!?)]|og\b|and\b|$))"


def _phrases(lines: str) -> re.Pattern[str]:
    """One pattern of all phrases; how they are written stands in `privacy.choices.questions`."""
    phrases = (phrase.split() for phrase in re.split(r"[|\n]", lines) if phrase.strip())
    return re.compile("|".join(map(_phrase, phrases)), re.IGNORECASE)


def _phrase(words: list[str]) -> str:
    """Each word with the space after it."""
    spoken = ""
    for word in words:
        if word == "END":
            return rf"(?<![\w-]){spoken.removesuffix(SPACE)}{CLAUSE_END}"
        ending = re.escape(word).replace(r"\*", r"[\w-]*").replace("NN", AGE)
        spoken += GAP if word == "~" else ending + SPACE
    return rf"(?<![\w-]){spoken.removesuffix(SPACE)}(?![\w-])"


ASKED = {kind: _phrases(lines) for kind, lines in ASKS.items()}
HARMLESS_THERE, WELCOMED_FROM, FAIR_THERE, DENIED = map(_phrases, (HARMLESS, WELCOMES, FAIR, NOT))
BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|h[1-6]|div)\b[^<>]*>", re.IGNORECASE)
INLINE = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n")
WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def holds_national_id(text: str) -> bool:
    """Whether a national identity number stands in it, also with the usual space after the day of birth."""
    return any(is_national_id(number.replace(" ", "")) for number in ELEVEN.findall(text))


def is_national_id(number: str) -> bool:
    """By day, month and check digits: D-numbers, synthetic ones, and those given out from 2032 on, too."""
    day, month = int(number[:2]) % 40, int(number[2:4]) % 40
    first, second = (sum(map(mul, weights, map(int, number))) % 11 for weights in WEIGHTS)
    return 1 <= day <= 31 and 1 <= month <= 12 and first <= 3 and second == 0


def national_id(typed: str) -> str:
    """Eleven digits, with a day of birth there is: a 29 February in a leap year of any century, which nobody derives."""
    number = re.sub(r"\s", "", typed)
    if not (re.fullmatch(r"[0-9]{11}", number) and is_national_id(number) and _is_day_of_birth(number)):
        raise ValidationError(_("This is no national identity number or D-number. Check the digits."), code="no_number")
    return number


def _is_day_of_birth(number: str) -> bool:
    day, month, year = int(number[:2]) % 40, int(number[2:4]) % 40, int(number[4:6])
    longest = {2: 28 if year % 4 else 29, 4: 30, 6: 30, 9: 30, 11: 30}
    return day <= longest.get(month, 31)


def account_number(typed: str) -> str:
    """Eleven digits, the last a check digit by mod 11."""
    number = re.sub(r"[\s.]", "", typed)
    weights = (*WEIGHTS[1][:-1], 1)
    if not re.fullmatch(r"[0-9]{11}", number) or sum(map(mul, weights, map(int, number))) % 11:
        raise ValidationError(_("This is no Norwegian bank account number. Check the digits."), code="no_account")
    return number


def organisation_number(value: str) -> None:
    """Nine digits with a right check digit (Brønnøysund's mod 11)."""
    if not (value.isdigit() and orgnr.is_valid(value)):
        raise ValidationError(
            _("This is not a Norwegian organisation number. Check the nine digits."), code="org_number"
        )


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


def asked_for(text: str) -> dict[Unasked, list[str]]:
    """The words in it by which something is asked that may not be, as they are written; of plain text or HTML.

    An aid: it knows words, not meanings. What is said of the firm, or to welcome everybody, is passed over.
    """
    found: dict[Unasked, list[str]] = {}
    for sentence in SENTENCE_END.split(unescape(INLINE.sub("", BLOCK.sub("\n", text)))):
        said = HARMLESS_THERE.sub("…", sentence)
        unfair = "" if FAIR_THERE.search(said) else WELCOMED_FROM.split(said, maxsplit=1)[0]
        for kind, asks in ASKED.items():
            place = said if kind in OF_DATA else unfair
            words = [
                hit.group() for hit in asks.finditer(place) if not (kind in OF_DATA and _denied(place[: hit.start()]))
            ]
            if words:
                found[kind] = list(dict.fromkeys([*found.get(kind, []), *words]))
    return {kind: found[kind] for kind in Unasked if kind in found}


def _denied(before: str) -> bool:
    """Whether “not” stands among the three words before."""
    return bool(DENIED.search(" ".join(before.split()[-3:])))


def network_of(address: str) -> str:
    """Whom a limit counts: an address of version 4, or the /64 of version 6 that one connection has all to itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)
