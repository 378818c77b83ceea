"""Gross pay of a month as a payroll system exports it (CSV): read, judged row by row, and matched to the lines of a report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import ReportedEmployment
from candidates.queries import cells
from candidates.queries.authority_reports import PAY
from candidates.queries.import_words import harmless_cell
from candidates.queries.tables import Column, Row, Table, read

MOST_ROWS, MOST_BYTES = 2000, 1_000_000
MOST_AMOUNT = Decimal("9999999999.99")


@dataclass(frozen=True)
class PayFile:
    """What can be taken of the file, by line of the report; what is wrong stands in the rows of the table."""

    table: Table
    pay: dict[UUID, dict[str, Decimal | None]]
    taken: list[tuple[Row, ReportedEmployment]]


def of_report(content: bytes, lines: Iterable[ReportedEmployment]) -> PayFile:
    """Raises `Unreadable`; one row that is wrong keeps no other from being taken."""
    table = read(content, columns(), most_rows=MOST_ROWS, most_bytes=MOST_BYTES)
    times = Counter(row.values.get("employment") for row in table.rows)
    line_of = {line.employment_id: line for line in lines}
    taken = []
    for row in table.rows:
        if row.problems:
            continue
        line = line_of.get(row.values["employment"])
        row.problems += _problems(row, line, is_twice=times[row.values["employment"]] > 1)
        if line is not None and not row.problems:
            taken.append((row, line))
    pay = {line.pk: {name: row.values.get(name) for name in PAY} for row, line in taken}
    return PayFile(table, pay, taken)


def to_fill(lines: Iterable[ReportedEmployment], names: Mapping[object, str]) -> list[list[str]]:
    """The same table to write in and read back: everybody in the report, with what is written so far."""
    rows = [_("Employment; Fixed pay; Hourly pay; Hours; Overtime; Name").split("; ")]
    for line in lines:
        amounts = [getattr(line, name) for name in PAY]
        written = [
            "" if value is None else number_format(value, use_l10n=True, force_grouping=False) for value in amounts
        ]
        rows.append([str(line.employment_id), *written, harmless_cell(names[line.pk])])
    return rows


def columns() -> list[Column]:
    own = ("Arbeidsforhold", "Arbeidsforhold-ID", "Ansettelsesforhold", "Employment", "Employment ID")
    overtime = ("Overtid", "Overtidsgodtgjørelse", "overtidsgodtgjoerelse", "Overtime", "Overtime pay")
    return [
        Column("employment", gettext_lazy("employment"), own, _number, is_required=True),
        Column("fixed_pay", gettext_lazy("fixed pay"), ("Fastlønn", "fastloenn", "Fixed pay"), amount, most=30),
        Column("hourly_pay", gettext_lazy("hourly pay"), ("Timelønn", "timeloenn", "Hourly pay"), amount, most=30),
        Column("hours", gettext_lazy("hours paid"), ("Timer", "Antall timer", "antall", "Hours"), amount, most=30),
        Column("overtime_pay", gettext_lazy("overtime pay"), overtime, amount, most=30),
    ]


def amount(cell: str) -> Decimal:
    """30000, 30 000,50 or 30000.50: more than nothing, and no more than two decimals."""
    plain = cells.text(cell).replace(" ", "").replace(",", ".")
    try:
        value = Decimal(plain) if plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit() else None
    except InvalidOperation:
        value = None
    if value is None or not 0 < value <= MOST_AMOUNT:
        raise ValidationError(
            _("is no amount. Write it like 30000,50; what there is none of is left empty."), code="amount"
        )
    if value != value.quantize(Decimal("0.01")):
        raise ValidationError(_("has more than two decimals."), code="decimals")
    return value


def _number(cell: str) -> UUID:
    try:
        return UUID(cells.text(cell))
    except ValueError:
        raise ValidationError(
            _("is no number of an employment. It stands under the name in the table."), code="no_employment"
        ) from None


def _problems(row: Row, line: ReportedEmployment | None, *, is_twice: bool) -> list[str]:
    if line is None:
        return [_("Nobody in this report has this employment.")]
    if is_twice:
        return [_("The file has this employment more than once. Leave the one row that is right.")]
    if (row.values.get("hourly_pay") is None) != (row.values.get("hours") is None):
        return [_("Hourly pay has its hours, and hours have their pay.")]
    if row.values.get("hours") and row.values["hours"] > Decimal("99999.99"):
        return [_("So many hours there are not in a month.")]
    return []
