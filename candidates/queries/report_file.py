"""The file of a report: one month in the words and the order of the a-melding (v2_3), as JSON.

No tax, no contribution: `betalingsinformasjon`, `arbeidsgiveravgift`, `forskuddstrekk` and `fradrag` belong to a payroll
system, and are left out. So is `avloenningstype`, which v2_3 has no more.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from candidates.choices.employment import EmploymentForm, EndCause
from candidates.models import AuthorityReport, ReportedEmployment

SYSTEM = "Fremrykk"
CAUSES = {
    EndCause.RESIGNED: "arbeidstakerHarSagtOppSelv",
    EndCause.DISMISSED: "arbeidsgiverHarSagtOppArbeidstaker",
    EndCause.EXPIRED: "kontraktEngasjementEllerVikariatErUtloept",
    EndCause.REORGANISED: "endringIOrganisasjonsstrukturEllerByttetJobbInternt",
    EndCause.MISTAKE: "arbeidsforholdetSkulleAldriVaertRapportert",
}
FORMS = {EmploymentForm.PERMANENT: "fast", EmploymentForm.TEMPORARY: "midlertidig"}
Numbers = Mapping[UUID, str]


def content(
    report: AuthorityReport, lines: Iterable[ReportedEmployment], numbers: Numbers, *, replaces: AuthorityReport | None
) -> bytes:
    """The bytes to deliver: the same rows and the same stamp make the same bytes. `numbers`: line -> national identity number."""
    return (json.dumps(_message(report, lines, numbers, replaces), ensure_ascii=False, indent=2) + "\n").encode()


def _message(
    report: AuthorityReport, lines: Iterable[ReportedEmployment], numbers: Numbers, replaces: AuthorityReport | None
) -> dict[str, Any]:
    assert report.stamped_at is not None
    # Who left and came back in the month is one person, with two employments.
    people: dict[str, list[ReportedEmployment]] = {}
    for line in sorted(lines, key=lambda line: str(line.employment_id)):
        people.setdefault(numbers[line.pk], []).append(line)
    persons = [_person(number, theirs) for number, theirs in people.items()]
    unit = {"norskIdentifikator": report.sub_unit, "inntektsmottaker": persons}
    return {"leveranse": {
        "leveringstidspunkt": timezone.localtime(report.stamped_at).isoformat(timespec="seconds"),
        "kalendermaaned": f"{report.month:%Y-%m}",
        "kildesystem": SYSTEM,
        **({"erstatterMeldingsId": str(replaces.message_id)} if replaces else {}),
        "meldingsId": str(report.message_id),
        "opplysningspliktig": {"norskIdentifikator": report.main_unit},
        "oppgave": {"virksomhet": [unit]},
        "spraakForTilbakemelding": "bokmaal",
    }}  # fmt: skip


def _person(number: str, lines: list[ReportedEmployment]) -> dict[str, Any]:
    return {
        "norskIdentifikator": number,
        "arbeidsforhold": [_employment(line) for line in lines],
        "inntekt": [each for line in lines for each in _income(line)],
    }


def _employment(line: ReportedEmployment) -> dict[str, Any]:
    return _said({
        "arbeidsforholdId": str(line.employment_id),
        "typeArbeidsforhold": "ordinaertArbeidsforhold",
        "startdato": _day(line.starts_on),
        "sluttdato": _day(line.ends_on),
        "antallTimerPerUkeSomEnFullStillingTilsvarer": _number(line.full_time_hours),
        "yrke": line.occupation_code,
        "arbeidstidsordning": line.working_time,
        "stillingsprosent": _number(line.percentage),
        "sisteLoennsendringsdato": _day(line.pay_changed_on),
        "sisteDatoForStillingsprosentendring": _day(line.percentage_changed_on),
        "aarsakTilSluttdato": CAUSES[EndCause(line.end_cause)] if line.end_cause else None,
        "formForAnsettelse": FORMS[EmploymentForm(line.form)],
    })  # fmt: skip


def _income(line: ReportedEmployment) -> list[dict[str, Any]]:
    paid = (
        ("fastloenn", line.fixed_pay, None),
        ("timeloenn", line.hourly_pay, line.hours),
        ("overtidsgodtgjoerelse", line.overtime_pay, None),
    )
    return [_of_kind(kind, amount, hours, line) for kind, amount, hours in paid if amount is not None]


def _of_kind(kind: str, amount: Decimal, hours: Decimal | None, line: ReportedEmployment) -> dict[str, Any]:
    """The two flags say what pay in money always is; what comes of them is reckoned elsewhere."""
    return {
        "fordel": "kontantytelse",
        "utloeserArbeidsgiveravgift": True,
        "inngaarIGrunnlagForTrekk": True,
        "beloep": _number(amount),
        "arbeidsforholdId": str(line.employment_id),
        "loennsinntekt": _said({"beskrivelse": kind, "antall": _number(hours)}),
    }


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> str | None:
    """With two decimals, as text: nothing is rounded on the way."""
    return None if value is None else f"{value:.2f}"
