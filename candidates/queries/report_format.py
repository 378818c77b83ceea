"""The structure of the a-melding (v2_3), as rules: which keys, in which order, with which values. Knows no row of ours.

Read from Skatteetaten's documentation and public implementations. What they refuse is looked for here, before it leaves.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from privacy.validators import national_id, organisation_number

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Problem(NamedTuple):
    """The place in the message, and the code of what is wrong there. Never a value: it may be somebody's number."""

    place: str
    code: str


Judge = Callable[[Any, str], Iterator[Problem]]


@dataclass(frozen=True)
class Key:
    name: str
    judge: Judge
    is_required: bool = True


def problems(content: bytes) -> list[Problem]:
    """Everything that is not as the format wants it, in the order of the message; empty where it can go."""
    try:
        message = json.loads(content)
    except ValueError:
        return [Problem("", "no_json")]
    return list(_message(message, ""))


def _matches(pattern: str) -> Judge:
    def judge(value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield Problem(place, "format")

    return judge


def _one_of(*values: Any) -> Judge:
    def judge(value: Any, place: str) -> Iterator[Problem]:
        if not any(value is each or (isinstance(value, str) and value == each) for each in values):
            yield Problem(place, "value")

    return judge


def _asked(ask: Callable[[str], object]) -> Judge:
    """By a rule that raises: a calendar day, a number with check digits."""

    def judge(value: Any, place: str) -> Iterator[Problem]:
        try:
            ask(value)
        except (ValidationError, ValueError, TypeError, AttributeError):
            yield Problem(place, "format")

    return judge


def _object(*keys: Key) -> Judge:
    """These keys, in this order, and no others."""
    order = [key.name for key in keys]

    def judge(value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(place, "object")
            return
        for unknown in (name for name in value if name not in order):
            yield Problem(_at(place, unknown), "unknown")
        known = [name for name in value if name in order]
        if known != sorted(known, key=order.index):
            yield Problem(place, "order")
        for key in keys:
            if key.name in value:
                yield from key.judge(value[key.name], _at(place, key.name))
            elif key.is_required:
                yield Problem(_at(place, key.name), "missing")

    return judge


def _list(each: Judge, *, least: int = 1) -> Judge:
    def judge(value: Any, place: str) -> Iterator[Problem]:
        if not isinstance(value, list) or len(value) < least:
            yield Problem(place, "list")
            return
        for index, item in enumerate(value):
            yield from each(item, f"{place}[{index}]")

    return judge


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _moment(value: str) -> None:
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError


def _income(value: Any, place: str) -> Iterator[Problem]:
    """Hours stand beside hourly pay, and beside nothing else."""
    found = list(INCOME(value, place))
    yield from found
    if not found:
        paid = value["loennsinntekt"]
        if (paid["beskrivelse"] == "timeloenn") != ("antall" in paid):
            yield Problem(_at(place, "loennsinntekt.antall"), "hours")


def _person(value: Any, place: str) -> Iterator[Problem]:
    """Pay belongs to an employment of the same person, and what ended has its day."""
    found = list(PERSON(value, place))
    yield from found
    if found:
        return
    here = {each["arbeidsforholdId"] for each in value["arbeidsforhold"]}
    yield from (Problem(_at(place, f"inntekt[{index}].arbeidsforholdId"), "unknown_employment")
                for index, each in enumerate(value["inntekt"]) if each["arbeidsforholdId"] not in here)  # fmt: skip
    for index, each in enumerate(value["arbeidsforhold"]):
        if each.get("sluttdato", "9999") < each["startdato"] or (
            "aarsakTilSluttdato" in each and "sluttdato" not in each
        ):
            yield Problem(_at(place, f"arbeidsforhold[{index}].sluttdato"), "end")


DAY, AMOUNT = _asked(date.fromisoformat), _matches(r"(?!0+\.00$)(0|[1-9][0-9]*)\.[0-9]{2}")
ORGANISATION, PERSON_NUMBER = _asked(organisation_number), _asked(national_id)
EMPLOYMENT_NUMBER = _matches(r"[0-9a-zA-Z_.-]{1,150}")
PERCENTAGE = _matches(r"(100\.00|[1-9]?[0-9]\.[0-9]{2})")
EMPLOYMENT = _object(
    Key("arbeidsforholdId", EMPLOYMENT_NUMBER),
    Key("typeArbeidsforhold", _one_of("ordinaertArbeidsforhold", "maritimtArbeidsforhold",
        "frilanserOppdragstakerHonorarPersonerMm", "pensjonOgAndreTyperYtelserUtenAnsettelsesforhold")),
    Key("startdato", DAY),
    Key("sluttdato", DAY, is_required=False),
    Key("antallTimerPerUkeSomEnFullStillingTilsvarer", AMOUNT),
    Key("yrke", _matches(r"[0-9]{7}")),
    Key("arbeidstidsordning", _one_of("ikkeSkift", "andreSkift", "skift365", "doegnkontinuerligSkiftOgTurnus355",
        "helkontinuerligSkiftOgAndreOrdninger336", "offshore336")),
    Key("stillingsprosent", PERCENTAGE),
    Key("sisteLoennsendringsdato", DAY, is_required=False),
    Key("sisteDatoForStillingsprosentendring", DAY, is_required=False),
    Key("aarsakTilSluttdato", _one_of("arbeidstakerHarSagtOppSelv", "arbeidsgiverHarSagtOppArbeidstaker",
        "kontraktEngasjementEllerVikariatErUtloept", "byttetLoenssystemEllerRegnskapsfoerer",
        "endringIOrganisasjonsstrukturEllerByttetJobbInternt", "arbeidsforholdetSkulleAldriVaertRapportert"), is_required=False),
    Key("formForAnsettelse", _one_of("fast", "midlertidig")),
)  # fmt: skip
INCOME = _object(
    Key("fordel", _one_of("kontantytelse")),
    Key("utloeserArbeidsgiveravgift", _one_of(True)),
    Key("inngaarIGrunnlagForTrekk", _one_of(True)),
    Key("beloep", AMOUNT),
    Key("arbeidsforholdId", EMPLOYMENT_NUMBER),
    Key("loennsinntekt", _object(
        Key("beskrivelse", _one_of("fastloenn", "timeloenn", "overtidsgodtgjoerelse")),
        Key("antall", AMOUNT, is_required=False),
    )),
)  # fmt: skip
PERSON = _object(
    Key("norskIdentifikator", PERSON_NUMBER),
    Key("arbeidsforhold", _list(EMPLOYMENT)),
    Key("inntekt", _list(_income, least=0)),
)
UNIT = _object(Key("norskIdentifikator", ORGANISATION), Key("inntektsmottaker", _list(_person)))
_message = _object(
    Key("leveranse", _object(
        Key("leveringstidspunkt", _asked(_moment)),
        Key("kalendermaaned", _matches(r"20[0-9]{2}-(0[1-9]|1[0-2])")),
        Key("kildesystem", _matches(r".{1,255}")),
        Key("erstatterMeldingsId", _matches(UUID), is_required=False),
        Key("meldingsId", _matches(UUID)),
        Key("opplysningspliktig", _object(Key("norskIdentifikator", ORGANISATION))),
        Key("oppgave", _object(Key("virksomhet", _list(UNIT)))),
        Key("spraakForTilbakemelding", _one_of("bokmaal", "nynorsk", "engelsk")),
    ))
)  # fmt: skip
