"""Nobody real is in tests, demo and documents: addresses, national ids and numbers of companies, each held to a list."""

import re
from itertools import product

import pytest
from stdnum.no import orgnr

from tests.source import kept_files

# Reserved for examples (RFC 2606, 6761), numbers of machines, and the agency's own.
DOMAIN = re.compile(r"(.+\.)?(test|example|invalid|localhost)|example\.(com|net|org)|fremrykk\.no|[\d.]+")
ADDRESS = re.compile(r"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
ELEVEN = re.compile(r"(?<![\w.-])(\d{6})[ .]?(\d{5})(?![\w-])")
NINE = re.compile(r"(?<![\w.+-])[89]\d{8}(?![\w-])")
LOCKS = re.compile(r"requirements/.*|package-lock\.json")
# Authorities and our own are no invention: what is sent to them must carry their number.
ORGANISATIONS = {"889640782": "NAV", "974761076": "Skatteetaten", "999999999": "a process that is none"}
WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))


def check_digits(nine: str) -> str:
    """The two a national id ends with; nothing when there are none for these."""
    for weights in WEIGHTS:
        digit = -sum(weight * int(number) for weight, number in zip(weights, nine, strict=True)) % 11
        if digit == 10:
            return ""
        nine += str(digit)
    return nine[-2:]


def could_be_somebodys(number: str) -> bool:
    """A real national id or D-number: its month is one. Invented ones have 40, 65 or 80 added to theirs."""
    day, month = int(number[:2]) % 40, int(number[2:4])
    return 1 <= day <= 31 and 1 <= month <= 12 and check_digits(number[:9]) == number[9:]


def found_in(text: str) -> set[str]:
    addresses = {domain for domain in ADDRESS.findall(text) if not DOMAIN.fullmatch(domain.lower())}
    ids = {first + last for first, last in ELEVEN.findall(text) if could_be_somebodys(first + last)}
    return addresses | ids | {number for number in NINE.findall(text) if orgnr.is_valid(number)} - {*ORGANISATIONS}


@pytest.mark.asvs("PRV-11")
def test_nobody_real_is_anywhere_in_the_tree():
    found = {name: found_in(text) for name, text in kept_files() if not LOCKS.fullmatch(name)}

    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) > 1000


# The negative controls; put together here, so that this file holds none either.
@pytest.mark.asvs("PRV-11")
def test_what_is_real_would_be_found():
    nine = next("".join(each) for each in product(["010170"], map(str, range(100, 999))) if check_digits("".join(each)))
    real = nine + check_digits(nine)
    company = "9747" + "60673"  # Brønnøysundregistrene

    assert found_in(f"kari{chr(64)}epost.no {real} {real[:6]} {real[6:]} {company}") == {"epost.no", real, company}


@pytest.mark.parametrize(
    "text", ["kari@kunde.example.test", "post@fremrykk.no", "30908299902", "889640782", "12345678901"]
)
def test_what_is_invented_is_let_be(text):
    assert found_in(text) == set()
